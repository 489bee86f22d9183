import { count, duration, money, percent } from '../../../report/format.ts';
import type { ScenarioReport } from '../../../report/report.ts';
import { leavesOf } from '../../../report/tokens.ts';

/**
 * What stands in a row of the comparison: a scenario, a variant of the workflow, or the workflow under stress. Dollars,
 * milliseconds, shares; null where there is no such figure, or where nobody has worked it out.
 */
export type Contender = {
  readonly name: string;
  readonly kind: 'scenario' | 'variant' | 'stress';
  readonly costUsd: number;
  readonly costP95Usd: number;
  readonly monthlyUsd: number | null;
  readonly totalUsd: number | null;
  readonly worstCaseUsd: number | null;
  readonly margin: number | null;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  readonly firstTokenP95Ms: number | null;
  readonly turnaroundP95Ms: number | null;
  readonly successRate: number;
  /** Of the limit that is nearest, at the peak minute. */
  readonly limitUse: number | null;
  readonly requestsPerDay: number | null;
  readonly months: readonly { readonly month: string; readonly usd: number }[];
  /** Dollars of each step in a request. */
  readonly steps: readonly { readonly name: string; readonly usd: number }[];
};

/** Returns a scenario as a row of the comparison. */
export const contenderOf = (scenario: ScenarioReport): Contender => {
  const { per_request, monthly, horizon, unit_economics, capacity, daily } = scenario;
  const uses = (capacity ?? []).flatMap(({ use }) => use ?? []);
  return {
    ...{ name: scenario.name, kind: 'scenario' },
    costUsd: per_request.cost_usd.mean,
    costP95Usd: per_request.cost_usd.p95,
    monthlyUsd: monthly?.spend_usd.mean ?? null,
    totalUsd: horizon?.spend_usd.mean ?? null,
    worstCaseUsd: per_request.cost_usd.worst_case,
    margin: unit_economics?.margin ?? null,
    latencyP50Ms: per_request.latency_ms?.p50 ?? null,
    latencyP95Ms: per_request.latency_ms?.p95 ?? null,
    firstTokenP95Ms: per_request.first_token_ms?.p95 ?? null,
    turnaroundP95Ms: per_request.turnaround_ms?.p95 ?? null,
    successRate: per_request.success_rate,
    limitUse: uses.length === 0 ? null : Math.max(...uses),
    requestsPerDay: daily?.requests ?? null,
    months: scenario.months.map(({ month, spend_usd }) => ({ month, usd: spend_usd.mean })),
    steps: leavesOf(scenario).map(({ name, cost_usd }) => ({ name, usd: cost_usd })),
  };
};

/** The ways to look at a comparison: all figures as far as they fit, or those of one kind. */
export const GROUPS = ['all', 'money', 'time', 'limits'] as const;
export type Group = (typeof GROUPS)[number];

type Key = { readonly [K in keyof Contender]: Contender[K] extends number | null ? K : never }[keyof Contender];

/** A figure that contenders are compared by; `better` is null where neither more nor less of it is. */
export type Metric = {
  readonly title: string;
  readonly group: Exclude<Group, 'all'>;
  readonly of: Key;
  readonly text: (value: number) => string;
  readonly better: 'less' | 'more' | null;
  /** When it gives way, the highest first. */
  readonly drop: number;
};

const dollars = (usd: number): string => money(usd);

const metricsOf = (unit: string): readonly Metric[] => [
  { title: `per ${unit}`, group: 'money', of: 'costUsd', text: dollars, better: 'less', drop: 0 },
  { title: 'first month', group: 'money', of: 'monthlyUsd', text: dollars, better: 'less', drop: 0 },
  { title: 'all months', group: 'money', of: 'totalUsd', text: dollars, better: 'less', drop: 5 },
  { title: 'cost p95', group: 'money', of: 'costP95Usd', text: dollars, better: 'less', drop: 6 },
  { title: 'worst case', group: 'money', of: 'worstCaseUsd', text: dollars, better: 'less', drop: 9 },
  { title: 'margin', group: 'money', of: 'margin', text: percent, better: 'more', drop: 7 },
  { title: 'latency p95', group: 'time', of: 'latencyP95Ms', text: duration, better: 'less', drop: 1 },
  { title: 'latency p50', group: 'time', of: 'latencyP50Ms', text: duration, better: 'less', drop: 8 },
  { title: 'first token p95', group: 'time', of: 'firstTokenP95Ms', text: duration, better: 'less', drop: 3 },
  { title: 'with people p95', group: 'time', of: 'turnaroundP95Ms', text: duration, better: 'less', drop: 10 },
  { title: 'success', group: 'limits', of: 'successRate', text: percent, better: 'more', drop: 2 },
  { title: 'use of limits', group: 'limits', of: 'limitUse', text: percent, better: 'less', drop: 4 },
  { title: 'requests a day', group: 'limits', of: 'requestsPerDay', text: count, better: null, drop: 11 },
];

/** Returns the figures of a group that at least one contender has. */
export const metricsFor = (contenders: readonly Contender[], unit: string, group: Group): readonly Metric[] =>
  metricsOf(unit)
    .filter((metric) => group === 'all' || metric.group === group)
    .filter(({ of }) => contenders.some((contender) => (contender[of] ?? 0) !== 0));

/** How a contender stands in a figure: the best or the worst of them, where what is printed differs at all. */
export type Standing = 'best' | 'worst' | null;

/**
 * Returns how each contender stands in a figure. Stress is no choice and never the best: what fails at once is quick and cheap.
 */
export const standingsOf = ({ of, text, better }: Metric, contenders: readonly Contender[]): readonly Standing[] => {
  const known = (list: readonly Contender[]): readonly number[] => list.flatMap((contender) => contender[of] ?? []);
  const choices = known(contenders.filter(({ kind }) => kind !== 'stress'));
  const all = known(contenders);
  if (better === null || all.length < 2 || text(Math.min(...all)) === text(Math.max(...all))) return contenders.map(() => null);
  const [least, most] = better === 'less' ? [Math.min, Math.max] : [Math.max, Math.min];
  const [best, worst] = [text(least(...choices)), text(most(...all))];
  const chosen = choices.length > 1 && text(most(...choices)) !== best;
  return contenders.map(({ kind, [of]: value }) => {
    if (value === null) return null;
    if (text(value) === worst && worst !== best) return 'worst';
    return chosen && kind !== 'stress' && text(value) === best ? 'best' : null;
  });
};
