import { money } from '../../../report/format.ts';
import { rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { fitLine, padLine, said, span } from '../../paint/span.ts';
import type { Turned } from '../turned.ts';
import { valueText } from './knob-rows.ts';

/** Returns the changes that would save most, each tried alone; what they do to quality nobody has measured. */
export const leverRows = (shown: Turned, columns: number, rows: number): readonly Line[] => {
  const { levers, leversStale, forecast } = shown;
  const per = forecast.projection.months.length > 0 ? 'a month' : `a ${shown.report.unit}`;
  const head = rule('Biggest levers', leversStale ? 'being tried' : `saved ${per}, each alone`, columns);
  if (levers === null) return [head, said('  …', 'dim')];
  if (levers.length === 0) return [head, said('  none of the changes tried saves anything', 'dim')];
  const amount = 12;
  const lines = levers
    .slice(0, Math.max(1, rows - 2))
    .map(
      ({ label, to, usd }): Line => [
        span('  '),
        ...padLine([span(label), span(' → ', 'dim'), span(valueText(to))], Math.max(10, columns - amount - 2)),
        ...padLine([span(money(usd ?? 0), leversStale ? 'dim' : 'good')], amount, 'right'),
      ],
    );
  return [head, ...lines, fitLine([span('  what a change does to quality is not modelled', 'dim')], columns)];
};
