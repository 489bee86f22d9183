import { duration, money } from '../../../report/format.ts';
import { rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { padLine, span } from '../../paint/span.ts';
import type { Turned } from '../turned.ts';

/** The value below which a share of sorted values lies. */
const at = (sorted: Float64Array, share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** Returns `├──▒▒┃▒▒▒───┤`: from the 5th to the 95th percentile, the middle half shaded, the median marked. */
const box = (sorted: Float64Array, columns: number): string => {
  const [low, high] = [at(sorted, 0.05), at(sorted, 0.95)];
  const place = (share: number): number => (high <= low ? 0 : Math.round(((at(sorted, share) - low) / (high - low)) * (columns - 1)));
  const [from, middle, to] = [place(0.25), place(0.5), place(0.75)];
  return Array.from({ length: columns }, (_, cell) => {
    if (cell === middle) return '┃';
    if (cell >= from && cell <= to) return '▒';
    return cell === 0 ? '├' : cell === columns - 1 ? '┤' : '─';
  }).join('');
};

/** Returns how requests differ: nine in ten lie between the two figures. */
export const rangeRows = (shown: Turned, columns: number): readonly Line[] => {
  const { costUsd, latencyMs } = shown.forecast.simulation.perRequest;
  const ends = 11;
  const room = columns - 2 * ends - 11;
  if (room < 6) return [];
  const row = (name: string, sorted: Float64Array, text: (value: number) => string): Line => [
    span('  '),
    ...padLine([span(name)], 5),
    ...padLine([span(text(at(sorted, 0.05)), 'dim')], ends, 'right'),
    span(' '),
    span(box(sorted, room), shown.stale ? 'dim' : 'bar'),
    span(' '),
    ...padLine([span(text(at(sorted, 0.95)), 'dim')], ends),
  ];
  const rows = [
    ...(costUsd.sorted.length > 0 ? [row('cost', costUsd.sorted, money)] : []),
    ...(at(latencyMs.sorted, 0.99) > 0 ? [row('time', latencyMs.sorted, duration)] : []),
  ];
  return rows.length === 0
    ? []
    : [
        rule(
          `Nine in ten ${shown.report.unit}s`,
          shown.stale ? 'being played' : `${shown.forecast.simulation.perRequest.count.toLocaleString('en-US')} played`,
          columns,
        ),
        ...rows,
      ];
};
