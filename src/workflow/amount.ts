import type { Quantity } from '../quantity/quantity.ts';
import { completeShares } from '../quantity/shares.ts';
import { affine, clamped, constant, type Distribution, empirical, support } from '../stats/distribution.ts';
import type { Amount, Handed, Link, Term, Timing } from './plan.ts';

/** What building an amount looks up: the number of an input or step that a link names, unknowns, token counts of texts. */
export type Lookup = {
  /** One draw or one number handed on, never a sum; undefined after reporting what is wrong with the link. */
  readonly linked: (name: string) => Amount | undefined;
  readonly assumed: (name: string) => number | undefined;
  readonly samples: (patterns: readonly string[], field: string | null) => readonly number[] | undefined;
  /** Reports a link where only a number of its own makes sense. */
  readonly noLink: () => undefined;
};

export const NO_AMOUNT: Amount = { constant: 0, terms: [], handed: [] };

export const constantAmount = (value: number): Amount => ({ ...NO_AMOUNT, constant: value });

/** Returns what a step hands on, as an amount. */
export const handedAmount = (what: Handed['what'], step: number): Amount => ({
  ...NO_AMOUNT,
  handed: [{ what, step, times: 1, plus: 0, min: 0, max: Infinity }],
});

/** Returns a distribution as an amount whose draw is called `source`. */
export const drawnAmount = (source: string, drawn: Term['drawn'], of: Distribution): Amount =>
  of.kind === 'constant'
    ? constantAmount(of.value)
    : { ...NO_AMOUNT, terms: [{ source, drawn, of, times: 1, plus: 0, min: -Infinity, max: Infinity }] };

type Affine = { readonly times: number; readonly plus: number; readonly min: number; readonly max: number };

const moved = <T extends Affine>(one: T, times: number, plus: number): T => {
  const [a, b] = [one.min * times + plus, one.max * times + plus];
  return { ...one, times: one.times * times, plus: one.plus * times + plus, min: Math.min(a, b), max: Math.max(a, b) };
};

const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

const bounded = <T extends Affine>(one: T, min: number, max: number): T => ({
  ...one,
  min: within(one.min, min, max),
  max: within(one.max, min, max),
});

/** Returns times · X + plus of an amount that is one number, not a sum. */
const movedAmount = (amount: Amount, times: number, plus: number): Amount => {
  if (times === 0) return constantAmount(plus);
  if (amount.terms.length + amount.handed.length === 0) return constantAmount(amount.constant * times + plus);
  return {
    constant: 0,
    terms: amount.terms.map((term) => moved(term, times, plus)),
    handed: amount.handed.map((handed) => moved(handed, times, plus)),
  };
};

/** Returns an amount that is one number, not a sum, with values outside the bounds moved to them. */
const boundedAmount = (amount: Amount, min: number, max: number): Amount => {
  if (amount.terms.length + amount.handed.length === 0) return constantAmount(within(amount.constant, min, max));
  return {
    constant: 0,
    terms: amount.terms.map((term) => bounded(term, min, max)),
    handed: amount.handed.map((handed) => bounded(handed, min, max)),
  };
};

/** Returns an amount that is one number, not a sum, with smaller values moved to the least. */
export const atLeast = (amount: Amount, least: number): Amount => boundedAmount(amount, least, Infinity);

/** Returns an amount times a factor of at least zero, its bounds with it: a fault comes after a clamp. */
export const scaledAmount = (amount: Amount, factor: number): Amount => {
  if (factor === 1) return amount;
  if (factor === 0) return NO_AMOUNT;
  return {
    constant: amount.constant * factor,
    terms: amount.terms.map((term) => moved(term, factor, 0)),
    handed: amount.handed.map((handed) => moved(handed, factor, 0)),
  };
};

const mixed = (quantity: Extract<Quantity, { kind: 'mixture' }>, lookup: Lookup): Distribution | undefined => {
  const parts = quantity.parts.map((part) => distributionOf(part.of, lookup));
  const shares = quantity.parts.map(({ share }) => {
    if (share === 'rest') return null;
    return typeof share === 'number' ? share : lookup.assumed(share.assumption);
  });
  if (!parts.every((part) => part !== undefined) || !shares.every((share) => share !== undefined)) return undefined;
  const complete = completeShares(shares);
  return { kind: 'mixture', parts: parts.map((of, index) => ({ share: complete[index] ?? 0, of })) };
};

/** Returns a quantity that is linked to nothing as one distribution, in the future that the look-up knows. */
export const distributionOf = (quantity: Quantity, lookup: Lookup): Distribution | undefined => {
  switch (quantity.kind) {
    case 'random':
      return quantity.of;
    case 'samples': {
      const counts = lookup.samples(quantity.patterns, quantity.field);
      return counts && (counts.length === 1 ? constant(counts[0] ?? 0) : empirical(counts));
    }
    case 'mixture':
      return mixed(quantity, lookup);
    case 'bounded': {
      const of = distributionOf(quantity.of, lookup);
      return of && clamped(of, quantity.min, quantity.max);
    }
    case 'scaled': {
      const [of, by] = [distributionOf(quantity.of, lookup), lookup.assumed(quantity.by)];
      return of && by === undefined ? undefined : of && affine(of, by ?? 1, 0);
    }
    case 'assumption': {
      const value = lookup.assumed(quantity.name);
      return value === undefined ? undefined : constant(value);
    }
    case 'linked':
      return lookup.noLink();
    default:
      return quantity satisfies never;
  }
};

/** Returns whether a quantity is another's number, scaled or clamped. */
const isLink = (quantity: Quantity): boolean =>
  quantity.kind === 'linked' || ((quantity.kind === 'scaled' || quantity.kind === 'bounded') && isLink(quantity.of));

const linkedAmount = (quantity: Quantity, lookup: Lookup): Amount | undefined => {
  switch (quantity.kind) {
    case 'linked': {
      const amount = lookup.linked(quantity.to);
      return amount && movedAmount(amount, quantity.times, quantity.plus);
    }
    case 'scaled': {
      const [amount, by] = [linkedAmount(quantity.of, lookup), lookup.assumed(quantity.by)];
      return amount === undefined || by === undefined ? undefined : movedAmount(amount, by, 0);
    }
    case 'bounded': {
      const amount = linkedAmount(quantity.of, lookup);
      return amount && boundedAmount(amount, quantity.min, quantity.max);
    }
    default:
      return undefined;
  }
};

/**
 * Returns a quantity as an amount of at least zero, whose draw is called `source`: no call has less than no tokens. A
 * link's draw keeps the name that it has where it is drawn.
 */
export const amountOf = (quantity: Quantity, source: string, drawn: Term['drawn'], lookup: Lookup): Amount | undefined => {
  if (isLink(quantity)) {
    const amount = linkedAmount(quantity, lookup);
    return amount && atLeast(amount, 0);
  }
  const of = distributionOf(quantity, lookup);
  return of && drawnAmount(source, drawn, clamped(of, 0, Infinity));
};

/** Returns the sum of some amounts. */
export const sumOf = (amounts: readonly Amount[]): Amount => ({
  constant: amounts.reduce((sum, amount) => sum + amount.constant, 0),
  terms: amounts.flatMap(({ terms }) => terms),
  handed: amounts.flatMap(({ handed }) => handed),
});

/** Returns the greatest value of an amount, Infinity where it has none. */
export const ceilingOf = (amount: Amount): number => {
  const terms = amount.terms.map(({ of, times, plus, min, max }) =>
    within(Math.max(...support(of).map((end) => (times === 0 ? plus : times * end + plus))), min, max),
  );
  return [...terms, ...amount.handed.map(({ max }) => max)].reduce((sum, value) => sum + value, amount.constant);
};

const timesOf = (timing: Timing | null): readonly Amount[] => {
  if (timing === null) return [];
  return timing.kind === 'whole' ? [timing.latencyMs] : [timing.ttftMs, timing.tokensPerSecond];
};

/** Returns every amount of a link: what it takes in, what it hands on, what it costs and takes. */
export const amountsOf = (link: Link): readonly Amount[] => {
  switch (link.kind) {
    case 'model':
      return [
        ...link.parts.map(({ amount }) => amount),
        link.output,
        link.reasoning,
        ...link.fees.map(({ units }) => units),
        ...timesOf(link.timing),
      ];
    case 'tool':
      return [link.costUsd, link.latencyMs, link.output];
    case 'reply':
      return [link.latencyMs];
    case 'person':
      return [link.workMs, link.waitMs, link.wageUsdPerHour, link.output];
    default:
      return link satisfies never;
  }
};

/** Returns whether an amount is the same in every request. */
export const isConstant = ({ terms, handed }: Amount): boolean => terms.length === 0 && handed.length === 0;
