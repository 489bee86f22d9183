import { meanCount } from '../../stats/counts.ts';
import type { Distribution } from '../../stats/distribution.ts';
import { stratified } from '../../stats/hypercube.ts';
import { mean } from '../../stats/moments.ts';
import { samplerOf } from '../../stats/sample.ts';
import type { Plan } from '../../workflow/plan.ts';

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

/** What traffic and money come to at given values of the numbers, or at their means. */
export type TrafficFigures = {
  /** Requests, or sessions, of the mean day of month 0. */
  readonly perDay: number;
  /** What a month multiplies the volume by: 1 + growth. */
  readonly rise: number;
  readonly turns: number;
  readonly totals: readonly number[];
  readonly fixedUsd: number;
  readonly oneOffUsd: number;
  /** Cases tested in a month. */
  readonly tested: number;
};

type Valued = (number: TrafficNumber) => number;

const product = (numbers: readonly TrafficNumber[], at: Valued): number => numbers.reduce((all, number) => all * at(number), 1);

const sum = (numbers: readonly TrafficNumber[], at: Valued): number => numbers.reduce((all, number) => all + at(number), 0);

/** Returns the figures of traffic and money with each number at the value that it is given. */
export const trafficFiguresOf = (plan: Plan, numbers: TrafficNumbers, at: Valued): TrafficFigures => ({
  perDay: product(numbers.volume, at),
  rise: Math.max(0, 1 + at(numbers.growth)),
  turns: plan.traffic?.per === 'session' ? meanCount(plan.session?.turns ?? null) : 1,
  totals: numbers.totals.map((total) => (total === null ? 0 : at(total))),
  fixedUsd: sum(numbers.fixed, at),
  oneOffUsd: sum(numbers.oneOff, at),
  tested: numbers.evaluation.length === 0 ? 0 : product(numbers.evaluation, at),
});

/** Returns a plan's traffic figures as one row, and a row as figures again: what a surrogate takes and gives. */
export const toRow = ({ perDay, rise, turns, fixedUsd, oneOffUsd, tested, totals }: TrafficFigures): readonly number[] => [
  perDay,
  rise,
  turns,
  fixedUsd,
  oneOffUsd,
  tested,
  ...totals,
];

export const fromRow = ([
  perDay = 0,
  rise = 0,
  turns = 1,
  fixedUsd = 0,
  oneOffUsd = 0,
  tested = 0,
  ...totals
]: readonly number[]): TrafficFigures => ({
  perDay,
  rise,
  turns,
  fixedUsd,
  oneOffUsd,
  tested,
  totals,
});

export const meanOf: Valued = ({ of }) => mean(of);

/** Returns the values of each number in all futures: a column of a Latin hypercube each, by its name. */
export const trafficDraws = (
  numbers: TrafficNumbers,
  seed: number,
  futures: number,
): ((number: TrafficNumber, future: number) => number) => {
  const { volume, growth, totals, fixed, oneOff, evaluation } = numbers;
  const all = [...volume, growth, ...totals.filter((total) => total !== null), ...fixed, ...oneOff, ...evaluation];
  const columns = new Map(
    all.map((number) => {
      const draw = samplerOf(number.of);
      const column = number.of.kind === 'constant' ? null : stratified(seed, `band ${number.name}`, futures).map(draw);
      return [number, column] as const;
    }),
  );
  return (number, future) => columns.get(number)?.[future] ?? mean(number.of);
};
