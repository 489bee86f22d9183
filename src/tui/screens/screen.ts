import type { Opened } from '../../planning/open.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { Report } from '../../report/report.ts';
import type { Line } from '../paint/line.ts';
import type { Asked } from '../state/computed.ts';

/** The room that a screen may fill, in cells. */
export type Area = { readonly columns: number; readonly rows: number };

/** What the keys of a screen move. `page` is which of its ways of looking it shows. */
export type ScreenState = { readonly chosen: number; readonly scroll: number; readonly filter: string; readonly page: number };

/** What a screen shows: all computed things of the workflow, the chosen scenario, and a baseline. */
export type Shown = {
  readonly opened: Opened;
  readonly forecast: Forecast;
  readonly baseline: Forecast | null;
  readonly report: Report;
  readonly asked: Asked;
  readonly path: string;
  /** Whether its percentiles are still those of an earlier state. */
  readonly stale: boolean;
};

/** A screen as a pure function of what it shows. */
export type Screen = {
  readonly id: string;
  readonly title: string;
  /** The key that opens it. */
  readonly key: string;
  /** What the screen shows, in words. */
  readonly says: string;
  /** The command line that prints the same. */
  readonly twin: (shown: Shown) => string;
  /** How many rows can be chosen. */
  readonly count: (shown: Shown, state: ScreenState) => number;
  /** Returns exactly `area.rows` lines, none wider than `area.columns`. */
  readonly draw: (shown: Shown, state: ScreenState, area: Area) => readonly Line[];
};
