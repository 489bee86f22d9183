import { type Stream, uniformAt } from '../../stats/random.ts';
import { indexAt, type Sampler } from '../../stats/sample.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { Entry } from './entries.ts';
import type { History } from './history.ts';
import type { Play } from './play.ts';
import type { LoopMemory } from './remembered.ts';
import type { Runner } from './run.ts';
import type { Sent } from './sent.ts';
import type { Step } from './step.ts';

/** A priced extra of one model: dollars of a unit, and how many a month are free. */
export type Extra = { readonly usd: number; readonly freePerMonth: number };

/** A fault that some requests meet as a whole. */
export type Fault = { readonly share: number; readonly stream: Stream; readonly meet: (play: Play) => void };

/** A plan made ready to be played: one for each future, used for all its requests, one after the other. */
export type Program = {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly roots: readonly Step[];
  /** Whether the roots must be played in the order of their starts. */
  readonly timed: boolean;
  /** How many of the roots may end the request, by an outcome of theirs or of a step inside. */
  readonly deciding: number;
  readonly play: Play;
  readonly runner: Runner;
  readonly models: readonly string[];
  readonly entries: readonly Entry[];
  /** λ·TTL of each entry at the mean hour, over all its versions: what traffic and P(a request sends it) come to. */
  readonly warmth: Float64Array;
  readonly sent: Sent;
  /** For each entry, hours that a request which sends it keeps it. */
  readonly storedHours: Float64Array;
  readonly loops: readonly LoopMemory[];
  readonly extras: readonly Extra[];
  /** Dollars of a unit of each extra once the free ones are taken off, and units used so far. */
  readonly feeUsd: Float64Array;
  readonly feeUnits: Float64Array;
  readonly faults: readonly Fault[];
  /** The hour of the week that a request falls into; null where nothing depends on it. */
  readonly hours: { readonly stream: Stream; readonly sums: Float64Array; readonly rates: readonly number[] } | null;
  readonly session: {
    readonly turns: Float64Array;
    readonly turning: Stream;
    readonly gapMs: Sampler;
    readonly pausing: Stream;
    readonly histories: readonly History[];
    /** Stream steps, then foreground model steps, the last first: the first that ran has answered. */
    readonly answering: readonly number[];
  } | null;
  /** Stream steps with those that must end before they are shown. */
  readonly shows: readonly Step[];
};

/** Returns how many turns the session of a run has. */
export const turnsIn = ({ turns, turning }: NonNullable<Program['session']>, run: number): number =>
  Math.max(1, indexAt(turns, uniformAt(turning, run, 0)));
