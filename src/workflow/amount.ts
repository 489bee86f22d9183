import type { Quantity } from '../quantity/quantity.ts';
import { clamped, constant, type Distribution, empirical } from '../stats/distribution.ts';
import type { Amount, Link, Term } from './plan.ts';

/** What building an amount looks up: the draw of an input, the step that a link names, the token counts of texts. */
export type Lookup = {
  readonly input: (name: string) => { readonly source: string; readonly of: Distribution } | undefined;
  readonly step: (name: string) => number | undefined;
  readonly samples: (patterns: readonly string[], field: string | null) => readonly number[] | undefined;
  /** Reports a form that this version cannot compute at this place. */
  readonly notYet: (what: string) => undefined;
  readonly unknown: (name: string) => undefined;
};

export const NO_AMOUNT: Amount = { constant: 0, terms: [], handed: [] };

const plain = (source: string, drawn: Term['drawn'], of: Distribution): Term => ({
  source,
  drawn,
  of,
  times: 1,
  plus: 0,
  min: -Infinity,
  max: Infinity,
});

const amountOfTerm = (term: Term): Amount =>
  term.of.kind === 'constant'
    ? { ...NO_AMOUNT, constant: Math.min(term.max, Math.max(term.min, term.times * term.of.value + term.plus)) }
    : { ...NO_AMOUNT, terms: [term] };

/** Returns a quantity that refers to nothing but texts as one distribution. */
export const distributionOf = (quantity: Quantity, lookup: Lookup): Distribution | undefined => {
  switch (quantity.kind) {
    case 'random':
      return quantity.of;
    case 'samples': {
      const counts = lookup.samples(quantity.patterns, quantity.field);
      return counts && (counts.length === 1 ? constant(counts[0] ?? 0) : empirical(counts));
    }
    case 'mixture': {
      const parts = quantity.parts.map(({ share, of }) => ({ share, of: distributionOf(of, lookup) }));
      if (!parts.every((part): part is { share: number; of: Distribution } => part.of !== undefined)) return undefined;
      return { kind: 'mixture', parts };
    }
    case 'bounded': {
      const of = distributionOf(quantity.of, lookup);
      return of && clamped(of, quantity.min, quantity.max);
    }
    case 'linked':
      return lookup.notYet('a quantity linked to another, at this place,');
    case 'assumption':
      return lookup.notYet('an assumption');
    case 'scaled':
      return lookup.notYet('scale');
    default:
      return quantity satisfies never;
  }
};

type Bounds = { readonly min: number; readonly max: number };

const linkedAmount = (quantity: Extract<Quantity, { kind: 'linked' }>, bounds: Bounds, lookup: Lookup): Amount | undefined => {
  const { to, times, plus } = quantity;
  const input = lookup.input(to);
  if (input !== undefined) return amountOfTerm({ ...plain(input.source, 'request', input.of), times, plus, ...bounds });
  const step = lookup.step(to);
  if (step === undefined) return lookup.unknown(to);
  return { ...NO_AMOUNT, handed: [{ step, times, plus, ...bounds }] };
};

/**
 * Returns a quantity as an amount whose draw is called `source`. Values below `least` are moved to it: no call has less
 * than no tokens.
 */
export const amountOf = (quantity: Quantity, source: string, drawn: Term['drawn'], least: number, lookup: Lookup): Amount | undefined => {
  const own = quantity.kind === 'bounded' ? quantity : { min: -Infinity, max: Infinity };
  const inner = quantity.kind === 'bounded' ? quantity.of : quantity;
  const bounds: Bounds = { min: Math.max(least, own.min), max: Math.max(least, own.max) };
  if (inner.kind === 'linked') return linkedAmount(inner, bounds, lookup);
  const of = distributionOf(quantity, lookup);
  return of && amountOfTerm(plain(source, drawn, clamped(of, bounds.min, bounds.max)));
};

/** Returns the sum of some amounts. */
export const sumOf = (amounts: readonly Amount[]): Amount => ({
  constant: amounts.reduce((sum, amount) => sum + amount.constant, 0),
  terms: amounts.flatMap(({ terms }) => terms),
  handed: amounts.flatMap(({ handed }) => handed),
});

/** Returns every amount of a link: what it takes in, and what it hands on. */
export const amountsOf = (link: Link): readonly Amount[] => {
  if (link.kind === 'model') return [...link.parts.map(({ amount }) => amount), link.output, link.reasoning];
  if (link.kind === 'tool') return [link.costUsd, link.output];
  return link.kind === 'person' ? [link.workMs, link.wageUsdPerHour, link.output] : [];
};
