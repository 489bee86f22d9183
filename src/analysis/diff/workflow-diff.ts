import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Change, ScenarioDiff } from './scenario-diff.ts';
import type { Per } from './value.ts';

/** What a scenario comes to on one side alone. */
export type Figures = {
  readonly name: string;
  readonly per: Per;
  readonly spendUsd: number;
  readonly costPerRequestUsd: number;
  readonly successRate: number;
  readonly latencyP95Ms: number | null;
};

/** A scenario of a workflow that changed. */
export type ScenarioChange =
  | {
      readonly kind: 'changed';
      readonly diff: ScenarioDiff;
      /** What another state of the price tables moves by itself, at the base's workflow; null where the base's tables cannot price it. */
      readonly tablesUsd: number | null;
    }
  | { readonly kind: 'added' | 'removed'; readonly figures: Figures };

/** Where a workflow is, or was. */
export type Named = { readonly name: string; readonly path: string };

/** What happened to a workflow between two states. `unpriced`: a side that is there cannot be computed. */
export type WorkflowDiff = {
  readonly status: 'changed' | 'unchanged' | 'added' | 'removed' | 'unpriced';
  /** The head's, of a removed one the base's. */
  readonly now: Named;
  /** Where its name or path were others before. */
  readonly before: Named | null;
  readonly scenarios: readonly ScenarioChange[];
  readonly problems: readonly Diagnostic[];
  /** Why there is nothing to compare with, though the base has the workflow. */
  readonly baseProblem: string | null;
};

/** Returns the difference of two figures. */
export const delta = ({ base, head }: Change): number => head - base;
