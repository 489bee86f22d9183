import { withSteps } from '../analysis/edit.ts';
import { edited } from '../planning/plans.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { StepRecord, UsageLog } from '../usage/read.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { StepSpec } from '../workflow/spec.ts';
import { DAYS_PER_MONTH } from '../workflow/traffic/period.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { fittedTo, type Subject, withFitted } from './calibrate.ts';
import { type Compared, type CostOf, comparedFigures, plannedUsd, requestCount } from './figures.ts';
import { type Observed, observe } from './observed.ts';
import { forecastOf } from './plan.ts';

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

/** Whole days of the foretold stretch, and how many of them came out within the band of a day. */
export type DaysInBand = { readonly days: number; readonly inside: number; readonly p10Usd: number; readonly p90Usd: number };

/** How well a plan foretells a stretch of the logs. */
export type Foretelling = {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly requests: { readonly foretold: number; readonly observed: number };
  /** Where the volume comes from: the plan, or, where the logs are too short for one, the rate of the part before. */
  readonly volume: 'plan' | 'rate';
  readonly bill: Bill;
  readonly days: DaysInBand | null;
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
  ...{
    growth: null,
    months: { value: 1, stated: true },
    start: null,
    fixed: [],
    oneOff: [],
    evaluation: null,
    revenue: null,
    replaces: null,
    budgets: [],
  },
});

const modelsOnly = ({ project }: Subject, workflow: Workflow, scenario: ScenarioSpec, atMs: number): Forecast | undefined => {
  const own = edited(workflow, (spec) => withSteps({ ...spec, scenarios: spec.scenarios.map(onTheDays) }, withoutOthers));
  return own && forecastOf({ ...project, asOf: Math.floor(atMs / MS_PER_DAY) }, own, onTheDays(scenario));
};

const Z90_TWICE = 2 * 1.2815515655446004;

/** The band of a month with the days' own noise of another number of days in it. */
const bandOf = (forecast: Forecast, days: number): { readonly low: number; readonly high: number } => {
  const month = forecast.uncertainty?.bands.months[0];
  const dayToDay = forecast.projection.plan.traffic?.dayToDay ?? 0;
  if (month === undefined || month.p10 <= 0 || month.mean <= 0) return { low: 1, high: 1 };
  const sd = Math.log(month.p90 / month.p10) / Z90_TWICE;
  const own = Math.sqrt(Math.max(0, sd ** 2 + dayToDay ** 2 * (1 / Math.max(1, days) - 1 / DAYS_PER_MONTH)));
  const middle = month.p50 / month.mean;
  return { low: middle * Math.exp(-own * (Z90_TWICE / 2)), high: middle * Math.exp(own * (Z90_TWICE / 2)) };
};

const dailyUsd = (observed: Observed, costOf: CostOf, fromMs: number, days: number): readonly number[] => {
  const totals = new Array<number>(days).fill(0);
  for (const record of observed.records) {
    const at = Math.floor((record.atMs - fromMs) / MS_PER_DAY);
    if (at >= 0 && at < days) totals[at] = (totals[at] ?? 0) + (costOf(record) ?? 0);
  }
  return totals;
};

type Stretch = { readonly fromMs: number; readonly untilMs: number };

type Volume = { readonly perDay: number; readonly from: Foretelling['volume'] };

const foretelling = (
  forecast: Forecast,
  observed: Observed,
  costOf: CostOf,
  { fromMs, untilMs }: Stretch,
  volume: Volume,
): Foretelling | null => {
  const days = (untilMs - fromMs) / MS_PER_DAY;
  const count = requestCount(observed, forecast);
  if (days <= 0 || count === 0) return null;
  const costs = observed.records.map(costOf);
  const usdPerDay = volume.perDay * plannedUsd(forecast, observed);
  const [band, ofDay] = [bandOf(forecast, days), bandOf(forecast, 1)];
  const whole = Math.floor(days + 1e-9);
  const daily = dailyUsd(observed, costOf, fromMs, whole);
  const [p10Usd, p90Usd] = [usdPerDay * ofDay.low, usdPerDay * ofDay.high];
  return {
    fromMs,
    untilMs,
    requests: { foretold: volume.perDay * days, observed: count },
    volume: volume.from,
    bill: {
      foretoldUsd: usdPerDay * days,
      p10Usd: usdPerDay * days * band.low,
      p90Usd: usdPerDay * days * band.high,
      observedUsd: costs.reduce<number>((total, usd) => total + (usd ?? 0), 0),
      unpriced: costs.filter((usd) => usd === null).length,
    },
    days: whole < 2 ? null : { days: whole, inside: daily.filter((usd) => usd >= p10Usd && usd <= p90Usd).length, p10Usd, p90Usd },
    figures: comparedFigures(forecast, observed, costOf),
  };
};

/** The middle of the logs; at midnight where they cover days enough. */
const splitOf = ({ fromMs, untilMs }: Stretch): number => {
  const middle = (fromMs + untilMs) / 2;
  return untilMs - fromMs < 4 * MS_PER_DAY ? middle : Math.round(middle / MS_PER_DAY) * MS_PER_DAY;
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
  if (forecast === undefined) return null;
  const planned = proposals.some(({ path, after }) => after !== null && (path[2] === 'requests' || path[2] === 'sessions'));
  const rate = (MS_PER_DAY * requestCount(before, forecast)) / (splitMs - all.fromMs);
  const volume: Volume = planned ? { perDay: forecast.projection.requestsPerDay ?? rate, from: 'plan' } : { perDay: rate, from: 'rate' };
  const observed = observe(rest, subject.steps, forecast.projection);
  return foretelling(forecast, observed, costOf, { fromMs: splitMs, untilMs: all.untilMs }, volume);
};

/** Returns how well a workflow that is fitted to the first half of some logs foretells the second, and how well it does as it is written. */
export const backtested = (subject: Subject, log: Pick<UsageLog, 'records'>, costOf: CostOf): Backtest => {
  const records = log.records.filter(({ step }) => step !== null);
  const all = stretchOf(records);
  const splitMs = splitOf(all);
  const asWritten = modelsOnly(subject, subject.workflow, subject.scenario, (all.fromMs + all.untilMs) / 2);
  const perDay = asWritten?.projection.requestsPerDay ?? null;
  return {
    splitMs,
    fitted: fromFirstPart(subject, costOf, records, all, splitMs),
    written:
      asWritten === undefined || perDay === null
        ? null
        : foretelling(asWritten, observe(records, subject.steps, asWritten.projection), costOf, all, { perDay, from: 'plan' }),
  };
};
