import type { Formula } from '../formula.ts';
import { type Cell, computed, Grid, held, text } from '../grid.ts';
import type { Format } from '../style.ts';

/** A figure of one scenario: a formula, a figure that is held, a text, or nothing. */
export type Figure = Formula | { readonly held: number | null } | string | null;

export type FigureRow = { readonly title: string; readonly format: Format; readonly of: readonly Figure[] };

const cellOf = (figure: Figure, format: Format): Cell | null => {
  if (figure === null) return null;
  if (typeof figure === 'string') return text(figure);
  return 'held' in figure ? held(figure.held, format) : computed(figure, format);
};

/** Returns a sheet with a column for each scenario. A row without figures is a heading; one with nothing under it is left out. */
export const figureSheet = (name: string, notes: readonly string[], scenarios: readonly string[], rows: readonly FigureRow[]): Grid => {
  const grid = new Grid(name, [46, ...scenarios.map(() => 20)]);
  grid.add([text(`${name[0]?.toUpperCase()}${name.slice(1)}`, 'title')]);
  for (const note of notes) grid.add([text(note, 'note')]);
  grid.heads(['', ...scenarios]);
  const shown = rows.filter(({ of }) => of.length === 0 || of.some((figure) => figure !== null));
  const filled = shown.filter(({ of }, index) => of.length > 0 || (shown[index + 1]?.of.length ?? 0) > 0);
  for (const { title, format, of } of filled) {
    grid.add([text(title, of.length === 0 ? 'total' : 'plain'), ...of.map((figure) => cellOf(figure, format))]);
  }
  return grid;
};
