import type { WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import { placeOf } from '../analysis/diff/written.ts';
import { loosenedBudgets, meanVerdict, strictBudgets } from '../check/budgets.ts';
import type { CheckedWorkflow, HeldBudget } from '../check/checked-workflow.ts';
import { budgetFinding, regressionFindings, topOf, unpricedFinding, type Words, worded } from '../check/findings.ts';
import type { Gates, Loosened, Policy } from '../check/policy.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { evaluatedIn } from '../planning/forecasts.ts';
import { planned } from '../planning/plans.ts';
import type { Project } from '../planning/read.ts';
import { replanner } from '../planning/replan.ts';
import type { BudgetVerdict, Verdict } from '../projection/budgets.ts';
import { expect } from '../projection/expect.ts';
import { beginForecast, type Forecast } from '../projection/forecast.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';
import type { Levels } from '../review/levels.ts';
import { type Review, review } from '../review/review.ts';
import type { ReviewedScenario } from '../review/reviewed.ts';
import { RULES } from '../review/rules.ts';
import { meanPlan, type PlanBudget, type ScenarioPlan } from '../workflow/plan.ts';
import { isSamePrice, type Ready, readyOf, tablesOf } from './compare-workflow.ts';
import type { OpenSide } from './open-side.ts';

/** How a workflow is checked. */
export type Checking = {
  readonly gates: Gates;
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly words: Words;
};

/** The budgets of the base's scenario of a name; null where it has no such scenario. */
export type BaseBudgets = (scenario: string) => readonly PlanBudget[] | null;

/** Returns the budgets that a planned side has. */
export const budgetsOfSide =
  ({ plans }: OpenSide): BaseBudgets =>
  (name) => {
    const plan = plans?.plans.find((one) => one.name === name);
    return plan === undefined ? null : meanPlan(plan).budgets;
  };

type Computed = ReviewedScenario & { readonly name: string; readonly verdicts: readonly BudgetVerdict[] };

const withBudgets = (plan: ScenarioPlan, budgets: readonly PlanBudget[]): ScenarioPlan => ({
  ...plan,
  planAt: (values) => ({ ...plan.planAt(values), budgets }),
});

/** Means in closed form; requests are played, from now on, only where a budget asks for what only they can tell. */
const beginComputed = (
  project: Project,
  plan: ScenarioPlan,
  budgets: readonly PlanBudget[],
  run: Checking['run'],
  problems: Problems,
): (() => Computed) | undefined => {
  const evaluated = evaluatedIn(project, plan);
  const projection = expect(plan, problems, evaluated);
  if (projection === undefined) return undefined;
  const verdicts = budgets.map((budget) => meanVerdict(budget, projection));
  const known = verdicts.filter((verdict) => verdict !== null);
  if (known.length === verdicts.length) return () => ({ name: plan.name, projection, simulation: null, verdicts: known });
  const begun = beginForecast(withBudgets(plan, budgets), run, problems, { evaluated, families: project.stock.families() });
  return begun && (() => withVerdicts(plan.name, begun()));
};

const withVerdicts = (name: string, { projection, simulation, budgets }: Forecast): Computed => ({
  ...{ name, projection, simulation, verdicts: budgets },
});

/** What a change is held to: its budgets, and with `gates: base` the base's where these are stricter. */
const budgetsFor = (plan: ScenarioPlan, base: BaseBudgets | null, { gates }: Checking): readonly PlanBudget[] => {
  const own = meanPlan(plan).budgets;
  return gates === 'head' || base === null ? own : strictBudgets(base(plan.name) ?? [], own);
};

const WEIGHT: Readonly<Record<Verdict, number>> = { unknown: 0, kept: 1, near: 2, crossed: 3 };

/** With its own price tables and with those of the base: a change does not make itself cheaper by writing other prices. */
const worse = (a: readonly BudgetVerdict[], b: readonly BudgetVerdict[]): readonly BudgetVerdict[] =>
  a.map((one, index) => {
    const other = b[index];
    return other !== undefined && WEIGHT[other.verdict] > WEIGHT[one.verdict] ? other : one;
  });

const verdictsWith = (
  head: Ready,
  tables: Project['tables'],
  base: BaseBudgets | null,
  checking: Checking,
): ReadonlyMap<string, readonly BudgetVerdict[]> => {
  const project = { ...head.project, tables };
  const problems = new Problems();
  const plans = planned(project, head.workflow, head.project.scenarios, problems)?.plans ?? [];
  const begun = plans.flatMap((plan) => beginComputed(project, plan, budgetsFor(plan, base, checking), checking.run, problems) ?? []);
  return new Map(begun.map((finish) => finish()).map(({ name, verdicts }) => [name, verdicts]));
};

/** Rules that can fail a check are asked of every workflow, the others of those that changed. */
const levelsFor = (rules: Policy['rules'], changed: boolean): Levels =>
  new Map(
    RULES.map(({ id, level }) => {
      const weight = rules.get(id) ?? level;
      return [id, changed || weight === 'error' ? weight : 'off'];
    }),
  );

const reviewed = ({ project, workflow }: Ready, scenarios: readonly Computed[], levels: Levels): Review => {
  const [base] = scenarios;
  const [scenario] = project.scenarios;
  const asked = [...levels.values()].some((level) => level !== 'off');
  if (base === undefined || scenario === undefined || !asked) return { findings: [], sources: new Map() };
  return review({ workflow, base, scenarios, asOf: project.asOf, replanned: replanner(project, workflow, scenario) }, levels);
};

const loosenedIn = (
  head: Ready,
  plans: readonly ScenarioPlan[],
  base: BaseBudgets | null,
  diff: WorkflowDiff,
  { words }: Checking,
): readonly Loosened[] => {
  const { name } = head.workflow.spec;
  const budgets = plans.flatMap((plan) =>
    loosenedBudgets(base?.(plan.name) ?? [], meanPlan(plan).budgets, `${name}, ${plan.name}`, (figure, limit) =>
      worded(words, figure, limit),
    ),
  );
  const tables = diff.scenarios.flatMap((change): readonly Loosened[] => {
    if (change.kind !== 'changed' || (change.tables.head ?? 0) >= 0) return [];
    const { head: spend } = change.diff.spendUsd;
    const after = words.money(spend + (change.tables.head ?? 0));
    return [{ what: 'price tables', where: `${name}, ${change.diff.name}`, before: words.money(spend), after }];
  });
  return [...budgets, ...tables];
};

/** Returns a workflow that cannot be computed: it fails. */
export const unpriced = (diff: WorkflowDiff, side: OpenSide): CheckedWorkflow => {
  const { list } = side.project.problems;
  const sources = new Map(list.flatMap(({ span }) => (span === null ? [] : [[span.file.name, span.file] as const])));
  return { diff, budgets: [], findings: [unpricedFinding(diff.now.name, diff.now.path, list)], sources, loosened: [] };
};

/** Returns a workflow held against its budgets, its base and the rules of a review. `base` is what it is compared with, null for none. */
export const checkWorkflow = (
  diff: WorkflowDiff,
  head: OpenSide,
  base: { readonly side: OpenSide | null; readonly budgets: BaseBudgets } | null,
  checking: Checking,
): CheckedWorkflow => {
  const ready = readyOf(head);
  if (ready === undefined) return unpriced(diff, head);
  const { project, workflow } = ready;
  const problems = new Problems();
  const plans = head.plans?.plans ?? [];
  const known = base?.budgets ?? null;
  const begun = plans.flatMap((plan) => beginComputed(project, plan, budgetsFor(plan, known, checking), checking.run, problems) ?? []);
  if (problems.failed) return unpriced({ ...diff, status: 'unpriced' }, { ...head, project: { ...project, problems } });
  const scenarios = begun.map((finish) => finish());
  const before = base?.side === undefined || base.side === null ? undefined : readyOf(base.side);
  const tables = before && tablesOf(before.project, project, 'base');
  const other = tables && checking.gates === 'base' && !isSamePrice(ready, tables) ? verdictsWith(ready, tables, known, checking) : null;
  const budgets = scenarios.flatMap(({ name, verdicts }) =>
    worse(verdicts, other?.get(name) ?? []).map((verdict): HeldBudget => ({ scenario: name, verdict })),
  );
  const found = reviewed(ready, scenarios, levelsFor(checking.policy.rules, diff.status !== 'unchanged'));
  const { name, file } = workflow.spec;
  const held = budgets.flatMap(({ scenario, verdict }) => {
    const { at } = verdict.budget;
    const place = project.disk.holds(at.file) ? placeOf(at) : topOf(file.name);
    return budgetFinding(name, scenario, verdict, place, checking.words) ?? [];
  });
  const risen = diff.scenarios.flatMap((change) =>
    change.kind === 'changed' ? regressionFindings(name, change.diff, checking.policy.limits, checking.words) : [],
  );
  return {
    diff,
    budgets,
    findings: [...held, ...risen, ...found.findings],
    sources: new Map([...project.disk.sources().map((source) => [source.name, source] as const), ...found.sources]),
    loosened: base === null ? [] : loosenedIn(ready, plans, known, diff, checking),
  };
};
