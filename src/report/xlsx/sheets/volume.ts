import type { Projection } from '../../../projection/projection.ts';
import { volumesOf } from '../../../projection/volumes.ts';
import { mean } from '../../../stats/moments.ts';
import type { PlanMonth, PlanTraffic } from '../../../workflow/plan.ts';
import { type Formula, number, plus, power, times } from '../formula.ts';
import type { Inputs } from './inputs.ts';

/** Returns the requests of a month, given the cell of its days. */
export type Requests = (month: number, days: Formula) => Formula;

/** Nearer than this, two ways to one number differ by nothing but rounding. */
const SAME = 1e-12;

/** Returns a factor that makes up for what a product of means leaves out; 1 where it leaves out nothing. */
export const missing = (actual: number, formula: number): number => {
  const factor = formula === 0 ? 1 : actual / formula;
  return Math.abs(factor - 1) < SAME ? 1 : factor;
};

const perDayOf = (inputs: Inputs, scenario: string, traffic: PlanTraffic): Formula => {
  const what = traffic.per === 'session' ? 'sessions' : 'requests';
  const perDay = traffic.perDay.reduce((product, of) => product * mean(of), 1);
  const from = [`${scenario}: ${what}`];
  if (traffic.users === null)
    return inputs.add({ scenario, what: `${what} per day`, value: perDay, format: 'decimal', unit: 'mean', from });
  const users = mean(traffic.users);
  return times(
    inputs.add({ scenario, what: 'users', value: users, format: 'decimal', unit: 'mean', from: [`${scenario}: users`] }),
    inputs.add({
      scenario,
      what: `${what} per user and day`,
      value: users === 0 ? 0 : perDay / users,
      format: 'factor',
      unit: 'mean; a month has 730 hours',
      from,
    }),
  );
};

type Growth = (months: number) => Formula;

/** Growth as one number, or as the points over which outlay takes its mean where nobody knows it. */
const growthOf = (inputs: Inputs, scenario: string, { plan }: Projection): Growth => {
  if (plan.months.every(({ growthPower }) => growthPower === 0)) return () => number(1);
  const points = volumesOf(plan, false).list;
  const cells = points.map(({ growth, weight }, index) => ({
    weight,
    cell: inputs.add({
      scenario,
      what: points.length === 1 ? 'growth' : `growth, point ${index + 1} of ${points.length}`,
      value: growth,
      format: 'share',
      unit: points.length === 1 ? 'per month' : `per month, weight ${Number(weight.toPrecision(4))}`,
      from: [`${scenario}: growth`],
    }),
  }));
  return (months) => {
    const grown = cells.map(({ weight, cell }) => {
      const factor = power(plus(number(1), cell), number(months));
      return points.length === 1 ? factor : times(number(weight), factor);
    });
    return plus(...grown);
  };
};

/** Adds the inputs of a scenario's traffic and returns its requests by month. */
export const requestsOf = (inputs: Inputs, projection: Projection, turns: Formula | null): Requests => {
  const { plan } = projection;
  const { scenario, traffic, months } = plan;
  if (traffic === null) return () => number(1);
  const what = traffic.per === 'session' ? 'sessions' : 'requests';
  const total = ({ label, total: of }: PlanMonth): Formula | null =>
    of &&
    inputs.add({
      scenario,
      what: `${what} in ${label}`,
      value: mean(of),
      format: 'decimal',
      unit: 'mean of the month',
      from: [`${scenario}: ${what} ${label}`],
    });
  const totals = months.map(total);
  const perDay = totals.every((one) => one !== null) ? number(0) : perDayOf(inputs, scenario, traffic);
  const growth = totals.every((one) => one !== null) ? () => number(1) : growthOf(inputs, scenario, projection);
  const turn = traffic.per === 'session' && turns !== null ? [turns] : [];
  return (month, days) => {
    const [own, power = 0] = [totals[month], months[month]?.growthPower];
    const of = own ? times(...turn, own) : times(...turn, perDay, days, growth(power));
    const rest = missing(projection.months[month]?.requests ?? 0, of.value);
    return rest === 1 ? of : times(of, number(rest));
  };
};
