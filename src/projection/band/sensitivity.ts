import { mean } from '../../stats/moments.ts';
import type { PlanBudget } from '../../workflow/plan.ts';
import { DAYS_PER_MONTH } from '../../workflow/traffic/period.ts';
import { budgetName } from '../budgets.ts';
import { type Coordinate, isKnown, valueAt } from './coordinates.ts';
import type { Spending, SpendModel } from './spend-model.ts';
import type { TrafficNumber } from './traffic.ts';

/** The value of a number at which a budget is met, all others in their middle. */
export type Break = { readonly budget: string; readonly value: number };

/** What an uncertain number does to the mean month of the horizon, all others in their middle, one-off costs left out. */
export type Sensitivity = {
  readonly name: string;
  readonly kind: Coordinate['kind'] | 'traffic';
  /** Its 10th, 50th and 90th percentiles, and the dollars of the month at each. Of recounts over what was counted. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly lowUsdPerMonth: number;
  readonly middleUsdPerMonth: number;
  readonly highUsdPerMonth: number;
  /** d ln spend ÷ d ln value in the middle: 0.4 where 10 % more of it is 4 % more spend. Null where the value is 0 there. */
  readonly elasticity: number | null;
  /** Of the variance of the logarithm of the spend, as if that were a straight line in each: 0 to 1. */
  readonly share: number;
  /** Of the budgets on money that this number alone can break, or mend, between its 0.1th and 99.9th percentiles. */
  readonly breaks: readonly Break[];
};

/** An uncertain number of either kind: a coordinate of what a request costs, or a number of the traffic. */
type Lever = {
  readonly name: string;
  readonly kind: Sensitivity['kind'];
  readonly of: Coordinate['of'];
  readonly coordinate: number | null;
  readonly number: TrafficNumber | null;
};

const leversOf = ({ coordinates, numbers }: SpendModel): readonly Lever[] => {
  const { volume, growth, totals, fixed, evaluation } = numbers;
  const traffic = [...volume, growth, ...totals.filter((total) => total !== null), ...fixed, ...evaluation];
  return [
    ...coordinates.map(({ name, kind, of }, at): Lever => ({ name, kind, of, coordinate: at, number: null })),
    ...traffic.map((number): Lever => ({ ...number, kind: 'traffic', coordinate: null, number })),
  ].filter(({ of }) => !isKnown(of));
};

/** A lever moved to a value. */
type Move = { readonly lever: Lever | null; readonly value: number };

/** Returns what comes of it where one lever is moved in each future, all else in its middle. */
const overMoves = (model: SpendModel, moves: readonly Move[]): Spending =>
  model.over({
    count: moves.length,
    points: model.coordinates.map(({ of }, at) => {
      const own = valueAt(of, 0.5);
      return Float64Array.from(moves, ({ lever, value }) => (lever?.coordinate === at ? value : own));
    }),
    drawn: (number) => {
      const own = valueAt(number.of, 0.5);
      return Float64Array.from(moves, ({ lever, value }) => (lever?.number === number ? value : own));
    },
  });

const standing = ({ evaluationUsd, fixedUsd }: Spending, future: number): number => (evaluationUsd[future] ?? 0) + (fixedUsd[future] ?? 0);

/** Dollars of a month without what is paid once. */
const monthUsd = (spending: Spending, at: number, days: number, future: number): number =>
  (spending.volumes[at]?.[future] ?? 0) * days * (spending.turns[future] ?? 1) * (spending.costUsd[at]?.[future] ?? 0) +
  standing(spending, future);

type Figure = (spending: Spending, future: number) => number;

/** Budgets that one number can break: those on money over time, and on the mean cost of a request or session. */
const figureOf = ({ plan }: SpendModel, { figure, statistic }: PlanBudget): Figure | null => {
  const daysOf = (at: number): number => plan.months[at]?.days ?? 0;
  const once = (spending: Spending, future: number): number => spending.oneOffUsd[future] ?? 0;
  switch (figure) {
    case 'cost_per_request':
      return statistic === 'mean' ? ({ costUsd }, future) => costUsd[0]?.[future] ?? 0 : null;
    case 'cost_per_session':
      return statistic === 'mean' ? ({ costUsd, turns }, future) => (costUsd[0]?.[future] ?? 0) * (turns[future] ?? 1) : null;
    case 'daily_spend':
      return (spending, future) =>
        (monthUsd(spending, 0, daysOf(0), future) - standing(spending, future)) / daysOf(0) + standing(spending, future) / DAYS_PER_MONTH;
    case 'monthly_spend':
      return (spending, future) =>
        Math.max(...plan.months.map((_, at) => monthUsd(spending, at, daysOf(at), future) + (at === 0 ? once(spending, future) : 0)));
    case 'total_spend':
      return (spending, future) =>
        plan.months.reduce((sum, _, at) => sum + monthUsd(spending, at, daysOf(at), future), once(spending, future));
    default:
      return null;
  }
};

/** A lever and a budget that it may break, and between which values of it. */
type Search = { readonly lever: Lever; readonly budget: PlanBudget; readonly figure: Figure; readonly low: number; readonly high: number };

/** Each pass looks at so many values between the two that the limit lies between: three passes leave a 32,768th of the range. */
const VALUES = 33;
const PASSES = 3;

/** Narrows every search at once; those that find no crossing are dropped. */
const narrowed = (model: SpendModel, searches: readonly Search[]): readonly Search[] => {
  const moves = searches.flatMap(({ lever, low, high }) =>
    Array.from({ length: VALUES }, (_, at) => ({ lever, value: low + ((high - low) * at) / (VALUES - 1) })),
  );
  const spending = overMoves(model, moves);
  return searches.flatMap((search, index) => {
    const over = Array.from({ length: VALUES }, (_, at) => search.figure(spending, index * VALUES + at) > search.budget.limit);
    const crossing = over.findIndex((own, at) => at > 0 && own !== over[at - 1]);
    const at = (place: number): number => moves[index * VALUES + place]?.value ?? 0;
    return crossing === -1 ? [] : [{ ...search, low: at(crossing - 1), high: at(crossing) }];
  });
};

/** Returns for each lever the budgets that it breaks alone. */
const breaksOf = (model: SpendModel, levers: readonly Lever[]): ReadonlyMap<Lever, readonly Break[]> => {
  let searches: readonly Search[] = levers.flatMap((lever) =>
    model.plan.budgets.flatMap((budget) => {
      const figure = figureOf(model, budget);
      return figure === null ? [] : [{ lever, budget, figure, low: valueAt(lever.of, 0.001), high: valueAt(lever.of, 0.999) }];
    }),
  );
  for (let pass = 0; pass < PASSES && searches.length > 0; pass++) searches = narrowed(model, searches);
  return new Map(
    levers.map((lever) => [
      lever,
      searches
        .filter((search) => search.lever === lever)
        .map(({ budget, low, high }) => ({ budget: budgetName(budget), value: (low + high) / 2 })),
    ]),
  );
};

const swing = ({ lowUsdPerMonth, highUsdPerMonth }: Sensitivity): number => Math.abs(highUsdPerMonth - lowUsdPerMonth);

/** (ln high − ln low)² in proportion: traffic with σ 0.2 beside tokens with σ 0.1 explains 0.04 ÷ 0.05 = 80 %. */
const logSquare = (low: number, high: number): number => (low <= 0 || high <= 0 ? 0 : Math.log(high / low) ** 2);

/** A step small enough for a slope, in the logarithm. */
const SLOPE = 0.01;

/** By how many futures each lever is looked at: low, high, a little below its middle and a little above. */
const LOOKS = 4;

/** Returns what each uncertain number does to the mean month, the strongest first: the tornado. Empty without traffic. */
export const sensitivityOf = (model: SpendModel): readonly Sensitivity[] => {
  const { months, traffic } = model.plan;
  const levers = leversOf(model);
  if (traffic === null || months.length === 0 || levers.length === 0) return [];
  const moves = levers.flatMap((lever): readonly Move[] => {
    const middle = valueAt(lever.of, 0.5);
    return [valueAt(lever.of, 0.1), valueAt(lever.of, 0.9), middle * Math.exp(-SLOPE), middle * Math.exp(SLOPE)].map((value) => ({
      lever,
      value,
    }));
  });
  const spending = overMoves(model, [...moves, { lever: null, value: 0 }]);
  const usdAt = (future: number): number =>
    months.reduce((sum, { days }, at) => sum + monthUsd(spending, at, days, future), 0) / months.length;
  const ends = levers.map((_, at) => [usdAt(at * LOOKS), usdAt(at * LOOKS + 1)] as const);
  const whole = ends.reduce((sum, [low, high]) => sum + logSquare(low, high), 0);
  const middleUsdPerMonth = usdAt(moves.length);
  const breaks = breaksOf(model, levers);
  const list = levers.map((lever, at): Sensitivity => {
    const [lowUsdPerMonth, highUsdPerMonth] = ends[at] ?? [0, 0];
    const [below, above] = [usdAt(at * LOOKS + 2), usdAt(at * LOOKS + 3)];
    const middle = valueAt(lever.of, 0.5);
    return {
      name: lever.name,
      kind: lever.kind,
      low: moves[at * LOOKS]?.value ?? mean(lever.of),
      middle,
      high: moves[at * LOOKS + 1]?.value ?? mean(lever.of),
      lowUsdPerMonth,
      middleUsdPerMonth,
      highUsdPerMonth,
      elasticity: middle === 0 || below <= 0 || above <= 0 ? null : Math.log(above / below) / (2 * SLOPE),
      share: whole === 0 ? 0 : logSquare(lowUsdPerMonth, highUsdPerMonth) / whole,
      breaks: breaks.get(lever) ?? [],
    };
  });
  return list.filter((one) => one.lowUsdPerMonth !== one.highUsdPerMonth).sort((a, b) => swing(b) - swing(a));
};
