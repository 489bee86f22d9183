import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import { type Day, dayText } from '../pricing/day.ts';
import type { Model } from '../pricing/table.ts';
import { type Quantity, usesTexts } from '../quantity/quantity.ts';
import type { Family } from '../tokens/families.ts';
import type { Counting } from './counting.ts';
import type { Graph, Node } from './graph.ts';
import type { Kept } from './kept.ts';
import type { Assumption, Origin } from './plan.ts';
import type { AssumptionSpec, InputSpec, Spec } from './spec.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** What resolving looks things up in. */
export type Resources = {
  readonly catalogue: Catalogue;
  readonly counting: Counting;
  readonly problems: Problems;
  /** The day whose prices hold where a scenario has no start. */
  readonly asOf: Day;
};

/** The days of a month of the horizon: those that its prices are taken from. */
export type Window = { readonly from: Day; readonly until: Day };

/** One scenario being resolved, in one future. */
export type Resolving = Resources & {
  readonly spec: Spec;
  readonly scenario: ScenarioSpec;
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly windows: readonly Window[];
  readonly assumptions: Assumption[];
  /** What nobody knows, by name; the scenario's own ranges stand for the workflow's. */
  readonly unknowns: ReadonlyMap<string, AssumptionSpec>;
  /** The value of an unknown in this future. */
  readonly assumed: (name: string) => number;
  readonly kept: Kept;
  /** Inputs whose numbers are being worked out, so that a ring of links is told and not followed for ever. */
  readonly open: Set<string>;
};

/** Who reads a prompt: a model, with the family that it counts by; null where it takes stated token counts only. */
export type Reader = { readonly model: Model; readonly family: Family | null };

/** A step's prompt being counted for a model that reads it. */
export type Prompting = { readonly resolving: Resolving; readonly node: Node; readonly reader: Reader };

/** Where a number stands: whose step it is, and who would count the texts in it. */
export type Standing = { readonly node: Node | null; readonly reader: Reader | null };

export const NOWHERE: Standing = { node: null, reader: null };

/** Adds a line to the list of assumptions. */
export const assume = (resolving: Resolving, what: string, value: string, origin: Origin, at: Span | null): void => {
  resolving.assumptions.push({ what, value, origin, at });
};

/** Where a quantity's number comes from: a count of texts, exact or estimated, or the author's word. */
export const originOf = (quantity: Quantity, reader: Reader | null): Origin => {
  if (!usesTexts(quantity)) return 'stated';
  return reader?.family?.band === null ? 'measured' : 'estimated';
};

/** As of which day the price table of a model says how many tokens it makes of tools, pictures and pages; null where it does not. */
export const readOn = ({ overheadsRead }: Model): string | null => (overheadsRead === null ? null : `as of ${dayText(overheadsRead)}`);

/** Which tokenizer counted, and how far it may be off: ` (claude-2 ±15 %)`. */
export const countedBy = (reader: Reader | null): string => {
  const family = reader?.family ?? null;
  return family === null ? '' : ` (${family.name}${bandText(family.band)})`;
};

/** How far a count may be off: ` ±15 %`; nothing where it is exact. */
export const bandText = (band: number | null): string => (band === null ? '' : ` ±${Math.round(band * 100)} %`);
