import { compareScreen } from './compare/compare.ts';
import { latencyScreen } from './latency/latency.ts';
import { pricesScreen } from './prices/prices.ts';
import { spendScreen } from './spend/spend.ts';
import { steps } from './steps/steps.ts';
import { tokensScreen } from './tokens/tokens.ts';
import type { TurnedScreen } from './turned.ts';
import { whatIf } from './what-if/what-if.ts';

/** The screens in the order of their keys. */
export const SCREENS: readonly TurnedScreen[] = [whatIf, steps, latencyScreen, spendScreen, compareScreen, tokensScreen, pricesScreen];

/** Returns a screen by its id. */
export const screenOf = (id: string): TurnedScreen | undefined => SCREENS.find((screen) => screen.id === id);
