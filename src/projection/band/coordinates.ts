import { type Distribution, support } from '../../stats/distribution.ts';
import { quantile } from '../../stats/quantile.ts';
import { samplerOf } from '../../stats/sample.ts';
import { FAMILIES } from '../../tokens/families.ts';
import { amountsOf } from '../../workflow/amount.ts';
import type { ModelLink, Plan, ScenarioPlan } from '../../workflow/plan.ts';
import type { Recount } from './altered.ts';

/** An uncertain number on which the cost of a request hangs. */
export type Coordinate = {
  readonly kind: 'assumption' | 'tokenizer' | 'samples';
  /** Of the assumption, of the family, or of the draw over the texts. */
  readonly name: string;
  /** Of a family tokens over those counted; of samples standard errors of their mean. */
  readonly of: Distribution;
};

/** z of the 95th percentile: a band is P5 to P95, as `200 to 900` is. */
const Z95 = 1.6448536269514722;

/** ±15 % is a lognormal with P95 ÷ P5 = 1.15 ÷ 0.85, sd 9.2 % of the log, and mean 1: the count stands for the mean. */
const bandOf = (band: number): Distribution => {
  const sigma = Math.log((1 + band) / (1 - band)) / (2 * Z95);
  return { kind: 'lognormal', shift: 0, factor: Math.exp((-sigma * sigma) / 2), sigma };
};

const modelLinks = (plan: Plan): readonly ModelLink[] => plan.steps.flatMap(({ links }) => links.filter((link) => link.kind === 'model'));

/** Families whose counts are estimates, of models that read texts here. */
const estimatedFamilies = (plan: Plan): readonly Coordinate[] => {
  const names = modelLinks(plan).flatMap(({ model, parts }) =>
    model.tokenizer !== null && parts.some(({ origin, history }) => origin === 'estimated' || history !== null) ? [model.tokenizer] : [],
  );
  return [...new Set(names)].sort().flatMap((name): readonly Coordinate[] => {
    const band = FAMILIES.get(name)?.band ?? null;
    return band === null ? [] : [{ kind: 'tokenizer', name, of: bandOf(band) }];
  });
};

/** Draws over texts: the list of assumptions says of which numbers texts were counted. */
const sampledSources = (plan: Plan): readonly Coordinate[] => {
  const counted = plan.assumptions.filter(({ origin }) => origin === 'measured' || origin === 'estimated');
  const numbers = plan.steps.flatMap(({ items, rounds }) => [
    ...(items?.kind === 'linked' ? [items.number] : items?.kind === 'chunks' ? [items.document] : []),
    ...(rounds?.kind === 'linked' ? [rounds.number] : []),
  ]);
  const amounts = [...plan.steps.flatMap(({ links }) => links.flatMap(amountsOf)), ...numbers];
  const drawn = new Set(amounts.flatMap(({ terms }) => terms.map(({ source }) => source)));
  return [...new Set(counted.map(({ what }) => what))]
    .filter((what) => drawn.has(what))
    .map((name) => ({ kind: 'samples', name, of: { kind: 'normal', mean: 0, sd: 1 } }));
};

/** Returns the numbers on which the cost of a request hangs and that nobody knows; unknowns first, in the scenario's order. */
export const coordinatesOf = ({ unknowns }: ScenarioPlan, plan: Plan): readonly Coordinate[] => [
  ...unknowns.map(({ name, of }): Coordinate => ({ kind: 'assumption', name, of })),
  ...estimatedFamilies(plan),
  ...sampledSources(plan),
];

/** A value for each coordinate. */
export type Point = readonly number[];

/** Returns the plan at a point before it is recounted, and the recount. */
export const planAt = (
  scenario: ScenarioPlan,
  coordinates: readonly Coordinate[],
  point: Point,
): { readonly plan: Plan; readonly recount: Recount } => {
  const of = (kind: Coordinate['kind']): ReadonlyMap<string, number> =>
    new Map(coordinates.flatMap((coordinate, index) => (coordinate.kind === kind ? [[coordinate.name, point[index] ?? 0] as const] : [])));
  const plan = scenario.planAt(point.slice(0, scenario.unknowns.length));
  return { plan, recount: { families: of('tokenizer'), samples: of('samples') } };
};

/** Where values lie in no order along the unit interval, the inverse of P(X < x) has to be searched for. */
const isOrdered = (of: Distribution): boolean =>
  of.kind === 'clamped' ? isOrdered(of.of) : of.kind !== 'mixture' && of.kind !== 'empirical';

/** Returns the value that a number does not exceed with probability p. */
export const valueAt = (of: Distribution, p: number): number => (isOrdered(of) ? samplerOf(of)(p) : quantile(of, p));

/** Enough for a curve whose middle is straight and whose ends bend. */
const NODES = [0.005, 0.05, 0.2, 0.5, 0.8, 0.95, 0.995] as const;

/** Returns the values, rising, between which a number's effect is drawn as a curve; all of them where there are few. */
export const nodesAlong = (of: Distribution): readonly number[] => {
  const [low, high] = support(of);
  if (low === high) return [low];
  const few = of.kind === 'empirical' && new Set(of.values).size <= NODES.length;
  const values = few ? of.values : NODES.map((p) => valueAt(of, p));
  return [...new Set(values)].sort((a, b) => a - b);
};

/** Returns the value in the middle: the median, of a few values the one nearest to it. */
export const middleOf = (of: Distribution): number => {
  const median = valueAt(of, 0.5);
  return nodesAlong(of).reduce(
    (near, value) => (Math.abs(value - median) < Math.abs(near - median) ? value : near),
    Number.POSITIVE_INFINITY,
  );
};
