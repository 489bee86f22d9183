import { type Distribution, support } from '../../stats/distribution.ts';
import { streamOf, uniformAt } from '../../stats/random.ts';
import { samplerOf } from '../../stats/sample.ts';
import type { Plan, ScenarioPlan } from '../../workflow/plan.ts';

/** One possible future: what nobody knows in it, its plan, and how many requests come in an hour; 0 without traffic. */
export type Future = { readonly values: readonly number[]; readonly plan: Plan; readonly requestsPerHour: number };

/** Enough that each unknown is met at its 1st and at its 64th part of 64. */
const MOST = 64;

/** Fewer requests than this tell nothing about a future. */
const LEAST_REQUESTS = 16;

const isConstant = (of: Distribution): boolean => {
  const [low, high] = support(of);
  return low === high;
};

/** The independent factors of a day's volume in the first month: its total over its days where volumes are stated by month. */
const factorsOf = ({ traffic, months }: Plan): readonly Distribution[] => {
  const [first] = months;
  if (traffic === null) return [];
  if (first === undefined || first.total === null) return traffic.perDay;
  return [first.total, { kind: 'constant', value: 1 / first.days }];
};

const meanTurns = ({ session, traffic }: Plan): number =>
  session === null || traffic?.per !== 'session' ? 1 : session.turns.reduce((sum, share, turns) => sum + share * turns, 0);

/** Irrational steps, of which no small combination is near a whole number: the roots of primes. */
const stepOf = (dimension: number): number => Math.sqrt(PRIMES[dimension % PRIMES.length] ?? 2) % 1;

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/**
 * One value of a name in each future, one from each of as many equal parts of its distribution. The order of the parts is that of
 * n·√p + shift without its whole part, another prime for each dimension, so that combinations are spread evenly too.
 */
const valuesOf = (of: Distribution, name: string, dimension: number, count: number, seed: number): readonly number[] => {
  const stream = streamOf(seed, `future ${name}`);
  const sampler = samplerOf(of);
  const shift = uniformAt(stream, 0, 1);
  const places = Array.from({ length: count }, (_, index) => (shift + index * stepOf(dimension)) % 1);
  const rising = [...places].sort((a, b) => a - b);
  return places.map((place, index) => sampler((rising.indexOf(place) + uniformAt(stream, index, 0)) / count));
};

/**
 * Returns the futures over which requests are spread: a Latin hypercube over what nobody knows, the volume of traffic among it
 * where it matters (McKay, Beckman and Conover 1979). One where nothing is unknown.
 */
export const futuresOf = (
  scenario: ScenarioPlan,
  volumeMatters: (plan: Plan) => boolean,
  runs: number,
  seed: number,
): readonly Future[] => {
  const middle = scenario.planAt(scenario.unknowns.map(({ of }) => samplerOf(of)(0.5)));
  const factors = factorsOf(middle);
  const uncertain = [...scenario.unknowns.map(({ of }) => of), ...(volumeMatters(middle) ? factors : [])].some((of) => !isConstant(of));
  const count = uncertain ? Math.max(1, Math.min(MOST, Math.floor(runs / LEAST_REQUESTS))) : 1;
  const volumes = factors.map((of, index) => valuesOf(of, `volume ${index}`, index, count, seed));
  const unknowns = scenario.unknowns.map(({ name, of }, index) => valuesOf(of, name, factors.length + index, count, seed));
  return Array.from({ length: count }, (_, future) => {
    const values = unknowns.map((all) => all[future] ?? 0);
    const plan = scenario.unknowns.length === 0 ? middle : scenario.planAt(values);
    const perDay = volumes.reduce((product, values) => product * (values[future] ?? 0), factors.length === 0 ? 0 : meanTurns(plan));
    return { values, plan, requestsPerHour: perDay / 24 };
  });
};
