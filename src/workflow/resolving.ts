import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import type { Quantity } from '../quantity/quantity.ts';
import { clamped, type Distribution } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';
import type { Family } from '../tokens/families.ts';
import { amountOf, distributionOf, type Lookup, NO_AMOUNT } from './amount.ts';
import type { Counting } from './counting.ts';
import type { Graph } from './graph.ts';
import type { Amount, Assumption, Origin, Term } from './plan.ts';
import type { InputSpec, Spec, Stated } from './spec.ts';
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

/** One scenario being resolved. */
export type Resolving = Resources & {
  readonly spec: Spec;
  readonly scenario: ScenarioSpec;
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly windows: readonly Window[];
  readonly assumptions: Assumption[];
};

/** Adds a line to the list of assumptions. */
export const assume = (resolving: Resolving, what: string, value: string, origin: Origin, at: Span | null): void => {
  resolving.assumptions.push({ what, value, origin, at });
};

const usesSamples = (quantity: Quantity): boolean =>
  quantity.kind === 'samples' ||
  (quantity.kind === 'mixture' && quantity.parts.some(({ of }) => usesSamples(of))) ||
  (quantity.kind === 'bounded' && usesSamples(quantity.of));

/** Where a quantity's number comes from: a count of texts, exact or estimated, or the author's word. */
export const originOf = (quantity: Quantity, family: Family | null): Origin => {
  if (!usesSamples(quantity)) return 'stated';
  return family?.band === null ? 'measured' : 'estimated';
};

/** Which tokenizer counted, and how far it may be off: ` (claude-2 ±15 %)`. */
export const countedBy = (family: Family | null): string => {
  if (family === null) return '';
  return ` (${family.name}${family.band === null ? '' : ` ±${Math.round(family.band * 100)} %`})`;
};

const rounded = (tokens: number): string => Math.round(tokens).toLocaleString('en-US');

const inputOf = (resolving: Resolving, name: string, lookup: Lookup, family: Family | null): ReturnType<Lookup['input']> => {
  const input = resolving.inputs.get(name);
  if (input === undefined) return undefined;
  const of = distributionOf(input.stated.quantity, lookup);
  if (of === undefined) return { source: `input ${name}`, of: { kind: 'constant', value: 0 } };
  const bounded = clamped(of, 0, Infinity);
  const origin = originOf(input.stated.quantity, family);
  const what = bounded.kind === 'empirical' ? `${bounded.values.length} texts` : 'mix of texts and stated tokens';
  const value = origin === 'stated' ? input.stated.text : `${what}, mean ${rounded(mean(bounded))} tokens${countedBy(family)}`;
  assume(resolving, `input ${name}`, value, origin, input.stated.at);
  return { source: `input ${name}`, of: bounded };
};

/** Returns the look-ups of one quantity, for a model family or, where texts make no sense, for none. */
export const lookupFor = (resolving: Resolving, stated: Stated, family: Family | null): Lookup => {
  const { problems, graph, counting } = resolving;
  const lookup: Lookup = {
    input: (name) => {
      const input = resolving.inputs.get(name);
      return inputOf(resolving, name, input === undefined ? lookup : lookupFor(resolving, input.stated, family), family);
    },
    step: (name) => graph.byName.get(name),
    samples: (patterns, field) => {
      if (family !== null) return counting.samples(family, patterns, field, stated.at);
      return problems.error('bad-value', stated.at, 'texts cannot be counted here', { label: 'state a number of tokens' });
    },
    notYet: (what) =>
      problems.error('not-computed-yet', stated.at, `${what} is not computed yet by this version`, { label: 'state the number itself' }),
    unknown: (name) =>
      problems.error('unknown-name', stated.at, `no input or step is called "${name.slice(0, 60)}"`, {
        label: didYouMean(name, [...resolving.inputs.keys(), ...graph.byName.keys()]),
      }),
  };
  return lookup;
};

/** Returns a stated quantity as an amount of at least zero, and lists it among the assumptions. */
export const statedAmount = (
  resolving: Resolving,
  stated: Stated | null,
  what: string,
  family: Family | null,
  drawn: Term['drawn'] = 'attempt',
): Amount => {
  if (stated === null) return NO_AMOUNT;
  assume(resolving, what, stated.text, originOf(stated.quantity, family), stated.at);
  return amountOf(stated.quantity, what, drawn, 0, lookupFor(resolving, stated, family)) ?? NO_AMOUNT;
};

/** Returns a stated quantity that may refer to nothing else as a distribution, and lists it. */
export const statedDistribution = (resolving: Resolving, stated: Stated, what: string): Distribution => {
  assume(resolving, what, stated.text, 'stated', stated.at);
  return distributionOf(stated.quantity, lookupFor(resolving, stated, null)) ?? { kind: 'constant', value: 0 };
};
