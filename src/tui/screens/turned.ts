import type { Knob, Settings } from '../knobs/knob.ts';
import type { Lever } from '../knobs/levers.ts';
import type { Line } from '../paint/line.ts';
import type { Area, Screen, ScreenState, Shown } from './screen.ts';

/** What a screen may show beside what was computed: the knobs, and what turning some of them would do. */
export type Turned = Shown & {
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
