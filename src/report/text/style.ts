import { visible } from '../../diagnostics/escape.ts';
import type { Paint } from '../../diagnostics/render.ts';
import { cutTo } from '../table.ts';

/** How a text report is printed: its width in columns, its colours, and the path to name in the commands it suggests. */
export type TextStyle = { readonly width: number; readonly paint: Paint; readonly path: string };

/** Returns what paints a text faint. */
export const dim =
  ({ paint }: TextStyle) =>
  (text: string): string =>
    paint('dim', text);

/** Returns a section's title and what it is about, as one line. */
export const heading = (title: string, note: string, style: TextStyle): string => {
  const text = note === '' ? title : `${title} · ${note}`;
  const shown = cutTo(visible(text), style.width);
  return style.paint('bold', shown);
};
