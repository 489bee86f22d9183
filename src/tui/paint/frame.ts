import { wrapped } from '../../report/table.ts';
import type { Line, Tone } from './line.ts';
import { cellsIn, fitLine, padLine, said, span } from './span.ts';

/** Returns exactly `rows` lines, none wider than `columns`; lines that find no room are counted in the last one. */
export const framed = (lines: readonly Line[], area: { readonly columns: number; readonly rows: number }): readonly Line[] => {
  const { columns, rows } = area;
  const over = lines.length - rows;
  const kept = over <= 0 ? lines : [...lines.slice(0, Math.max(0, rows - 1)), said(`↓ ${over + 1} more lines`, 'dim')];
  return Array.from({ length: rows }, (_, row) => fitLine(kept[row] ?? [], columns));
};

/** Returns the head of a panel: its title, a line across, and a note at the end, which gives way first. */
export const rule = (title: string, note: string, columns: number): Line => {
  const head = fitLine([span('─ ', 'edge'), span(title, 'strong'), span(' ', 'edge')], columns);
  const room = columns - cellsIn(head);
  const end = note === '' || room < 8 ? [] : fitLine([span(` ${note}`, 'dim')], room - 4);
  const tail = end.length === 0 ? [] : [...end, span(' ─', 'edge')];
  return [...head, span('─'.repeat(Math.max(0, room - cellsIn(tail))), 'edge'), ...tail];
};

/** A block of lines with the cells that it may take. */
export type Block = { readonly lines: readonly Line[]; readonly columns: number };

/** Returns blocks side by side, as many rows as the tallest has. */
export const beside = (blocks: readonly Block[], gap = 3): readonly Line[] => {
  const rows = Math.max(0, ...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: rows }, (_, row) =>
    blocks.flatMap(({ lines, columns }, index) => [
      ...(index === 0 ? [] : [{ text: ' '.repeat(gap) }]),
      ...padLine(lines[row] ?? [], columns),
    ]),
  );
};

/** Returns words as lines of a width. */
export const paragraph = (text: string, columns: number, tone: Tone = 'plain'): readonly Line[] =>
  wrapped(span(text).text, Math.max(1, columns)).map((line) => [span(line, tone)]);

/** Which rows of a list are seen, and how many lie beyond; where there is room for two lines only, `below` counts them all. */
export type Window = { readonly from: number; readonly to: number; readonly above: number; readonly below: number };

/** Returns the rows of a list that fit, the chosen one among them; the first or last row tells how many lie beyond it. */
export const windowOf = (count: number, chosen: number, scroll: number, rows: number): Window => {
  if (count <= rows) return { from: 0, to: count, above: 0, below: 0 };
  const at = Math.min(Math.max(0, chosen), count - 1);
  const room = Math.max(1, rows);
  const near = Math.min(Math.max(scroll, at - room + 1), at);
  const first = Math.min(Math.max(0, near), count - room);
  if (room < 3) return { from: at, to: at + 1, above: 0, below: room === 1 ? 0 : count - 1 };
  const top = first > 0 && at === first ? first - 1 : first + room < count && at === first + room - 1 ? first + 1 : first;
  const [from, to] = [top > 0 ? top + 1 : 0, top + room < count ? top + room - 1 : count];
  return { from, to, above: from, below: count - to };
};

/** Returns the seen lines of a list with how many lie above and below. */
export const withMore = (seen: readonly Line[], { above, below }: Window): readonly Line[] => [
  ...(above > 0 ? [said(`  ↑ ${above} more`, 'dim')] : []),
  ...seen,
  ...(below > 0 ? [said(`  ↓ ${below} more`, 'dim')] : []),
];

/** Returns the lines of a list that fit, with how many lie above and below. */
export const listed = (lines: readonly Line[], chosen: number, scroll: number, rows: number): readonly Line[] => {
  if (rows < 1) return [];
  const seen = windowOf(lines.length, chosen, scroll, rows);
  return withMore(lines.slice(seen.from, seen.to), seen);
};
