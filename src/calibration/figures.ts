import type { Forecast } from '../projection/forecast.ts';
import type { StepProjection } from '../projection/projection.ts';
import { percentileOf } from '../stats/ordered.ts';
import type { StepRecord } from '../usage/read.ts';
import { inputTokens, outputTokens } from '../usage/record.ts';
import type { Observed } from './observed.ts';

export type FigureUnit = 'usd' | 'tokens' | 'count' | 'duration' | 'share';

/** One figure as it was planned and as the logs have it. */
export type Compared = {
  readonly what: string;
  /** The step that it is of; null for the whole request. */
  readonly step: string | null;
  readonly unit: FigureUnit;
  readonly planned: number;
  readonly observed: number;
  /** How many records, requests or days the observed figure is of. */
  readonly records: number;
};

/** Dollars of a record: what the log states, else its tokens at the prices of its time; null where neither is known. */
export type CostOf = (record: StepRecord) => number | null;

/** Returns the cost of a record: as stated, else as priced. Where bills stand beside counts of tokens, the bills are what was paid. */
export const statedOrPriced = (records: readonly StepRecord[], price: CostOf): CostOf => {
  const billed = records.some(({ tokens, costUsd }) => tokens === null && costUsd !== null);
  return (record) => record.costUsd ?? (billed ? 0 : price(record));
};

/** What the share of a step's input that is read from a cache is called. */
export const FROM_CACHE = 'input from cache';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Steps of the plan that the logs have calls of. */
const seenSteps = ({ projection }: Forecast, { steps }: Observed): readonly StepProjection[] =>
  projection.steps.filter(({ step }) => {
    const seen = steps.get(step.name);
    return seen !== undefined && seen.answered.length + seen.sums.length > 0;
  });

/** Returns what a request is planned to cost in the steps that the logs have calls of. */
export const plannedUsd = (forecast: Forecast, observed: Observed): number =>
  sum(seenSteps(forecast, observed).map(({ costUsd }) => costUsd));

const tokensIn = ({ tokens }: StepProjection): number => tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite;

const percentiles = (
  what: string,
  step: string | null,
  values: readonly number[],
  planned: { readonly p50: number; readonly p95: number },
): readonly Compared[] => {
  const sorted = Float64Array.from(values).sort();
  const row = (name: 'p50' | 'p95', p: number): Compared => ({
    what: `${what} ${name}`,
    step,
    unit: 'duration',
    planned: planned[name],
    observed: percentileOf(sorted, p).value,
    records: values.length,
  });
  return sorted.length === 0 || !Number.isFinite(planned.p50) ? [] : [row('p50', 0.5), row('p95', 0.95)];
};

/** How long a step took in each request, its attempts and rounds together; of each call where nothing tells requests apart. */
const stepTimes = (name: string, { records, told }: Observed): readonly number[] => {
  const spans = new Map<string, { from: number; until: number }>();
  for (const [at, { step, request, atMs, latencyMs, untilMs }] of records.entries()) {
    if (step !== name || latencyMs === null || untilMs !== null) continue;
    const key = told && request !== null ? request : `${at}`;
    const known = spans.get(key) ?? { from: atMs, until: atMs };
    spans.set(key, { from: Math.min(known.from, atMs), until: Math.max(known.until, atMs + latencyMs) });
  }
  return [...spans.values()].map(({ from, until }) => until - from);
};

const stepRows = (forecast: Forecast, projected: StepProjection, observed: Observed, count: number): readonly Compared[] => {
  const { name } = projected.step;
  const [seen, own] = [observed.steps.get(name), projected.links[0]];
  if (seen === undefined || seen.answered.length === 0 || own === undefined || own.answered === 0 || own.billed === 0) return [];
  const tokens = seen.answered.flatMap((record) => record.tokens ?? []);
  const [input, read, records] = [sum(tokens.map(inputTokens)), sum(tokens.map(({ cacheRead }) => cacheRead)), tokens.length];
  const planned = own.uncachedInput + own.cacheRead + own.cacheWrite;
  const played = forecast.simulation.steps.find((step) => step.name === name)?.latencyMs ?? null;
  const alike = observed.told || own.calls < 1.02 * projected.runs;
  const row = (what: string, unit: FigureUnit, value: number, logged: number): Compared => ({
    ...{ what: `${name} ${what}`, step: name, unit, planned: value, observed: logged, records },
  });
  return [
    ...(observed.told ? [row('calls per request', 'count', own.calls, (seen.answered.length + seen.failed) / count)] : []),
    row('input per call', 'tokens', planned / own.billed, input / records),
    row('output per call', 'tokens', (own.reasoning + own.visibleOutput) / own.answered, sum(tokens.map(outputTokens)) / records),
    ...(input > 0 && planned > 0 && read + own.cacheRead > 0 && seen.answered.some(({ cacheKnown }) => cacheKnown)
      ? [row(FROM_CACHE, 'share', own.cacheRead / planned, read / input)]
      : []),
    ...(played === null || !alike || played.p95 === 0 ? [] : percentiles(`${name} latency`, name, stepTimes(name, observed), played)),
  ];
};

const requestLatency = ({ simulation }: Forecast, { requests }: Observed): readonly Compared[] => {
  const times = requests.flatMap(({ startMs, endMs }) => (endMs === null ? [] : [endMs - startMs]));
  const { p50, p95 } = simulation.perRequest.latencyMs;
  return times.length < requests.length || p95.value === 0 ? [] : percentiles('latency', null, times, { p50: p50.value, p95: p95.value });
};

/** How many requests the logs show, sums of many calls included. */
export const requestCount = (observed: Observed, forecast: Forecast): number => {
  if (observed.startsMs.length > 0) return observed.startsMs.length;
  const [first] = seenSteps(forecast, observed).filter(({ calls }) => calls > 0);
  const summed = sum((first === undefined ? [] : (observed.steps.get(first.step.name)?.sums ?? [])).map(({ calls }) => calls ?? 0));
  return first === undefined ? 0 : summed / first.calls;
};

/** Returns planned figures of requests and steps beside what the logs have: cost, tokens, times, without traffic. */
export const comparedFigures = (forecast: Forecast, observed: Observed, costOf: CostOf): readonly Compared[] => {
  const count = requestCount(observed, forecast);
  if (count === 0) return [];
  const seen = seenSteps(forecast, observed);
  const costs = observed.records.map(costOf);
  const known = costs.filter((usd) => usd !== null);
  const row = (what: string, unit: FigureUnit, planned: number, value: number): Compared => ({
    ...{ what, step: null, unit, planned, observed: value, records: Math.round(count) },
  });
  const billed = observed.records
    .filter(({ failed, reused, calls }) => !failed && !reused && calls !== null)
    .flatMap(({ tokens }) => tokens ?? []);
  return [
    ...(known.length === costs.length && observed.records.every(({ calls }) => calls !== null)
      ? [row('cost per request', 'usd', plannedUsd(forecast, observed), sum(known) / count)]
      : []),
    row('input per request', 'tokens', sum(seen.map(tokensIn)), sum(billed.map(inputTokens)) / count),
    row(
      'output per request',
      'tokens',
      sum(seen.map(({ tokens }) => tokens.reasoning + tokens.visibleOutput)),
      sum(billed.map(outputTokens)) / count,
    ),
    ...(observed.told ? requestLatency(forecast, observed) : []),
    ...seen.flatMap((projected) => stepRows(forecast, projected, observed, count)),
  ];
};
