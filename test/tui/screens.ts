import { readProject } from '../../src/planning/read.ts';
import { openTexts } from '../../src/planning/texts.ts';
import type { Line } from '../../src/tui/paint/line.ts';
import { compareScreen } from '../../src/tui/screens/compare/compare.ts';
import { latencyScreen } from '../../src/tui/screens/latency/latency.ts';
import { pricesScreen } from '../../src/tui/screens/prices/prices.ts';
import type { Screen, ScreenState, Shown } from '../../src/tui/screens/screen.ts';
import { spendScreen } from '../../src/tui/screens/spend/spend.ts';
import { chosenText, type TokensShown } from '../../src/tui/screens/tokens/sets.ts';
import { tokensScreen } from '../../src/tui/screens/tokens/tokens.ts';

/** The screens that look at a plan and turn nothing. */
export const LOOKING: readonly Screen[] = [latencyScreen, spendScreen, compareScreen, tokensScreen, pricesScreen];

export const STATE: ScreenState = { chosen: 0, scroll: 0, filter: '', page: 0 };

/** Returns a line as its text, whatever its tones. */
export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** Returns what a screen shows as text, without the blanks at the ends of its lines. */
export const frameOf = (screen: Screen, shown: Shown, state: ScreenState, columns: number, rows: number): string =>
  screen
    .draw(shown, state, { columns, rows })
    .map((line) => `${textOf(line).trimEnd()}\n`)
    .join('');

/** Returns the same with the texts of the workflow, one of them cut into its tokens. */
export const withTexts = (shown: Shown, state: ScreenState): TokensShown => {
  const { asOf, tables } = shown.opened;
  const project = readProject({
    ...{ cwd: process.cwd(), path: shown.path, pricing: null, scenarios: [], traffic: null, settings: [] },
    ...{ asOf, today: asOf, run: { seed: 1, runs: 10 } },
  });
  if (project.workflow === undefined) throw new Error('the workflow cannot be read');
  const { tokensOf, ...texts } = openTexts(project, project.workflow.spec, tables);
  const place = chosenText(texts, state);
  const tokens = place && tokensOf(place.set, place.text, place.family);
  return { ...shown, texts, ...(place !== null && tokens !== null && { cut: { place, tokens } }) };
};
