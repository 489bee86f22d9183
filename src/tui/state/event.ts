import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Spec } from '../../workflow/spec.ts';
import type { Lever } from '../knobs/levers.ts';
import type { KnobSource } from '../knobs/source.ts';
import type { Looked } from '../live/look.ts';
import type { MonthFigure } from '../live/month.ts';
import type { PlannedNow } from '../live/plan-now.ts';
import type { VariantsTold } from '../live/variants.ts';
import type { Told } from '../live/wire.ts';
import type { Area } from '../screens/screen.ts';
import type { TextPlace } from '../screens/tokens/sets.ts';
import type { PlanExport } from './exported.ts';
import type { Entry, Notice } from './state.ts';

/** What happens to the app. */
export type Event =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resized'; readonly area: Area }
  | { readonly type: 'listed'; readonly entries: readonly Entry[] }
  /** What a listed workflow comes to. */
  | { readonly type: 'month'; readonly path: string; readonly figure: MonthFigure }
  /** A workflow's files were read, for the first time or again. */
  | {
      readonly type: 'read';
      readonly path: string;
      readonly spec: Spec | undefined;
      readonly source: KnobSource | null;
      readonly mistakes: readonly Diagnostic[];
    }
  | { readonly type: 'planned'; readonly planned: PlannedNow }
  | { readonly type: 'told'; readonly told: Told; readonly source: KnobSource | null; readonly levers: readonly Lever[] }
  /** Texts and prices that only some screens show. */
  | { readonly type: 'looked'; readonly looked: Looked }
  /** How far the variants of a scenario are, or all of them. */
  | { readonly type: 'varied'; readonly told: VariantsTold }
  /** The worker was told to stop. */
  | { readonly type: 'stopped' }
  | { readonly type: 'noticed'; readonly notice: Notice }
  /** A file that was to be written could not be, or a workflow could not be made. */
  | { readonly type: 'refused'; readonly problem: string }
  /** What was asked for in an overlay is done. */
  | { readonly type: 'settled'; readonly notice: Notice };

/** What the reducer wants done outside of it. */
export type Effect =
  | { readonly do: 'list' }
  /** What each of some workflows comes to, in this order. */
  | { readonly do: 'months'; readonly paths: readonly string[] }
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'close' }
  /** The closed form now, the percentiles from the worker. */
  | { readonly do: 'plan'; readonly settings: readonly string[]; readonly scenario: string; readonly now: boolean }
  /** What each of some changes would move, from the worker. */
  | { readonly do: 'try'; readonly settings: readonly string[]; readonly scenario: string; readonly levers: readonly Lever[] }
  /** Every text and every price table, for the screens that show them. */
  | { readonly do: 'look' }
  /** A scenario with its candidates and under stress. */
  | { readonly do: 'vary'; readonly settings: readonly string[]; readonly scenario: string }
  /** How a text is cut into tokens. */
  | { readonly do: 'cut'; readonly place: TextPlace }
  | { readonly do: 'stop' }
  | { readonly do: 'edit'; readonly file: string; readonly line: number }
  | { readonly do: 'copy'; readonly text: string; readonly what: string }
  | ({ readonly do: 'export' } & PlanExport)
  /** Knobs into the workflow's files: as edits, or as a scenario of their own. */
  | { readonly do: 'write'; readonly settings: readonly string[] }
  | { readonly do: 'init'; readonly folder: string; readonly template: string }
  | { readonly do: 'redraw' }
  | { readonly do: 'suspend' }
  | { readonly do: 'quit' };

/** A state, and what is to be done about it. */
export type Step<S> = { readonly state: S; readonly effects: readonly Effect[] };
