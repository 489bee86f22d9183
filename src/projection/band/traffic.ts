import { meanCount } from '../../stats/counts.ts';
import type { Distribution } from '../../stats/distribution.ts';
import { stratified } from '../../stats/hypercube.ts';
import { mean } from '../../stats/moments.ts';
import { samplerOf } from '../../stats/sample.ts';
import type { Plan, PlanMonth } from '../../workflow/plan.ts';

/** A number of the traffic or of the money that is drawn once a future. */
export type TrafficNumber = { readonly name: string; readonly of: Distribution };

/** The numbers of a scenario's traffic and money, by what they do. */
export type TrafficNumbers = {
  /** Factors of a day's volume. */
  readonly volume: readonly TrafficNumber[];
  readonly growth: TrafficNumber;
  /** For each month its own total, null where it has none. */
  readonly totals: readonly (TrafficNumber | null)[];
  readonly fixed: readonly TrafficNumber[];
  readonly oneOff: readonly TrafficNumber[];
  /** Cases, and runs a month; empty without evaluation. */
  readonly evaluation: readonly TrafficNumber[];
};

/** Returns the numbers of a plan's traffic, by the names under which they are drawn and listed. */
export const trafficNumbersOf = ({ traffic, months, money }: Plan): TrafficNumbers => {
  const what = traffic?.per === 'session' ? 'sessions' : 'requests';
  const factors = traffic?.perDay ?? [];
  const { evaluation } = money;
  return {
    volume: factors.map((of, index) => ({ name: of === traffic?.users ? 'users' : index === 0 ? what : `volume ${index}`, of })),
    growth: { name: 'growth', of: traffic?.growth ?? { kind: 'constant', value: 0 } },
    totals: months.map(({ label, total }) => total && { name: `${what} ${label}`, of: total }),
    fixed: money.fixedUsdPerMonth.map(({ name, usd }) => ({ name: `fixed ${name}`, of: usd })),
    oneOff: money.oneOffUsd.map(({ name, usd }) => ({ name: `one_off ${name}`, of: usd })),
    evaluation:
      evaluation === null
        ? []
        : [
            { name: 'evaluation.cases', of: evaluation.cases },
            { name: 'evaluation.runs', of: evaluation.runsPerMonth },
          ],
  };
};

/** The value of a number in each of some futures. */
export type Drawn = (number: TrafficNumber) => Float64Array;

/** What traffic and money come to, one value a future in each column. */
export type TrafficColumns = {
  /** Requests, or sessions, of the mean day of month 0. */
  readonly perDay: Float64Array;
  /** What a month multiplies the volume by: 1 + growth. */
  readonly rise: Float64Array;
  /** Requests of a session; 1 where they stand alone. */
  readonly turns: Float64Array;
  readonly fixedUsd: Float64Array;
  readonly oneOffUsd: Float64Array;
  /** Cases tested in a month. */
  readonly tested: Float64Array;
  /** Of months that have their own. */
  readonly totals: readonly Float64Array[];
};

const product = (columns: readonly Float64Array[], count: number): Float64Array =>
  columns.reduce((all, column) => all.map((value, future) => value * (column[future] ?? 0)), new Float64Array(count).fill(1));

const sum = (columns: readonly Float64Array[], count: number): Float64Array =>
  columns.reduce((all, column) => all.map((value, future) => value + (column[future] ?? 0)), new Float64Array(count));

/** Returns what traffic and money come to with each number at the values that it is given. */
export const trafficColumnsOf = (plan: Plan, numbers: TrafficNumbers, drawn: Drawn, count: number): TrafficColumns => {
  const { volume, growth, totals, fixed, oneOff, evaluation } = numbers;
  const turns = plan.traffic?.per === 'session' ? meanCount(plan.session?.turns ?? null) : 1;
  return {
    perDay: product(volume.map(drawn), count),
    rise: drawn(growth).map((rate) => Math.max(0, 1 + rate)),
    turns: new Float64Array(count).fill(turns),
    fixedUsd: sum(fixed.map(drawn), count),
    oneOffUsd: sum(oneOff.map(drawn), count),
    tested: evaluation.length === 0 ? new Float64Array(count) : product(evaluation.map(drawn), count),
    totals: totals.map((total) => (total === null ? new Float64Array(count) : drawn(total))),
  };
};

/** Returns the columns in a fixed order: what a response takes. */
export const columnsIn = ({ perDay, rise, turns, fixedUsd, oneOffUsd, tested, totals }: TrafficColumns): readonly Float64Array[] => [
  perDay,
  rise,
  turns,
  fixedUsd,
  oneOffUsd,
  tested,
  ...totals,
];

/** Returns columns in that order by their names again. */
export const columnsFrom = (columns: readonly Float64Array[]): TrafficColumns => {
  const [perDay, rise, turns, fixedUsd, oneOffUsd, tested, ...totals] = columns;
  const none = new Float64Array();
  return {
    perDay: perDay ?? none,
    rise: rise ?? none,
    turns: turns ?? none,
    fixedUsd: fixedUsd ?? none,
    oneOffUsd: oneOffUsd ?? none,
    tested: tested ?? none,
    totals,
  };
};

/** Returns what traffic and money come to at the means of all numbers: one future. */
export const meanTraffic = (plan: Plan): TrafficColumns =>
  trafficColumnsOf(plan, trafficNumbersOf(plan), ({ of }) => Float64Array.of(mean(of)), 1);

/** Returns requests, or sessions, of a month's mean day. */
export const volumeIn = ({ perDay, rise, totals }: TrafficColumns, { growthPower, days, total }: PlanMonth, at: number): Float64Array =>
  total === null
    ? perDay.map((volume, future) => volume * (rise[future] ?? 1) ** growthPower)
    : (totals[at] ?? new Float64Array()).map((requests) => requests / days);

/** Returns the values of each number in all futures: a column of a Latin hypercube each, by its name. */
export const trafficDraws = (seed: number, count: number): Drawn => {
  const columns = new Map<TrafficNumber, Float64Array>();
  return (number) => {
    const known = columns.get(number);
    if (known !== undefined) return known;
    const { name, of } = number;
    const column =
      of.kind === 'constant' ? new Float64Array(count).fill(of.value) : stratified(seed, `band ${name}`, count).map(samplerOf(of));
    columns.set(number, column);
    return column;
  };
};
