import type { CheckedWorkflow } from '../check/checked-workflow.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { budgetName } from '../projection/budgets.ts';
import { meanPlan, type PlanBudget } from '../workflow/plan.ts';
import { type BaseBudgets, budgetsOfSide, type Checking, checkWorkflow, unpriced } from './check-workflow.ts';
import { aloneDiff, type Comparison, namedBy, savedDiff, workflowDiff } from './compare-workflow.ts';
import { reportUnmatched, workflowsIn } from './find.ts';
import { isSame, type OpenSide, openerOf, type Settings } from './open-side.ts';
import { type Pair, pairsOf } from './pair.ts';
import type { SavedPlan } from './saved.ts';
import type { State, States } from './state.ts';

/** What a change is compared with: a revision, a plan that was saved, or nothing. */
export type Baseline =
  | { readonly kind: 'revision'; readonly states: States }
  | { readonly kind: 'saved'; readonly plan: SavedPlan }
  | { readonly kind: 'none' };

/** What a check of many workflows works with. */
export type CheckAsked = {
  readonly baseline: Baseline;
  readonly head: State;
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly comparison: Comparison;
  readonly checking: Checking;
};

const unchanged = (side: OpenSide): CheckedWorkflow['diff'] => ({
  ...{ status: 'unchanged', now: namedBy(side), before: null, scenarios: [], problems: [], baseProblem: null },
});

const removed = (side: OpenSide, comparison: Comparison): CheckedWorkflow => ({
  ...{ diff: aloneDiff(side, 'removed', comparison), budgets: [], findings: [], sources: new Map(), loosened: [] },
});

/** Workflows between two revisions. What has the same content on both sides is computed once: for its own budgets. */
const againstRevision = ({ states, asked }: { readonly states: States; readonly asked: CheckAsked }): readonly CheckedWorkflow[] => {
  const { head, paths, settings, comparison, checking } = asked;
  const { base, repository } = states;
  const openHead = openerOf(head, settings, repository, base.commit ?? '');
  const openBase = openerOf(base, { ...settings, scenarios: [] }, null, '');
  const checked = (pair: Pair): CheckedWorkflow => {
    if (pair.head === null) return removed(openBase(pair.base ?? '', true), comparison);
    const now = openHead(pair.head, true);
    if (pair.base === null) return checkWorkflow(aloneDiff(now, 'added', comparison), now, null, checking);
    if (pair.base === pair.head && now.plans !== undefined && isSame(now, base))
      return checkWorkflow(unchanged(now), now, { side: null, budgets: budgetsOfSide(now) }, checking);
    const was = openBase(pair.base, true);
    const diff = workflowDiff(was, now, comparison);
    if (now.plans === undefined) return unpriced(diff, now);
    return checkWorkflow(diff, now, was.plans === undefined ? null : { side: was, budgets: budgetsOfSide(was) }, checking);
  };
  return pairsOf(base, head, workflowsIn(base, paths), workflowsIn(head, paths)).map(checked);
};

/** The budgets of a saved plan stand at the places of the head's, at the top of its file where the head has dropped them. */
const savedBudgets =
  (plan: SavedPlan, { project, plans }: OpenSide): BaseBudgets =>
  (name) => {
    const scenario = plan.scenarios.find((one) => one.name === name);
    const own = plans?.plans.find((one) => one.name === name);
    if (scenario === undefined || own === undefined || project.workflow === undefined) return null;
    const top = { file: project.workflow.spec.file, start: 0, end: 0 };
    return scenario.budgets.map(({ name: budget, limit }): PlanBudget => {
      const [figure = '', statistic = null] = budget.split('.');
      const at = meanPlan(own).budgets.find((one) => budgetName(one) === budget)?.at ?? top;
      return { figure, statistic, limit, at };
    });
  };

const onDisk = (asked: CheckAsked, plan: SavedPlan | null): readonly CheckedWorkflow[] => {
  const { head, paths, settings, comparison, checking } = asked;
  const open = openerOf(head, settings, null, '');
  return workflowsIn(head, paths).map((path) => {
    const side = open(path, true);
    if (plan === null || namedBy(side).name !== plan.workflow) {
      return checkWorkflow(aloneDiff(side, 'added', comparison), side, null, checking);
    }
    const diff = savedDiff(plan, side, comparison);
    return checkWorkflow(diff, side, { side: null, budgets: savedBudgets(plan, side) }, checking);
  });
};

/** Returns every workflow that is asked for, held to what it is held to; none where none is found, which is reported. */
export const checkStates = (asked: CheckAsked, problems: Problems): readonly CheckedWorkflow[] => {
  const { baseline, head, paths } = asked;
  reportUnmatched(baseline.kind === 'revision' ? [baseline.states.base, head] : [head], paths, problems);
  if (problems.failed) return [];
  const checked =
    baseline.kind === 'revision'
      ? againstRevision({ states: baseline.states, asked })
      : onDisk(asked, baseline.kind === 'saved' ? baseline.plan : null);
  if (checked.length === 0)
    problems.error('options', null, 'no workflow is found', {
      help: ['name folders or patterns, or list them in outlay.yaml: workflows: ["flows/*/workflow.yaml"]'],
    });
  return checked;
};
