import { count, duration, money, percent } from './format.ts';
import type { Report, ScenarioReport } from './report.ts';
import { inputOf, outputOf } from './tokens.ts';

/** A line of the table that sets scenarios side by side. */
export type Figure = { readonly title: string; readonly of: (scenario: ScenarioReport) => string };

/** A line whose figure some scenarios do not have; it stands only where one has. */
type Optional = { readonly title: string; readonly of: (scenario: ScenarioReport) => string | null };

const shown = <T>(value: T | null | undefined, text: (value: T) => string): string | null =>
  value === null || value === undefined ? null : text(value);

/** What is nothing is left out, like what is not known. */
const some = (usd: number | undefined): string | null => (usd === undefined || usd === 0 ? null : money(usd));

const TRAFFIC: readonly Optional[] = [
  { title: 'requests a day', of: ({ daily }) => shown(daily?.requests, count) },
  { title: 'spend a day', of: ({ daily }) => shown(daily?.spend_usd.mean, (usd) => money(usd)) },
  { title: 'first month', of: ({ monthly }) => shown(monthly?.spend_usd.mean, (usd) => money(usd)) },
  { title: '  p10', of: ({ monthly }) => shown(monthly?.spend_usd.p10, (usd) => money(usd)) },
  { title: '  p50', of: ({ monthly }) => shown(monthly?.spend_usd.p50, (usd) => money(usd)) },
  { title: '  p90', of: ({ monthly }) => shown(monthly?.spend_usd.p90, (usd) => money(usd)) },
];

const LATER_MONTHS: readonly Optional[] = [
  { title: 'last month', of: ({ months }) => shown(months.at(-1)?.spend_usd.mean, (usd) => money(usd)) },
  { title: 'all months', of: ({ horizon }) => shown(horizon?.spend_usd.mean, (usd) => money(usd)) },
  { title: '  p10', of: ({ horizon }) => shown(horizon?.spend_usd.p10, (usd) => money(usd)) },
  { title: '  p90', of: ({ horizon }) => shown(horizon?.spend_usd.p90, (usd) => money(usd)) },
  { title: 'months', of: ({ horizon }) => shown(horizon?.months, String) },
];

const requestLines = (unit: string): readonly Optional[] => [
  { title: `cost per ${unit}`, of: ({ per_request }) => money(per_request.cost_usd.mean) },
  { title: `cost per ${unit} p95`, of: ({ per_request }) => money(per_request.cost_usd.p95) },
  { title: 'worst case', of: ({ per_request }) => shown(per_request.cost_usd.worst_case, (usd) => money(usd)) },
  { title: 'cost per session', of: ({ per_session }) => shown(per_session?.cost_usd.mean, (usd) => money(usd)) },
  { title: `model calls per ${unit}`, of: ({ per_request }) => count(per_request.calls.mean) },
  { title: `tokens in per ${unit}`, of: ({ per_request }) => count(inputOf(per_request.tokens)) },
  { title: `tokens out per ${unit}`, of: ({ per_request }) => count(outputOf(per_request.tokens)) },
  { title: 'success', of: ({ per_request }) => percent(per_request.success_rate) },
];

/** A workflow without any times has nothing to show here. */
const timed = (time: ScenarioReport['per_request']['latency_ms'], ms: number | undefined): string | null =>
  time === null || time.p99 === 0 ? null : shown(ms, duration);

/** Without a stream step the first token is the latency, without people turnaround is. */
const apart = (scenario: ScenarioReport, key: 'first_token_ms' | 'turnaround_ms', at: 'p50' | 'p95'): string | null => {
  const { latency_ms, [key]: own } = scenario.per_request;
  return own === null || (own.mean === latency_ms?.mean && own.p95 === latency_ms.p95) ? null : duration(own[at]);
};

const TIMES: readonly Optional[] = [
  { title: 'latency p50', of: ({ per_request: { latency_ms } }) => timed(latency_ms, latency_ms?.p50) },
  { title: 'latency p95', of: ({ per_request: { latency_ms } }) => timed(latency_ms, latency_ms?.p95) },
  { title: 'first token p95', of: (scenario) => apart(scenario, 'first_token_ms', 'p95') },
  { title: 'with people p95', of: (scenario) => apart(scenario, 'turnaround_ms', 'p95') },
];

const nextUsers = ({ unit_economics }: ScenarioReport, key: 'cost_usd' | 'revenue_usd' | 'saving_usd'): string | null =>
  shown(unit_economics?.next_thousand_users?.[key], (usd) => money(usd));

const MONEY: readonly Optional[] = [
  { title: 'evaluation a month', of: ({ months: [first] }) => some(first?.components.evaluation) },
  { title: 'fixed a month', of: ({ months: [first] }) => some(first?.components.fixed) },
  { title: 'one-off', of: ({ months: [first] }) => some(first?.components.one_off) },
  { title: 'revenue a month', of: ({ unit_economics: economy }) => shown(economy?.revenue_usd, (usd) => money(usd)) },
  { title: 'margin', of: ({ unit_economics: economy }) => shown(economy?.margin, percent) },
  { title: 'saving a month', of: ({ unit_economics: economy }) => shown(economy?.saving_usd, (usd) => money(usd)) },
  { title: 'spend per user', of: ({ unit_economics: economy }) => shown(economy?.per_user_usd, (usd) => money(usd)) },
  { title: 'next 1,000 users a month', of: (scenario) => nextUsers(scenario, 'cost_usd') },
  { title: '  bring', of: (scenario) => nextUsers(scenario, 'revenue_usd') },
  { title: '  save', of: (scenario) => nextUsers(scenario, 'saving_usd') },
  { title: 'break-even', of: ({ unit_economics: economy }) => shown(economy?.break_even_requests, (n) => `${count(n)} a month`) },
];

/** Returns the lines that a report's scenarios are compared by; `unit` is what one request is called, fit to be shown. */
export const scenarioFigures = (report: Report, unit: string): readonly Figure[] => {
  const several = report.scenarios.some(({ months }) => months.length > 1);
  const all = [...TRAFFIC, ...(several ? LATER_MONTHS : []), ...requestLines(unit), ...TIMES, ...MONEY];
  return all
    .filter(({ of }) => report.scenarios.some((scenario) => of(scenario) !== null))
    .map(({ title, of }) => ({ title, of: (scenario) => of(scenario) ?? '–' }));
};
