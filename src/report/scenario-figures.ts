import { count, money, percent } from './format.ts';
import type { Report, ScenarioReport } from './report.ts';
import { inputOf, outputOf } from './tokens.ts';

/** A line of the table that sets scenarios side by side. */
export type Figure = { readonly title: string; readonly of: (scenario: ScenarioReport) => string };

const LATER_MONTHS: readonly Figure[] = [
  { title: 'last month', of: ({ months }) => money(months.at(-1)?.spend_usd.mean ?? 0) },
  { title: 'all months', of: ({ horizon }) => (horizon === null ? '–' : money(horizon.spend_usd.mean)) },
  { title: 'months', of: ({ horizon }) => String(horizon?.months ?? 0) },
];

/** Returns the lines that a report's scenarios are compared by; `unit` is what one request is called, fit to be shown. */
export const scenarioFigures = (report: Report, unit: string): readonly Figure[] => {
  const perRequest: readonly Figure[] = [
    { title: `cost per ${unit}`, of: ({ per_request }) => money(per_request.cost_usd.mean) },
    { title: `model calls per ${unit}`, of: ({ per_request }) => count(per_request.calls.mean) },
    { title: `tokens in per ${unit}`, of: ({ per_request }) => count(inputOf(per_request.tokens)) },
    { title: `tokens out per ${unit}`, of: ({ per_request }) => count(outputOf(per_request.tokens)) },
    { title: 'success', of: ({ per_request }) => percent(per_request.success_rate) },
  ];
  if (report.scenarios.every(({ daily }) => daily === null)) return perRequest;
  const several = report.scenarios.some(({ months }) => months.length > 1);
  const overTime: readonly Figure[] = [
    { title: 'requests a day', of: ({ daily }) => (daily === null ? '–' : count(daily.requests)) },
    { title: 'spend a day', of: ({ daily }) => (daily === null ? '–' : money(daily.spend_usd.mean)) },
    { title: 'first month', of: ({ monthly }) => (monthly === null ? '–' : money(monthly.spend_usd.mean)) },
    ...(several ? LATER_MONTHS : []),
  ];
  return [...overTime, ...perRequest];
};
