import type { Knob, Settings } from '../knobs/knob.ts';
import type { Lever } from '../knobs/levers.ts';
import type { Line } from '../paint/line.ts';
import type { CompareShown } from './compare/compare.ts';
import type { PricesShown } from './prices/prices.ts';
import type { Area, Screen, ScreenState, Shown } from './screen.ts';
import type { TokensShown } from './tokens/sets.ts';

/** What is looked up for the screens that show more than a plan. */
type LookedUp = Shown & CompareShown & PricesShown & TokensShown;

/** What a screen may show beside what was computed: the knobs, and what turning some of them would do. */
export type Turned = LookedUp & {
  readonly knobs: readonly Knob[];
  readonly settings: Settings;
  /** Where the knobs of the baseline stand. */
  readonly against: Settings;
  /** Null until some were tried. */
  readonly levers: readonly Lever[] | null;
  /** Whether they were tried from somewhere else. */
  readonly leversStale: boolean;
};

/** A screen that may show the knobs too; every other screen is one that does not look at them. */
export type TurnedScreen = Omit<Screen, 'twin' | 'count' | 'draw'> & {
  readonly twin: (shown: Turned) => string;
  readonly count: (shown: Turned, state: ScreenState) => number;
  readonly draw: (shown: Turned, state: ScreenState, area: Area) => readonly Line[];
};
