import type { Stream } from '../../stats/random.ts';
import type { Carrying } from './carrying.ts';
import type { Condition } from './conditions.ts';
import type { ModelCall } from './model-call.ts';
import type { PersonCall, Reply, ToolCall } from './other-calls.ts';
import type { Value } from './values.ts';

/** What a step tries: itself, then its fallbacks. */
export type Call = ModelCall | ToolCall | Reply | PersonCall;

/** Its results, and which of them end the request. */
export type Outcomes = { readonly sums: Float64Array; readonly stream: Stream; readonly ends: readonly boolean[] };

export type Rounds = {
  /** How many; null where an outcome decides. */
  readonly count: Value | null;
  readonly until: Condition | null;
  readonly max: number;
};

export type Items = {
  readonly count: Value;
  readonly parallel: number;
  /** The size of an item's chunk, where it has one: the last is what remains. */
  readonly chunk: { readonly document: Value; readonly size: number; readonly overlap: number } | null;
};

/** A step made ready to be played: its draws have their streams, its steps inside stand in order. */
export type Step = {
  readonly index: number;
  readonly group: boolean;
  /** Its time is people's time. */
  readonly person: boolean;
  readonly children: readonly Step[];
  /** The last of them in file order, whose output it hands on; −1 for none. */
  readonly last: number;
  /** Whether its children must be played in the order of their starts, since they share what they cache. */
  readonly timed: boolean;
  /** All steps inside, at any depth; those of them, and itself, that show their answer as it comes. */
  readonly inside: readonly number[];
  readonly shows: readonly number[];
  readonly needs: readonly number[];
  readonly wanted: Condition;
  readonly outcomes: Outcomes | null;
  /** Whether it is a root, and an outcome of it, or of a step inside, may end the request. */
  readonly decides: boolean;
  readonly rounds: Rounds | null;
  readonly items: Items | null;
  readonly carrying: Carrying | null;
  /** Loops that carry what it writes. */
  readonly hearers: readonly Carrying[];
  /** Tells its rounds and items from those of other loops. */
  readonly roundSalt: number;
  readonly itemSalt: number;
  readonly reuse: number;
  readonly reusing: Stream;
  readonly background: boolean;
  readonly goesOn: boolean;
  readonly stream: boolean;
  readonly showAfter: readonly number[];
  readonly calls: readonly Call[];
  /** Cache entries that its calls send. */
  readonly entries: readonly number[];
};

export const isLoop = ({ rounds, items }: Step): boolean => rounds !== null || items !== null;
