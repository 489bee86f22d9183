import type { Paint } from '../diagnostics/render.ts';

const CODES: Readonly<Record<string, readonly [number, number]>> = {
  error: [31, 39],
  warning: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
  accent: [36, 39],
  good: [32, 39],
};

/** Whether to colour what a stream shows: NO_COLOR and --no-color switch it off, FORCE_COLOR on, else a terminal has it. */
export const colourOn = (stream: { readonly isTTY?: boolean }, option: boolean | undefined): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (option === false || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
};

const set = (name: string): boolean => {
  const value = process.env[name];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
};

/**
 * Returns whether there is a screen to draw on: a terminal at both ends that can move its cursor, no build server, and no reader
 * that speaks what is printed.
 */
export const hasScreen = (): boolean => {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true || process.env['TERM'] === 'dumb') return false;
  return !['CI', 'INK_SCREEN_READER', 'ACCESSIBLE'].some(set);
};

/** Returns what paints a text in one of the 16 colours that the terminal's own theme sets, or leaves it plain. */
export const painter =
  (on: boolean): Paint =>
  (style, text) => {
    const codes = CODES[style];
    return on && codes && text !== '' ? `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m` : text;
  };

/** Returns how many columns a report may take: the terminal's, COLUMNS, or 100. */
export const columnsOfOutput = (): number => {
  const stated = Number(process.env['COLUMNS']);
  const columns = process.stdout.columns ?? (Number.isInteger(stated) && stated > 0 ? stated : 100);
  return Math.min(160, Math.max(40, columns));
};
