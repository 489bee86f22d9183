import { withSteps } from '../analysis/edit.ts';
import { edited } from '../planning/plans.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { StepRecord, UsageLog } from '../usage/read.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { StepSpec } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { bandFactors } from './bill-band.ts';
import { fittedTo, type Subject, withFitted } from './calibrate.ts';
import { type Compared, type CostOf, comparedFigures, plannedUsd, requestCount } from './figures.ts';
import { type Observed, observe } from './observed.ts';
import { forecastOf } from './plan.ts';
import { type Clock, daysIn, middleOf, type Stretch, wholeDays, worthOf } from './stretch.ts';

const MS_PER_DAY = 86_400_000;

/** A bill as it was foretold, with the band that eight of ten should fall into, and as it came. */
export type Bill = {
  readonly foretoldUsd: number;
  readonly p10Usd: number;
  readonly p90Usd: number;
  readonly observedUsd: number;
  /** Records that nothing prices; they are missing in what was observed. */
  readonly unpriced: number;
};

/** How well a plan foretells a stretch of the logs. */
export type Foretelling = Stretch & {
  /** Null where the logs do not count calls. */
  readonly requests: { readonly foretold: number; readonly observed: number | null };
  /** Where the volume comes from: the plan, or, where the logs are too short for one, the rate of the part before. */
  readonly volume: 'plan' | 'rate';
  readonly bill: Bill;
  /** Whole days, and how many of them came out within the band of that day. */
  readonly days: { readonly days: number; readonly inside: number };
  readonly figures: readonly Compared[];
};

/** `fitted`: the first part of the logs foretells the rest; null where there is too little of it. `written`: the plan as it stands, all of the logs. */
export type Backtest = { readonly splitMs: number; readonly fitted: Foretelling | null; readonly written: Foretelling | null };

/** People and tools are not in usage logs: here they are free. */
const withoutOthers = (step: StepSpec): StepSpec => {
  const { body } = step;
  if (body.kind === 'human') return { ...step, body: { ...body, wage: null } };
  return body.kind === 'tool' ? { ...step, body: { ...body, cost: null } } : step;
};

/** A scenario as it is on some days: no growth, no months to come, nothing that does not hang on requests. */
const onTheDays = (scenario: ScenarioSpec): ScenarioSpec => ({
  ...scenario,
  ...{ growth: null, months: { value: 1, stated: true }, start: null, fixed: [], oneOff: [], evaluation: null },
  ...{ revenue: null, replaces: null, budgets: [] },
});

/** The forecast of the calls of models alone, at the prices of a day. */
const modelsOnly = ({ project }: Subject, workflow: Workflow, scenario: ScenarioSpec, atMs: number): Forecast | undefined => {
  const own = edited(workflow, (spec) => withSteps({ ...spec, scenarios: spec.scenarios.map(onTheDays) }, withoutOthers));
  return own && forecastOf({ ...project, asOf: Math.floor(atMs / MS_PER_DAY) }, own, onTheDays(scenario));
};

type Volume = { readonly perDay: number; readonly from: Foretelling['volume'] };

/** The hours that a volume is spread over: those of the plan, or, of a rate, all alike. */
const clockOf = ({ projection }: Forecast, { timezone }: ScenarioSpec, { from }: Volume): Clock =>
  from === 'rate' ? { hours: [], zone: null } : { hours: projection.plan.traffic?.hours ?? [], zone: timezone?.name ?? null };

/** Whether each whole day came out within the band of that day. */
const daysInside = (
  observed: Observed,
  costOf: CostOf,
  stretch: Stretch,
  usdOn: (day: Stretch) => number,
  of: { low: number; high: number },
) => {
  const days = wholeDays(stretch);
  const first = days[0]?.fromMs ?? 0;
  const spent = days.map(() => 0);
  for (const record of observed.records) {
    const at = Math.floor((record.atMs - first) / MS_PER_DAY);
    if (at >= 0 && at < spent.length) spent[at] = (spent[at] ?? 0) + (costOf(record) ?? 0);
  }
  const inside = days.filter((day, at) => {
    const [usd, foretold] = [spent[at] ?? 0, usdOn(day)];
    return usd >= foretold * of.low && usd <= foretold * of.high;
  });
  return { days: days.length, inside: inside.length };
};

type Case = { readonly forecast: Forecast; readonly scenario: ScenarioSpec; readonly observed: Observed; readonly volume: Volume };

const foretelling = ({ forecast, scenario, observed, volume }: Case, costOf: CostOf, stretch: Stretch): Foretelling | null => {
  const count = requestCount(observed, forecast);
  if (daysIn(stretch) <= 0) return null;
  const clock = clockOf(forecast, scenario, volume);
  const costs = observed.records.map(costOf);
  const usdPerRequest = plannedUsd(forecast, observed);
  const requests = volume.perDay * worthOf(stretch, clock);
  const band = bandFactors(forecast, daysIn(stretch), requests);
  const ofDay = bandFactors(forecast, 1, volume.perDay);
  const foretoldUsd = requests * usdPerRequest;
  return {
    ...stretch,
    requests: { foretold: requests, observed: count === 0 ? null : count },
    volume: volume.from,
    bill: {
      foretoldUsd,
      p10Usd: foretoldUsd * band.low,
      p90Usd: foretoldUsd * band.high,
      observedUsd: costs.reduce<number>((total, usd) => total + (usd ?? 0), 0),
      unpriced: costs.filter((usd) => usd === null).length,
    },
    days: daysInside(observed, costOf, stretch, (day) => volume.perDay * worthOf(day, clock) * usdPerRequest, ofDay),
    figures: comparedFigures(forecast, observed, costOf),
  };
};

const stretchOf = (records: readonly StepRecord[]): Stretch => ({
  fromMs: records[0]?.atMs ?? 0,
  untilMs: records.reduce((last, { atMs, untilMs }) => Math.max(last, untilMs ?? atMs), records[0]?.atMs ?? 0),
});

const fromFirstPart = (
  subject: Subject,
  costOf: CostOf,
  records: readonly StepRecord[],
  all: Stretch,
  splitMs: number,
): Foretelling | null => {
  const [first, rest] = [records.filter(({ atMs }) => atMs < splitMs), records.filter(({ atMs }) => atMs >= splitMs)];
  if (first.length === 0 || rest.length === 0) return null;
  const { settings, proposals, observed: before } = fittedTo(subject, { records: first });
  const fitted = withFitted(subject, settings);
  const forecast = fitted && modelsOnly(subject, fitted.workflow, fitted.scenario, (splitMs + all.untilMs) / 2);
  if (fitted === undefined || forecast === undefined) return null;
  const planned = proposals.some(({ path, after }) => after !== null && (path[2] === 'requests' || path[2] === 'sessions'));
  const rate = requestCount(before, forecast) / daysIn({ fromMs: all.fromMs, untilMs: splitMs });
  const perDay = planned ? forecast.projection.requestsPerDay : null;
  const volume: Volume = perDay === null ? { perDay: rate, from: 'rate' } : { perDay, from: 'plan' };
  const observed = observe(rest, subject.steps, forecast.projection);
  return foretelling({ forecast, scenario: fitted.scenario, observed, volume }, costOf, { fromMs: splitMs, untilMs: all.untilMs });
};

const asWritten = (subject: Subject, costOf: CostOf, records: readonly StepRecord[], all: Stretch): Foretelling | null => {
  const { workflow, scenario, steps } = subject;
  const forecast = modelsOnly(subject, workflow, scenario, (all.fromMs + all.untilMs) / 2);
  const perDay = forecast?.projection.requestsPerDay ?? null;
  if (forecast === undefined || perDay === null) return null;
  const observed = observe(records, steps, forecast.projection);
  return foretelling({ forecast, scenario, observed, volume: { perDay, from: 'plan' } }, costOf, all);
};

/** Returns how well a workflow that is fitted to the first half of some logs foretells the second, and how well it does as it is written. */
export const backtested = (subject: Subject, log: Pick<UsageLog, 'records'>, costOf: CostOf): Backtest => {
  const records = log.records.filter(({ step }) => step !== null);
  const all = stretchOf(records);
  const splitMs = middleOf(all);
  return { splitMs, fitted: fromFirstPart(subject, costOf, records, all, splitMs), written: asWritten(subject, costOf, records, all) };
};
