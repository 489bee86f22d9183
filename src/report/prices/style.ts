import type { Paint } from '../../diagnostics/render.ts';

/** How a text about prices is printed. */
export type PriceStyle = { readonly width: number; readonly paint: Paint };

/** Returns a price as its table writes it: dollars per million tokens, or a dash where there is none. */
export const priceText = (usd: number | null | undefined): string =>
  usd === null || usd === undefined ? '–' : `$${Number(usd.toPrecision(10))}`;

/** Returns what paints a text faint. */
export const faint =
  ({ paint }: PriceStyle) =>
  (text: string): string =>
    paint('dim', text);

/** Returns lines as an output: each ended, none with spaces at its end. */
export const asText = (lines: readonly string[]): string => `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
