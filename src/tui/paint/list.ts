import { page } from './cells.ts';
import { span } from './draw.ts';
import type { Line } from './line.ts';

/**
 * Returns the rows of a list around the chosen one, exactly `rows` of them; `↑ n more` and `↓ n more` stand in place of the
 * first and last where some are hidden, so that nothing is cut silently.
 */
export const listed = (lines: readonly Line[], chosen: number, columns: number, rows: number): readonly Line[] => {
  if (lines.length <= rows) return page(lines, columns, rows);
  const from = Math.max(0, Math.min(chosen - (rows >> 1), lines.length - rows));
  const below = lines.length - from - rows;
  const shown = lines.slice(from, from + rows);
  if (from > 0 && rows > 2) shown[0] = [span(`  ↑ ${from + 1} more`, 'dim')];
  if (below > 0 && rows > 2) shown[rows - 1] = [span(`  ↓ ${below + 1} more`, 'dim')];
  return page(shown, columns, rows);
};
