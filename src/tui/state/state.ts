import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Opened } from '../../planning/open.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { Report } from '../../report/report.ts';
import type { Knob, Settings } from '../knobs/knob.ts';
import type { Lever } from '../knobs/levers.ts';
import type { KnobSource } from '../knobs/source.ts';
import type { MonthFigure } from '../live/month.ts';
import type { Contender } from '../screens/compare/metrics.ts';
import type { Area, ScreenState } from '../screens/screen.ts';
import type { Asked } from './computed.ts';
import { begun, type History } from './history.ts';
import type { Looking } from './look.ts';
import type { Varied } from './variants.ts';

/** A workflow that the picker lists. */
export type Entry = {
  /** As `outlay` takes it. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'own' | 'example';
  readonly description: string;
  readonly steps: readonly string[];
  readonly scenarios: readonly string[];
};

export type Picker = {
  readonly entries: readonly Entry[] | null;
  /** What each comes to, by its path, as far as it is known; null where nobody has asked. */
  readonly months: ReadonlyMap<string, MonthFigure> | null;
  readonly chosen: number;
  readonly filter: string;
};

/** What a workflow is held against: where its knobs stood, and what each scenario came to. */
export type Baseline = { readonly settings: Settings; readonly forecasts: ReadonlyMap<string, Forecast> };

/** How far percentiles have come: played with all runs, with fewer, or those of an earlier state. */
export type Freshness = 'fresh' | 'rough' | 'stale';

/** Everything computed that the screens show; null until the worker has told it. */
export type Computed = { readonly opened: Opened; readonly report: Report; readonly freshness: Freshness; readonly asked: Asked };

/** A workflow on the screen. */
export type Work = {
  readonly path: string;
  /** Null until its files are read. */
  readonly source: KnobSource | null;
  /** Those of the scenario on the screen. */
  readonly knobs: readonly Knob[];
  /** Those of all scenarios: what was turned in one stays turned in another. */
  readonly turnable: readonly Knob[];
  readonly scenarios: readonly string[];
  readonly scenario: string;
  readonly settings: History<Settings>;
  readonly baseline: Baseline;
  /** What changes would move, and from where the knobs stood when they were tried. */
  readonly levers: { readonly list: readonly Lever[]; readonly settings: Settings; readonly scenario: string } | null;
  /** What was added to the comparison. */
  readonly kept: readonly Contender[];
  readonly computed: Computed | null;
  /** Null until a screen asks for it. */
  readonly looking: Looking | null;
  /** Null until the comparison asks for it. */
  readonly varied: Varied | null;
  /** What is wrong with its files as they are saved now. */
  readonly mistakes: readonly Diagnostic[];
};

/** What lies over a screen until it is closed. */
export type Overlay =
  | { readonly kind: 'help' | 'palette'; readonly query: string; readonly chosen: number }
  | { readonly kind: 'value'; readonly knob: string; readonly text: string; readonly problem: string }
  | { readonly kind: 'choose'; readonly knob: string; readonly query: string; readonly chosen: number }
  | { readonly kind: 'filter'; readonly before: string }
  | { readonly kind: 'write'; readonly name: string | null; readonly problem: string }
  /** `waits` for percentiles that are not there yet. */
  | { readonly kind: 'export'; readonly format: number; readonly file: string; readonly problem: string; readonly waits: boolean }
  | { readonly kind: 'init'; readonly folder: string; readonly template: string; readonly problem: string }
  | { readonly kind: 'mistakes'; readonly scroll: number };

export type Notice = { readonly text: string; readonly tone: 'good' | 'warn' | 'bad' | 'dim' };

/** All that the app knows; what is drawn is a function of it. */
export type State = {
  readonly area: Area;
  readonly picker: Picker;
  readonly work: Work | null;
  readonly screen: string;
  readonly screens: ReadonlyMap<string, ScreenState>;
  readonly overlay: Overlay | null;
  readonly notice: Notice | null;
  /** What the worker is doing, in words; null where it rests. */
  readonly busy: string | null;
};

export const NO_STATE: ScreenState = { chosen: 0, scroll: 0, filter: '', page: 0 };

/** Returns where the keys of a screen have moved it. */
export const screenState = (state: State, id = state.screen): ScreenState => state.screens.get(id) ?? NO_STATE;

/** Returns a state with one screen moved. */
export const moved = (state: State, change: Partial<ScreenState>, id = state.screen): State => ({
  ...state,
  screens: new Map(state.screens).set(id, { ...screenState(state, id), ...change }),
});

/** Returns a workflow of which nothing is known yet but where it lies. */
export const firstWork = (path: string): Work => {
  const settings = new Map();
  return {
    path,
    source: null,
    knobs: [],
    turnable: [],
    scenarios: [],
    scenario: '',
    settings: begun(settings),
    baseline: { settings, forecasts: new Map() },
    levers: null,
    kept: [],
    computed: null,
    looking: null,
    varied: null,
    mistakes: [],
  };
};

/** Returns the app as it starts, in a terminal of some size: on a workflow, or on the list of them. */
export const firstState = (area: Area, path: string | null = null): State => ({
  area,
  picker: { entries: null, months: null, chosen: 0, filter: '' },
  work: path === null ? null : firstWork(path),
  screen: 'what-if',
  screens: new Map(),
  overlay: null,
  notice: null,
  busy: null,
});
