import { type Distribution, support } from '../../stats/distribution.ts';
import { mean } from '../../stats/moments.ts';
import { quantile } from '../../stats/quantile.ts';
import { samplerOf } from '../../stats/sample.ts';
import { FORM_BAND } from '../../tokens/tools/framing.ts';
import { amountsOf } from '../../workflow/amount.ts';
import type { Families } from '../../workflow/counting.ts';
import type { ModelLink, Plan, ScenarioPlan, Term } from '../../workflow/plan.ts';
import { toolCounter } from './altered.ts';

/** An uncertain number on which the cost of a request hangs. */
export type Coordinate =
  | { readonly kind: 'assumption'; readonly name: string; readonly of: Distribution }
  /** `name` is the family, or the tools that it counts; of its tokens over those counted. */
  | { readonly kind: 'tokenizer'; readonly name: string; readonly of: Distribution }
  /** `name` is the draw over the texts; of the mean of all texts over that of those at hand. */
  | { readonly kind: 'samples'; readonly name: string; readonly of: Distribution; readonly error: number };

/** z of the 95th percentile: a band is P5 to P95, as `200 to 900` is. */
const Z95 = 1.6448536269514722;

/** What was counted stands for the mean. */
const meanOne = (sigma: number): Distribution => ({ kind: 'lognormal', shift: 0, factor: Math.exp((-sigma * sigma) / 2), sigma });

/** ±15 % is a lognormal with P95 ÷ P5 = 1.15 ÷ 0.85: sd 9.2 % of the log. */
const bandOf = (band: number): Distribution => meanOne(Math.log((1 + band) / (1 - band)) / (2 * Z95));

const modelLinks = (plan: Plan): readonly ModelLink[] => plan.steps.flatMap(({ links }) => links.filter((link) => link.kind === 'model'));

/** Families whose counts are estimates, of models that read texts here. */
const estimatedFamilies = (plan: Plan, families: Families): readonly Coordinate[] => {
  const names = modelLinks(plan).flatMap(({ model, parts }) =>
    model.tokenizer !== null && parts.some(({ origin, history }) => origin === 'estimated' || history !== null) ? [model.tokenizer] : [],
  );
  return [...new Set(names)].sort().flatMap((name): readonly Coordinate[] => {
    const band = families.get(name)?.band ?? null;
    return band === null || band === 0 ? [] : [{ kind: 'tokenizer', name, of: bandOf(Math.min(0.95, band)) }];
  });
};

/** Families that count exactly what is an estimate itself: tools, as their provider may write them. */
const estimatedTools = (plan: Plan, families: Families): readonly Coordinate[] => {
  const names = modelLinks(plan).flatMap(({ model, parts }) =>
    model.tokenizer !== null &&
    families.get(model.tokenizer)?.band === null &&
    parts.some(({ role, origin }) => role === 'tools' && origin === 'estimated')
      ? [model.tokenizer]
      : [],
  );
  return [...new Set(names)].sort().map((name) => ({ kind: 'tokenizer', name: toolCounter(name), of: bandOf(FORM_BAND) }));
};

/** The standard error of the mean of the texts in a draw, what is stated beside them taken as known: sd ÷ √n, s² with n − 1 in it. */
const standardErrorOf = (of: Distribution): number => {
  switch (of.kind) {
    case 'empirical': {
      const middle = mean(of);
      const variance = of.values.reduce((sum, value, index) => sum + (value - middle) ** 2 * (of.weights[index] ?? 0), 0);
      return of.values.length < 2 ? 0 : Math.sqrt(variance / (of.values.length - 1));
    }
    case 'mixture':
      return of.parts.reduce((sum, { share, of: part }) => sum + share * standardErrorOf(part), 0);
    case 'clamped':
      return standardErrorOf(of.of);
    default:
      return 0;
  }
};

const termsOf = (plan: Plan): readonly Term[] => {
  const numbers = plan.steps.flatMap(({ items, rounds }) => [
    ...(items?.kind === 'linked' ? [items.number] : items?.kind === 'chunks' ? [items.document] : []),
    ...(rounds?.kind === 'linked' ? [rounds.number] : []),
  ]);
  return [...plan.steps.flatMap(({ links }) => links.flatMap(amountsOf)), ...numbers].flatMap(({ terms }) => terms);
};

/** Draws over texts: the list of assumptions says of which numbers texts were counted. */
const sampledSources = (plan: Plan): readonly Coordinate[] => {
  const counted = new Set(plan.assumptions.filter(({ origin }) => origin === 'measured' || origin === 'estimated').map(({ what }) => what));
  const errors = new Map<string, number>();
  for (const { source, of } of termsOf(plan)) {
    if (!counted.has(source) || errors.has(source)) continue;
    const middle = mean(of);
    errors.set(source, middle === 0 ? 0 : standardErrorOf(of) / middle);
  }
  return [...errors]
    .filter(([, error]) => error > 0)
    .map(([name, error]) => ({ kind: 'samples', name, of: meanOne(Math.sqrt(Math.log1p(error * error))), error }));
};

/** Returns the numbers on which the cost of a request hangs and that nobody knows; unknowns first, in the scenario's order. */
export const coordinatesOf = ({ unknowns }: ScenarioPlan, plan: Plan, families: Families): readonly Coordinate[] => [
  ...unknowns.map(({ name, of }): Coordinate => ({ kind: 'assumption', name, of })),
  ...estimatedFamilies(plan, families),
  ...estimatedTools(plan, families),
  ...sampledSources(plan),
];

/** The least of some values that is not exceeded with probability p. */
const listedAt = ({ values, weights }: Extract<Distribution, { kind: 'empirical' }>, p: number): number => {
  const sorted = values.map((value, at) => ({ value, weight: weights[at] ?? 0 })).sort((a, b) => a.value - b.value);
  let left = p * (1 - 1e-12);
  for (const { value, weight } of sorted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return sorted.at(-1)?.value ?? 0;
};

/** Returns the value that a number does not exceed with probability p: the parts of a mixture lie in no order, so that it is searched for. */
export const valueAt = (of: Distribution, p: number): number => {
  switch (of.kind) {
    case 'empirical':
      return listedAt(of, p);
    case 'mixture':
      return quantile(of, p);
    case 'clamped':
      return Math.min(of.max, Math.max(of.min, valueAt(of.of, p)));
    default:
      return samplerOf(of)(p);
  }
};

/** Returns whether a number has one value only. */
export const isKnown = (of: Distribution): boolean => {
  const [low, high] = support(of);
  return low === high;
};
