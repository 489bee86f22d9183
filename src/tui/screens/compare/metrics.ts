import { count, duration, money, percent } from '../../../report/format.ts';
import type { ScenarioReport } from '../../../report/report.ts';

/** What stands in a row of the comparison: a scenario, a variant of the workflow, or the workflow under stress. */
export type Contender = { readonly name: string; readonly kind: 'scenario' | 'variant' | 'stress'; readonly scenario: ScenarioReport };

/** The ways to look at a comparison: all figures as far as they fit, or those of one kind. */
export const GROUPS = ['all', 'money', 'time', 'limits'] as const;
export type Group = (typeof GROUPS)[number];

/** A figure that contenders are compared by; `better` is null where neither more nor less of it is. */
export type Metric = {
  readonly title: string;
  readonly group: Exclude<Group, 'all'>;
  readonly of: (scenario: ScenarioReport) => number | null;
  readonly text: (value: number) => string;
  readonly better: 'less' | 'more' | null;
  /** When it gives way, the highest first. */
  readonly drop: number;
};

const dollars = (usd: number): string => money(usd);

const metricsOf = (unit: string): readonly Metric[] => [
  { title: `per ${unit}`, group: 'money', of: ({ per_request }) => per_request.cost_usd.mean, text: dollars, better: 'less', drop: 0 },
  { title: 'first month', group: 'money', of: ({ monthly }) => monthly?.spend_usd.mean ?? null, text: dollars, better: 'less', drop: 0 },
  { title: 'all months', group: 'money', of: ({ horizon }) => horizon?.spend_usd.mean ?? null, text: dollars, better: 'less', drop: 5 },
  { title: 'cost p95', group: 'money', of: ({ per_request }) => per_request.cost_usd.p95, text: dollars, better: 'less', drop: 6 },
  { title: 'worst case', group: 'money', of: ({ per_request }) => per_request.cost_usd.worst_case, text: dollars, better: 'less', drop: 9 },
  { title: 'margin', group: 'money', of: ({ unit_economics }) => unit_economics?.margin ?? null, text: percent, better: 'more', drop: 7 },
  {
    title: 'latency p95',
    group: 'time',
    of: ({ per_request }) => per_request.latency_ms?.p95 ?? null,
    text: duration,
    better: 'less',
    drop: 1,
  },
  {
    title: 'latency p50',
    group: 'time',
    of: ({ per_request }) => per_request.latency_ms?.p50 ?? null,
    text: duration,
    better: 'less',
    drop: 8,
  },
  {
    title: 'first token p95',
    group: 'time',
    of: ({ per_request }) => per_request.first_token_ms?.p95 ?? null,
    text: duration,
    better: 'less',
    drop: 3,
  },
  {
    title: 'with people p95',
    group: 'time',
    of: ({ per_request }) => per_request.turnaround_ms?.p95 ?? null,
    text: duration,
    better: 'less',
    drop: 10,
  },
  { title: 'success', group: 'limits', of: ({ per_request }) => per_request.success_rate, text: percent, better: 'more', drop: 2 },
  {
    ...{ title: 'use of limits', group: 'limits', text: percent, better: 'less', drop: 4 },
    of: ({ capacity }) =>
      capacity?.reduce<number | null>((most, { use }) => (use === null ? most : Math.max(most ?? 0, use)), null) ?? null,
  },
  { title: 'requests a day', group: 'limits', of: ({ daily }) => daily?.requests ?? null, text: count, better: null, drop: 11 },
];

/** Returns the figures of a group that at least one contender has. */
export const metricsFor = (contenders: readonly Contender[], unit: string, group: Group): readonly Metric[] =>
  metricsOf(unit)
    .filter((metric) => group === 'all' || metric.group === group)
    .filter(({ of }) => contenders.some(({ scenario }) => (of(scenario) ?? 0) !== 0));

/** How a contender stands in a figure: the best or the worst of them, where what is printed differs at all. */
export type Standing = 'best' | 'worst' | null;

/** Returns how each contender stands in a figure. */
export const standingsOf = ({ of, text, better }: Metric, contenders: readonly Contender[]): readonly Standing[] => {
  const values = contenders.map(({ scenario }) => of(scenario));
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (better === null || known.length < 2 || text(least) === text(most)) return values.map(() => null);
  const [best, worst] = better === 'less' ? [least, most] : [most, least];
  return values.map((value) =>
    value === null ? null : text(value) === text(best) ? 'best' : text(value) === text(worst) ? 'worst' : null,
  );
};
