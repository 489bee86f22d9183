import { placeText } from '../../diagnostics/source.ts';
import { type BucketCapacity, capacityOf } from '../../projection/capacity.ts';
import { dailySpendUsd } from '../../projection/economics.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { BudgetProjection, MonthProjection, Projection } from '../../projection/projection.ts';
import type { Simulation } from '../../projection/simulate/simulation.ts';
import type { BudgetReport, ComponentsReport, EconomicsReport, ScenarioReport, Spend } from '../report.ts';
import { modelReports } from './models.ts';
import { stepReport } from './steps.ts';
import { unitFigures } from './units.ts';

const spend = (mean: number): Spend => ({ mean, p10: null, p50: null, p90: null });

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

const economics = (projection: Projection): EconomicsReport | null =>
  projection.economics && {
    revenue_usd: projection.economics.revenueUsd,
    margin: projection.economics.margin,
    saving_usd: projection.economics.savingUsd,
    per_user_usd: projection.economics.perUserUsd,
    per_success_usd: projection.economics.perSuccessUsd,
    break_even_requests: projection.economics.breakEvenRequests,
  };

const budgetReport = ({ budget, actual, ok, month }: BudgetProjection): BudgetReport => ({
  name: budget.statistic === null ? budget.figure : `${budget.figure}.${budget.statistic}`,
  limit: budget.limit,
  actual,
  ok,
  chance_over: null,
  month,
});

const perSession = (projection: Projection, { perSession: simulated }: Simulation): ScenarioReport['per_session'] => {
  const { turns } = projection;
  return turns === null || simulated === null ? null : { ...unitFigures(projection, turns, simulated, null), turns };
};

const bucketReport = (bucket: BucketCapacity): NonNullable<ScenarioReport['capacity']>[number] => ({
  bucket: bucket.bucket,
  peak_rpm: bucket.peakRpm,
  peak_input_tpm: bucket.peakInputTpm,
  peak_output_tpm: bucket.peakOutputTpm,
  in_flight: null,
  binds: bucket.binds,
  use: bucket.use,
  throttled: bucket.throttled,
  limit_reached: bucket.limitReached,
});

/** Returns a scenario as the report shows it. */
export const scenarioReport = ({ projection, simulation, worst, exposureUsd }: Forecast): ScenarioReport => {
  const { months, requestsPerDay } = projection;
  const buckets = capacityOf(projection, () => null).map(bucketReport);
  const [first] = months;
  const traffic = requestsPerDay !== null && first !== undefined;
  return {
    name: projection.plan.scenario,
    per_request: { ...unitFigures(projection, 1, simulation.perRequest, worst.requestUsd), success_rate: projection.successRate },
    per_session: perSession(projection, simulation),
    daily: traffic ? { requests: requestsPerDay, spend_usd: spend(dailySpendUsd(first, requestsPerDay)) } : null,
    monthly: traffic ? { requests: first.requests, spend_usd: spend(first.spendUsd) } : null,
    months: months.map((one) => ({
      month: one.month.label,
      days: one.month.days,
      requests: one.requests,
      spend_usd: spend(one.spendUsd),
      notes: one.notes,
      components: componentsOf(one),
    })),
    horizon: traffic
      ? {
          months: months.length,
          requests: sumMonths(months, ({ requests }) => requests),
          spend_usd: spend(sumMonths(months, ({ spendUsd }) => spendUsd)),
          components: components(months),
        }
      : null,
    exposure_usd: exposureUsd,
    unbounded: worst.unbounded.map(({ step, missing, at }) => ({ step, missing, where: placeText(at) })),
    steps: projection.steps.map((step) =>
      stepReport(projection.plan, step, simulation.steps[step.step.index], worst.steps[step.step.index] ?? null),
    ),
    models: modelReports(projection),
    capacity: buckets.length === 0 ? null : buckets,
    unit_economics: economics(projection),
    sensitivity: null,
    budgets: projection.budgets.map(budgetReport),
  };
};
