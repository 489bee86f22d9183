import { fixed, percent } from '../../report/format.ts';
import type { Line } from '../paint/line.ts';
import { said } from '../paint/span.ts';

/** Returns a change of something that should be small as people read it: its direction as a sign and in words. */
export const changeLine = (now: number, before: number | undefined): Line => {
  if (before === undefined || before === 0) return said('–', 'dim');
  const share = now / before - 1;
  if (share >= 0.9995) return said(`▲ ${fixed(share + 1, share < 9 ? 1 : 0)} × as much`, 'bad');
  if (Math.abs(share) < 0.0005) return said('same', 'dim');
  return share < 0 ? said(`▼ ${percent(-share)} less`, 'good') : said(`▲ ${percent(share)} more`, 'bad');
};
