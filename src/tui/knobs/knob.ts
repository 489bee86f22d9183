import type { Path } from '../../yaml/read.ts';
import type { Plain } from './scale.ts';

/** How a knob turns. */
export type Turn =
  /** All numbers of a quantity together, by twentieths of what is written. */
  | { readonly kind: 'scale' }
  /** A share, by percentage points. */
  | { readonly kind: 'points'; readonly least: number; readonly most: number }
  /** A whole number, one by one. */
  | { readonly kind: 'whole'; readonly least: number }
  /** One of some words. */
  | { readonly kind: 'choice'; readonly options: readonly string[] };

/** Where what a knob is set to goes. */
export type Target =
  | { readonly kind: 'path'; readonly path: Path }
  /** A key of a traffic scenario. */
  | { readonly kind: 'scenario'; readonly scenario: string; readonly key: string }
  /** A fault of a traffic scenario, which holds for all of its model calls. */
  | { readonly kind: 'fault'; readonly scenario: string; readonly fault: string };

/** A value of the workflow that can be turned. */
export type Knob = {
  readonly id: string;
  readonly label: string;
  /** Which part of the list it stands in: what matters most comes first, the rest of the YAML last. */
  readonly group: 'traffic' | 'calls' | 'steps' | 'everything';
  readonly target: Target;
  /** What it is set to where nobody turns it, as plain data. */
  readonly written: Plain;
  readonly turn: Turn;
};

/** Where a knob stands: a value, and how many notches it was turned from there. */
export type Setting = { readonly base: Plain; readonly notches: number };

/** Knobs that do not stand where they are written, by id. */
export type Settings = ReadonlyMap<string, Setting>;
