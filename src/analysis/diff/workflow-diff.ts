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

/**
 * What another state of the price tables moves by itself. A diff holds both sides to the same tables; `base` is what these move
 * against the base's own, `head` what the head's own move against these. Null where tables cannot price a side.
 */
export type TablesUsd = { readonly base: number | null; readonly head: number | null };

/** A scenario of a workflow that changed. */
export type ScenarioChange =
  | {
      readonly kind: 'changed';
      readonly diff: ScenarioDiff;
      readonly tables: TablesUsd;
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
