import type { WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { BudgetVerdict } from '../projection/budgets.ts';
import type { Finding } from '../review/finding.ts';
import type { Loosened } from './policy.ts';

/** A budget of a scenario, held against its figure. */
export type HeldBudget = { readonly scenario: string; readonly verdict: BudgetVerdict };

/** A workflow after all gates. */
export type CheckedWorkflow = {
  readonly diff: WorkflowDiff;
  readonly budgets: readonly HeldBudget[];
  readonly findings: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly loosened: readonly Loosened[];
};
