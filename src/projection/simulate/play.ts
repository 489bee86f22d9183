import { Charges } from './charges.ts';
import { FIGURES } from './figures.ts';

/** How far a step has come in the request, or in the round of the loop around it. */
export const SKIPPED = 0;
export const RAN = 1;
/** Something that it needs has failed. */
export const BLOCKED = 2;

/** The place of a request's draws: its number, and the turn, items, rounds and attempts that lead to the draw. */
type Place = {
  run: number;
  /** Of draws that are made once a request. */
  request: number;
  /** Of draws that are made once a request and item. */
  item: number;
  /** Of draws that are made at each run of a step. */
  pass: number;
  /** Of draws that are made in each attempt. */
  attempt: number;
};

/**
 * One request being played: all that changes while it is. Arrays have a place for each step. One is made for each plan and
 * used for all its requests, so that playing one allocates next to nothing.
 */
export class Play {
  readonly at: Place = { run: 0, request: 0, item: 0, pass: 0, attempt: 0 };
  turn = 0;
  turns = 1;
  /** Milliseconds that people left between the turns so far. */
  sessionMs = 0;
  /** Hour of the week, and its rate over the mean rate. */
  hour = 0;
  hourRate = 1;

  /** Now, since the request began: the machine clock, on which people take no time; the wall clock; runs on the path so far. */
  machineMs = 0;
  wallMs = 0;
  depth = 0;

  /** What the last run of a step came to: tokens, and when its first visible one came. */
  visible = 0;
  thought = 0;
  firstMs = 0;

  /** When an outcome ended the request, on both clocks, and whose it was; Infinity where none has. */
  readonly ending = { wallMs: Infinity, machineMs: Infinity, depth: 0, step: -1 };

  /** Roots that may still end it. */
  undecided = 0;

  readonly state: Uint8Array;
  /** It failed, whether or not the request goes on; and it failed for good. */
  readonly failed: Uint8Array;
  readonly stops: Uint8Array;
  /** Index of its outcome; −1 for none. */
  readonly outcome: Int32Array;
  /** Tokens that it hands on, that it has carried, and of this item's chunk. */
  readonly handed: Float64Array;
  readonly carried: Float64Array;
  readonly chunk: Float64Array;
  /** How often what it hands on has changed. */
  readonly version: Float64Array;

  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly endWallMs: Float64Array;
  readonly endDepth: Int32Array;
  /** When its first visible token came; Infinity where it has shown none. */
  readonly shownMs: Float64Array;
  /** Time that it took in this request, and of that on the longest path. */
  readonly tookMs: Float64Array;
  readonly pathMs: Float64Array;
  /** Largest share of the window that a prompt of it filled. */
  readonly windowUse: Float64Array;

  /** Whether each provider is down, and each step runs away. */
  readonly down: Uint8Array;
  readonly runsAway: Uint8Array;

  readonly tally: Float64Array;
  /** All that is counted in one request, in one piece: the tally, times and window use. */
  readonly counted: Float64Array;
  readonly charges: Charges;

  constructor(steps: number, models: number, providers: number) {
    this.state = new Uint8Array(steps);
    this.failed = new Uint8Array(steps);
    this.stops = new Uint8Array(steps);
    this.outcome = new Int32Array(steps);
    this.handed = new Float64Array(steps);
    this.carried = new Float64Array(steps);
    this.chunk = new Float64Array(steps);
    this.version = new Float64Array(steps);
    this.startMs = new Float64Array(steps);
    this.endMs = new Float64Array(steps);
    this.endWallMs = new Float64Array(steps);
    this.endDepth = new Int32Array(steps);
    this.shownMs = new Float64Array(steps);
    this.down = new Uint8Array(providers);
    this.runsAway = new Uint8Array(steps);
    this.counted = new Float64Array(steps * (FIGURES + 3));
    this.tally = this.counted.subarray(0, steps * FIGURES);
    [this.tookMs, this.pathMs, this.windowUse] = [0, 1, 2].map((place) =>
      this.counted.subarray(steps * (FIGURES + place), steps * (FIGURES + place + 1)),
    ) as [Float64Array, Float64Array, Float64Array];
    this.charges = new Charges(this.tally, models);
  }
}
