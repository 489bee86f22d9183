import { count, percent } from '../../../report/format.ts';
import { barLine } from '../../paint/bars.ts';
import { rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import type { Shown } from '../screen.ts';
import { type PartRow, partRows } from './parts.ts';

const SHARED: Readonly<Record<PartRow['shared'], string>> = { all: 'all requests', session: 'one session', none: '–' };

const PARTS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 8 },
  { title: 'part', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'tokens', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 3, stretch: { least: 6, most: 40 } },
  { title: 'the same for', align: 'left', drop: 1 },
  { title: 'known', align: 'left', drop: 4 },
];

/** Returns what the prompts of one request are made of; nothing where there is no room or no prompt. */
export const partsPanel = (
  shown: Shown,
  room: { readonly columns: number; readonly rows: number; readonly chosen: number | null; readonly scroll: number },
): readonly Line[] => {
  const rows = partRows(shown.forecast.projection);
  if (room.rows < 4 || rows.length === 0) return [];
  const total = rows.reduce((sum, { tokens }) => sum + tokens, 0);
  const most = Math.max(...rows.map(({ tokens }) => tokens), Number.EPSILON);
  const laid = table(
    PARTS,
    rows.map(({ step, label, tokens, shared, origin }) => [
      said(step),
      said(label),
      said(count(tokens)),
      said(percent(total === 0 ? 0 : tokens / total), 'dim'),
      (cells: number) => barLine(tokens / most, cells, shared === 'none' ? 'bar' : 'bar2'),
      said(SHARED[shared], shared === 'none' ? 'dim' : 'accent'),
      said(origin, origin === 'estimated' || origin === 'default' ? 'warn' : 'dim'),
    ]),
    { columns: room.columns, chosen: room.chosen, list: { rows: room.rows - 2, scroll: room.scroll } },
  );
  return [rule(`What one ${shown.report.unit} sends`, `${count(total)} tokens before any cut`, room.columns), laid.head, ...laid.rows];
};
