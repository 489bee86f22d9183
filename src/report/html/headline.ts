import { duration, money, percent } from '../format.ts';
import type { Report, ScenarioReport, Spend } from '../report.ts';
import { leavesOf } from '../tokens.ts';
import { bandOf } from './band.ts';
import { name } from './markup.ts';
import { about, monthWords, roughly } from './words.ts';

/** What the plan comes to, in words: a headline, and the sentences below it. */
export type Headline = { readonly headline: string; readonly sentences: readonly string[] };

/** Months this near to each other are told as one figure. */
const FLAT = 1.1;

/** What nobody who comes can be charged for: it stands whether or not anybody comes. */
const standingShare = (scenario: ScenarioReport): number => {
  const { horizon } = scenario;
  if (horizon === null || horizon.spend_usd.mean === 0) return 0;
  const { evaluation, fixed, one_off } = horizon.components;
  return (evaluation + fixed + one_off) / horizon.spend_usd.mean;
};

/** A step of less than this part of a request is not worth a word in the headline. */
const SPREAD = 0.15;

const mostly = (scenario: ScenarioReport): string => {
  const leaves = leavesOf(scenario);
  const dearest = [...leaves].sort((a, b) => b.cost_usd - a.cost_usd)[0];
  if (standingShare(scenario) > 0.5) return '; mostly what does not depend on requests';
  if (dearest === undefined || leaves.length < 2 || dearest.cost_usd === 0) return '';
  const share = dearest.share_of_cost;
  if (share < SPREAD) return `; spread over ${leaves.length} steps`;
  const step = `the ${name(dearest.name, 40)} step`;
  return share * (1 - standingShare(scenario)) >= 0.5
    ? `; mostly ${dearest.kind === 'human' ? `people, in ${step}` : step}`
    : `; the dearest step is ${name(dearest.name, 40)}, ${roughly(share)} of a request`;
};

const between = (spend: Spend, months: number): string => {
  const band = bandOf(spend);
  return band === null ? '' : `, between ${about(band[0] / months)} and ${about(band[1] / months)}`;
};

const overTime = (scenario: ScenarioReport): readonly string[] => {
  const { horizon, months } = scenario;
  const [first, last] = [months[0], months.at(-1)];
  if (horizon === null || first === undefined || last === undefined || months.length < 2) return [];
  const all = `${about(horizon.spend_usd.mean)} over ${months.length} months`;
  const means = months.map(({ spend_usd }) => spend_usd.mean);
  if (Math.max(...means) <= FLAT * Math.min(...means)) return [`That is ${all}.`];
  const [from, to] = [about(first.spend_usd.mean), about(last.spend_usd.mean)];
  return [`It starts at ${from} in ${monthWords(first.month)}, ends at ${to} in ${monthWords(last.month)}, and comes to ${all}.`];
};

const ofOne = (scenario: ScenarioReport, unit: string): readonly string[] => {
  const { cost_usd: cost } = scenario.per_request;
  const leaves = leavesOf(scenario);
  const people = leaves.reduce((sum, step) => sum + (step.kind === 'human' ? step.cost_usd : 0), 0);
  const without = cost.mean - people;
  return [
    scenario.horizon === null
      ? `One ${unit} in twenty costs more than ${money(cost.p95)}.`
      : `One ${unit} costs ${money(cost.mean)} on average; one in twenty costs more than ${money(cost.p95)}.`,
    ...(people > 0 && without > 0
      ? [`People are ${roughly(people / cost.mean)} of that: without them one ${unit} costs ${money(without)}.`]
      : []),
  ];
};

const inTime = (
  { per_request: { latency_ms: latency, first_token_ms: first, success_rate } }: ScenarioReport,
  unit: string,
): readonly string[] => {
  const success = `${percent(success_rate).replace('>', 'More than ').replace('<', 'Less than ')} of requests succeed.`;
  if (latency === null || latency.p99 === 0) return [success];
  const begins = first === null || first.p50 >= latency.p50 ? '' : `, with the first words after ${duration(first.p50)}`;
  return [
    `One ${unit} takes ${duration(latency.p50)} in a typical case${begins}, and more than ${duration(latency.p95)} one time in twenty.`,
    success,
  ];
};

const are = (count: number): string => (count === 1 ? 'is' : 'are');

const ONE = {
  kept: 'Its budget holds.',
  near: 'Whether its budget holds is too near to tell.',
  crossed: 'Its budget is not met.',
} as const;

const held = ({ budgets }: ScenarioReport): readonly string[] => {
  const verdicts = budgets.flatMap(({ verdict }) => (verdict === 'unknown' ? [] : [verdict]));
  const [first] = verdicts;
  if (first === undefined) return [];
  if (verdicts.length === 1) return [ONE[first]];
  const counted = (['crossed', 'near'] as const).map((verdict) => verdicts.filter((one) => one === verdict).length);
  const [over = 0, near = 0] = counted;
  const parts = [over === 0 ? '' : `${over} ${are(over)} not met`, near === 0 ? '' : `${near} ${are(near)} too near to tell`];
  const words = parts.filter((part) => part !== '').join(', ');
  return [words === '' ? `All ${verdicts.length} budgets hold.` : `Of ${verdicts.length} budgets ${words}.`];
};

/** Returns what a scenario comes to; of several months, the average one leads. */
export const headlineOf = (report: Report, scenario: ScenarioReport): Headline => {
  const { horizon, per_request } = scenario;
  const unit = name(report.unit, 40);
  const headline =
    horizon === null
      ? `About ${money(per_request.cost_usd.mean)} per ${unit}`
      : `About ${about(horizon.spend_usd.mean / horizon.months)} a month${between(horizon.spend_usd, horizon.months)}`;
  return {
    headline: `${headline}${mostly(scenario)}.`,
    sentences: [...overTime(scenario), ...ofOne(scenario, unit), ...inTime(scenario, unit), ...held(scenario)],
  };
};
