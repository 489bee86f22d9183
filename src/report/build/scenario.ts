import { placeText } from '../../diagnostics/source.ts';
import type { Band } from '../../projection/band/band.ts';
import type { Sensitivity } from '../../projection/band/sensitivity.ts';
import type { BudgetVerdict } from '../../projection/budgets.ts';
import type { BucketCapacity } from '../../projection/capacity.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { MonthProjection, Projection, UnitEconomics } from '../../projection/projection.ts';
import type { Simulation } from '../../projection/simulate/simulation.ts';
import type { BucketReport, BudgetReport, ComponentsReport, EconomicsReport, LeverReport, ScenarioReport, Spend } from '../report.ts';
import { modelReports } from './models.ts';
import { stepReport } from './steps.ts';
import { unitFigures } from './units.ts';

const spend = ({ mean, p10, p50, p90 }: Band): Spend => ({ mean, p10, p50, p90 });

const componentsOf = ({ components: { oneOff, ...others } }: MonthProjection): ComponentsReport => ({ ...others, one_off: oneOff });

const sumMonths = (months: readonly MonthProjection[], pick: (month: MonthProjection) => number): number =>
  months.reduce((sum, month) => sum + pick(month), 0);

const components = (months: readonly MonthProjection[]): ComponentsReport => ({
  models: sumMonths(months, (month) => month.components.models),
  tools: sumMonths(months, (month) => month.components.tools),
  people: sumMonths(months, (month) => month.components.people),
  evaluation: sumMonths(months, (month) => month.components.evaluation),
  fixed: sumMonths(months, (month) => month.components.fixed),
  one_off: sumMonths(months, (month) => month.components.oneOff),
});

const nextUsers = ({ nextThousandUsers: next }: UnitEconomics): EconomicsReport['next_thousand_users'] =>
  next && { cost_usd: next.costUsd, revenue_usd: next.revenueUsd, saving_usd: next.savingUsd };

const economics = (projection: Projection): EconomicsReport | null =>
  projection.economics && {
    revenue_usd: projection.economics.revenueUsd,
    margin: projection.economics.margin,
    saving_usd: projection.economics.savingUsd,
    per_user_usd: projection.economics.perUserUsd,
    per_success_usd: projection.economics.perSuccessUsd,
    break_even_requests: projection.economics.breakEvenRequests,
    next_thousand_users: nextUsers(projection.economics),
  };

const budgetReport = ({ budget, name, actual, interval, verdict, chanceOver, month }: BudgetVerdict): BudgetReport => ({
  name,
  limit: budget.limit,
  actual,
  interval,
  ok: verdict === 'unknown' ? null : verdict !== 'crossed',
  verdict,
  chance_over: chanceOver,
  month,
});

const lever = (one: Sensitivity): LeverReport => ({
  name: one.name,
  kind: one.kind,
  low: one.low,
  middle: one.middle,
  high: one.high,
  low_usd_per_month: one.lowUsdPerMonth,
  middle_usd_per_month: one.middleUsdPerMonth,
  high_usd_per_month: one.highUsdPerMonth,
  elasticity: one.elasticity,
  share_of_spread: one.share,
  breaks: one.breaks,
});

const perSession = (projection: Projection, { perSession: simulated }: Simulation): ScenarioReport['per_session'] => {
  const { turns } = projection;
  return turns === null || simulated === null ? null : { ...unitFigures(projection, turns, simulated, null), turns };
};

const bucketReport = (bucket: BucketCapacity): BucketReport => ({
  bucket: bucket.bucket,
  mean_rpm: bucket.meanRpm,
  peak_rpm: bucket.peakRpm,
  peak_input_tpm: bucket.peakInputTpm,
  peak_output_tpm: bucket.peakOutputTpm,
  in_flight: bucket.inFlight,
  binds: bucket.binds,
  use: bucket.use,
  throttled: bucket.throttled,
  amplification: bucket.amplification,
  retry_storm: bucket.retryStorm,
  limit_reached: bucket.limitReached,
});

/** What is spent over time, with its bands; nothing of it without traffic. */
const spending = ({ projection, uncertainty }: Forecast): Pick<ScenarioReport, 'daily' | 'monthly' | 'months' | 'horizon'> => {
  const { months, requestsPerDay } = projection;
  const [first] = months;
  if (uncertainty === null || first === undefined || requestsPerDay === null)
    return { daily: null, monthly: null, months: [], horizon: null };
  const { bands } = uncertainty;
  const bandOf = (at: number): Spend => spend(bands.months[at] as Band);
  return {
    daily: { requests: requestsPerDay, spend_usd: spend(bands.daily) },
    monthly: { requests: first.requests, spend_usd: bandOf(0) },
    months: months.map((one, at) => ({
      month: one.month.label,
      days: one.month.days,
      requests: one.requests,
      spend_usd: bandOf(at),
      notes: one.notes,
      components: componentsOf(one),
    })),
    horizon: {
      months: months.length,
      requests: sumMonths(months, ({ requests }) => requests),
      spend_usd: spend(bands.horizon),
      components: components(months),
    },
  };
};

/** Reports of forecasts that were made before: the app shows the same ones with every key. */
const known = new WeakMap<Forecast, ScenarioReport>();

/** Returns a scenario as the report shows it. */
export const scenarioReport = (forecast: Forecast): ScenarioReport => {
  const report = known.get(forecast) ?? reportOf(forecast);
  known.set(forecast, report);
  return report;
};

const reportOf = (forecast: Forecast): ScenarioReport => {
  const { projection, simulation, uncertainty, worst, exposureUsd, capacity, budgets } = forecast;
  return {
    name: projection.plan.scenario,
    per_request: { ...unitFigures(projection, 1, simulation.perRequest, worst.requestUsd), success_rate: projection.successRate },
    per_session: perSession(projection, simulation),
    ...spending(forecast),
    exposure_usd: exposureUsd,
    unbounded: worst.unbounded.map(({ step, missing, at }) => ({ step, missing, where: placeText(at) })),
    steps: projection.steps.map((step) =>
      stepReport(projection.plan, step, simulation.steps[step.step.index], worst.steps[step.step.index] ?? null),
    ),
    models: modelReports(projection),
    capacity: capacity.length === 0 ? null : capacity.map(bucketReport),
    unit_economics: economics(projection),
    sensitivity: uncertainty?.sensitivity.map(lever) ?? null,
    budgets: budgets.map(budgetReport),
  };
};
