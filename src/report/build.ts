import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeText } from '../diagnostics/source.ts';
import { type Day, dayText } from '../pricing/day.ts';
import type { Usage } from '../pricing/price.ts';
import type { PriceTable } from '../pricing/table.ts';
import { dailySpendUsd } from '../projection/economics.ts';
import type { BudgetProjection, LinkProjection, MonthProjection, Projection, StepProjection } from '../projection/projection.ts';
import type { Assumption, Plan } from '../workflow/plan.ts';
import type { Spec } from '../workflow/spec.ts';
import type {
  BudgetReport,
  ComponentsReport,
  EconomicsReport,
  ModelReport,
  Report,
  ScenarioReport,
  Spend,
  StepReport,
  TokenFigures,
  UnitFigures,
} from './report.ts';

/** What a report is made of, beside the projections. */
export type Facts = {
  readonly version: string;
  readonly asOf: Day;
  readonly seed: number;
  readonly runs: number;
  readonly settings: readonly string[];
  readonly spec: Spec;
  readonly projections: readonly Projection[];
  readonly inputs: Report['inputs'];
  readonly tables: readonly PriceTable[];
  readonly diagnostics: readonly Diagnostic[];
};

const tokens = (usage: Usage, times = 1): TokenFigures => ({
  uncached_input: usage.uncachedInput * times,
  cache_read: usage.cacheRead * times,
  cache_write: usage.cacheWrite * times,
  reasoning: usage.reasoning * times,
  visible_output: usage.visibleOutput * times,
});

const spend = (mean: number): Spend => ({ mean, p10: null, p50: null, p90: null });

const modelOf = ({ step }: StepProjection): string | null => {
  const [first] = step.links;
  return first?.kind === 'model' ? first.model.id : null;
};

const stepReport = (plan: Plan, projection: StepProjection): StepReport => ({
  name: projection.step.name,
  kind: projection.step.kind,
  model: modelOf(projection),
  group: projection.step.parent === null ? null : (plan.steps[projection.step.parent]?.name ?? null),
  runs_per_request: projection.runs,
  calls_per_request: projection.calls,
  cost_usd: projection.costUsd,
  share_of_cost: projection.shareOfCost,
  tokens_per_request: tokens(projection.tokens),
  cache_hit_rate: projection.cacheHitRate,
  latency_ms: null,
  share_of_critical_path: null,
  worst_case_cost_usd: null,
  context_use_p99: null,
});

/** Each model once, whichever steps call it, first by itself and then as a fallback. */
const modelReports = (projection: Projection): readonly ModelReport[] => {
  const perDay = projection.requestsPerDay;
  if (perDay === null) return [];
  const sums = new Map<string, LinkProjection[]>();
  for (const { step, links } of projection.steps) {
    for (const [index, link] of step.links.entries()) {
      const sum = links[index];
      if (link.kind === 'model' && sum) sums.set(link.model.id, [...(sums.get(link.model.id) ?? []), sum]);
    }
  }
  const total = (list: readonly LinkProjection[], pick: (link: LinkProjection) => number): number =>
    list.reduce((sum, link) => sum + pick(link), 0);
  return [...sums].map(([model, list]) => ({
    model,
    calls_per_day: perDay * total(list, (link) => link.calls),
    tokens_per_day: tokens(
      {
        uncachedInput: total(list, (link) => link.uncachedInput),
        cacheRead: total(list, (link) => link.cacheRead),
        cacheWrite: total(list, (link) => link.cacheWrite),
        reasoning: total(list, (link) => link.reasoning),
        visibleOutput: total(list, (link) => link.visibleOutput),
      },
      perDay,
    ),
    spend_usd_per_month: total(list, (link) => link.spendUsd[0] ?? 0),
  }));
};

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

const unitFigures = ({ costUsd, exact, calls, tokens: usage }: Projection, requests: number): UnitFigures => ({
  cost_usd: { mean: costUsd * requests, exact, standard_error: 0, p50: null, p95: null, p99: null, worst_case: null },
  calls: { mean: calls * requests },
  tokens: tokens(usage, requests),
  latency_ms: null,
  turnaround_ms: null,
  first_token_ms: null,
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

const scenarioReport = (projection: Projection): ScenarioReport => {
  const { months, requestsPerDay } = projection;
  const [first] = months;
  const traffic = requestsPerDay !== null && first !== undefined;
  return {
    name: projection.plan.scenario,
    per_request: { ...unitFigures(projection, 1), success_rate: projection.successRate },
    per_session: projection.turns === null ? null : { ...unitFigures(projection, projection.turns), turns: projection.turns },
    daily: traffic ? { requests: requestsPerDay, spend_usd: spend(dailySpendUsd(first, requestsPerDay)) } : null,
    monthly: traffic ? { requests: first.requests, spend_usd: spend(first.spendUsd) } : null,
    months: months.map(({ month, requests, spendUsd, notes }) => ({
      month: month.label,
      days: month.days,
      requests,
      spend_usd: spend(spendUsd),
      notes,
    })),
    horizon: traffic
      ? {
          months: months.length,
          requests: sumMonths(months, ({ requests }) => requests),
          spend_usd: spend(sumMonths(months, ({ spendUsd }) => spendUsd)),
          components: components(months),
        }
      : null,
    exposure_usd: null,
    steps: projection.steps.map((step) => stepReport(projection.plan, step)),
    models: modelReports(projection),
    capacity: null,
    unit_economics: economics(projection),
    sensitivity: null,
    budgets: projection.budgets.map(budgetReport),
  };
};

const where = (assumption: Assumption): string => (assumption.at === null ? '' : placeText(assumption.at));

/** The assumptions of all scenarios, each once. */
const assumptions = (projections: readonly Projection[]): Report['assumptions'] => {
  const lines = projections
    .flatMap(({ plan }) => plan.assumptions)
    .map((line) => ({ where: where(line), what: line.what, value: line.value, origin: line.origin }));
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
};

const newestRead = (table: PriceTable): string => dayText(Math.max(...table.models.flatMap(({ rows }) => rows.map(({ read }) => read))));

/** Returns the report of some projections of one workflow. Nothing is rounded here. */
export const buildReport = (facts: Facts): Report => ({
  schema: 'outlay.plan/1',
  tool: { name: 'outlay', version: facts.version },
  workflow: facts.spec.name,
  description: facts.spec.description,
  unit: facts.spec.unit,
  tags: Object.fromEntries(facts.spec.tags),
  settings: { seed: facts.seed, runs: facts.runs, as_of: dayText(facts.asOf), set: facts.settings },
  inputs: facts.inputs,
  pricing: facts.tables.map((table) => ({ provider: table.provider, source: table.source, read: newestRead(table), sha256: table.sha256 })),
  scenarios: facts.projections.map(scenarioReport),
  assumptions: assumptions(facts.projections),
  diagnostics: facts.diagnostics.map(({ severity, code, message, span, help }) => ({
    severity,
    code,
    message,
    where: span === null ? '' : placeText(span),
    help,
  })),
});
