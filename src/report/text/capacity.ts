import { capacityFigures } from '../capacity-figures.ts';
import type { Report } from '../report.ts';
import { type Cell, type Column, tableLines } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const COLUMNS: readonly Column[] = [
  { title: 'scenario', align: 'left', drop: 2, shrinkTo: 8 },
  { title: 'limit', align: 'left', drop: 0, shrinkTo: 16 },
  { title: 'calls a minute', align: 'right', drop: 4 },
  { title: 'in flight', align: 'right', drop: 3 },
  { title: 'binds', align: 'left', drop: 1 },
  { title: 'use', align: 'right', drop: 0 },
  { title: 'throttled', align: 'right', drop: 1 },
  { title: 'reached', align: 'left', drop: 1 },
];

/** Returns every rate limit at the peak minute; nothing where there are none. */
export const capacity = (report: Report, style: TextStyle): readonly string[] => {
  const rows = capacityFigures(report).map((one): readonly Cell[] => [
    ...[one.scenario, one.bucket, one.peak, one.inFlight, one.binds].map((text) => ({ text })),
    ...[one.use, one.throttled, one.reached].map((text) => ({
      text,
      paint: (own: string) => (one.over ? style.paint('warning', own) : own),
    })),
  ]);
  return rows.length === 0 ? [] : tableLines(COLUMNS, rows, style.width, dim(style));
};
