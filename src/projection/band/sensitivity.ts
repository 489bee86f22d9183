import { meanCount } from '../../stats/counts.ts';
import type { Plan, PlanMonth, ScenarioPlan } from '../../workflow/plan.ts';
import type { Projection } from '../projection.ts';
import { type Coordinate, coordinatesOf, middleOf, type Point, planAt, valueAt } from './coordinates.ts';
import { requestCosts } from './request-cost.ts';
import { type TrafficNumber, trafficFiguresOf, trafficNumbersOf } from './traffic.ts';

/** What an uncertain number does to the first month, all others in their middle. */
export type Sensitivity = {
  readonly name: string;
  readonly kind: Coordinate['kind'] | 'traffic';
  /** Its 10th and 90th percentiles, and the dollars of the month at each. */
  readonly low: number;
  readonly high: number;
  readonly lowUsdPerMonth: number;
  readonly highUsdPerMonth: number;
  /** Of the variance of the logarithm of the spend, as if that were a straight line in each: 0 to 1. */
  readonly share: number;
};

/** A number moved off its middle; null moves none. */
type Moved = { readonly name: string; readonly value: number } | null;

type Standpoint = { readonly scenario: ScenarioPlan; readonly coordinates: readonly Coordinate[]; readonly centre: Point };

/** Dollars of the first month in closed form, one-off costs left out. */
const firstMonthUsd = ({ scenario, coordinates }: Standpoint, point: Point, moved: Moved): number => {
  const { plan, recount } = planAt(scenario, coordinates, point);
  const valueIn = ({ name, of }: TrafficNumber): number => (moved?.name === name ? moved.value : middleOf(of));
  const figures = trafficFiguresOf(plan, trafficNumbersOf(plan), valueIn);
  const month = plan.months[0] as PlanMonth;
  const perDay = month.total === null ? figures.perDay : (figures.totals[0] ?? 0) / month.days;
  const [cost] = requestCosts(plan, recount, [0], [perDay]);
  const requests = perDay * month.days * (plan.traffic?.per === 'session' ? meanCount(plan.session?.turns ?? null) : 1);
  return requests * (cost?.costUsd[0] ?? 0) + figures.fixedUsd + figures.tested * (cost?.testUsd ?? 0);
};

type Ends = Omit<Sensitivity, 'share'>;

const ofCoordinate = (from: Standpoint, { name, kind, of }: Coordinate, index: number): Ends => {
  const [low, high] = [valueAt(of, 0.1), valueAt(of, 0.9)];
  const usdAt = (value: number): number =>
    firstMonthUsd(
      from,
      from.centre.map((one, at) => (at === index ? value : one)),
      null,
    );
  return { name, kind, low, high, lowUsdPerMonth: usdAt(low), highUsdPerMonth: usdAt(high) };
};

const ofTraffic = (from: Standpoint, { name, of }: TrafficNumber): Ends => {
  const [low, high] = [valueAt(of, 0.1), valueAt(of, 0.9)];
  const usdAt = (value: number): number => firstMonthUsd(from, from.centre, { name, value });
  return { name, kind: 'traffic', low, high, lowUsdPerMonth: usdAt(low), highUsdPerMonth: usdAt(high) };
};

const uncertain = (plan: Plan): readonly TrafficNumber[] => {
  const { volume, growth, totals, fixed, evaluation } = trafficNumbersOf(plan);
  return [...volume, growth, ...totals.filter((total) => total !== null), ...fixed, ...evaluation].filter(
    ({ of }) => of.kind !== 'constant',
  );
};

const swing = ({ lowUsdPerMonth, highUsdPerMonth }: Ends): number => Math.abs(highUsdPerMonth - lowUsdPerMonth);

/** (ln high − ln low)² in proportion: traffic with σ 0.2 beside tokens with σ 0.1 explains 0.04 ÷ 0.05 = 80 %. */
const logSquare = ({ lowUsdPerMonth: low, highUsdPerMonth: high }: Ends): number => (low <= 0 || high <= 0 ? 0 : Math.log(high / low) ** 2);

/** Returns what each uncertain number does to the first month, the strongest first; empty without traffic. */
export const sensitivityOf = (scenario: ScenarioPlan, { plan }: Projection): readonly Sensitivity[] => {
  if (plan.traffic === null || plan.months.length === 0) return [];
  const coordinates = coordinatesOf(scenario, plan);
  const from: Standpoint = { scenario, coordinates, centre: coordinates.map(({ of }) => middleOf(of)) };
  const ends = [
    ...coordinates.map((coordinate, index) => ofCoordinate(from, coordinate, index)),
    ...uncertain(plan).map((number) => ofTraffic(from, number)),
  ];
  const whole = ends.reduce((total, one) => total + logSquare(one), 0);
  return ends.map((one) => ({ ...one, share: whole === 0 ? 0 : logSquare(one) / whole })).sort((a, b) => swing(b) - swing(a));
};

/** Each halves what is left of the range: 30 leave a billionth of it. */
const HALVINGS = 30;

/**
 * Returns the value of a number at which the first month comes to a limit, all others in their middle: by bisection of the closed
 * form between its 0.1th and 99.9th percentiles; null where the limit is not met between them.
 */
export const breakAt = (scenario: ScenarioPlan, { plan }: Projection, number: Sensitivity, limitUsd: number): number | null => {
  const coordinates = coordinatesOf(scenario, plan);
  const from: Standpoint = { scenario, coordinates, centre: coordinates.map(({ of }) => middleOf(of)) };
  const at = coordinates.findIndex(({ kind, name }) => kind === number.kind && name === number.name);
  const of = coordinates[at]?.of ?? uncertain(plan).find(({ name }) => name === number.name)?.of;
  if (of === undefined) return null;
  const over = (value: number): boolean => {
    const point = from.centre.map((one, index) => (index === at ? value : one));
    return firstMonthUsd(from, point, at === -1 ? { name: number.name, value } : null) > limitUsd;
  };
  let [low, high] = [valueAt(of, 0.001), valueAt(of, 0.999)];
  const before = over(low);
  if (before === over(high)) return null;
  for (let round = 0; round < HALVINGS; round++) {
    const middle = (low + high) / 2;
    if (over(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};
