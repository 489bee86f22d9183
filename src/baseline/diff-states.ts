import type { WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Repository } from '../io/git/revision.ts';
import { aloneDiff, type Comparison, namedBy, savedDiff, workflowDiff } from './compare-workflow.ts';
import { reportUnmatched, workflowsIn } from './find.ts';
import { isSame, type Opener, openerOf, type Settings } from './open-side.ts';
import { pairsOf } from './pair.ts';
import type { SavedPlan } from './saved.ts';
import type { State } from './state.ts';

/** Two states to compare, and the workflows that are asked for; all that are found where none are. */
export type StatesAsked = {
  readonly repository: Repository;
  readonly base: State;
  readonly head: State;
  readonly paths: readonly string[];
};

/** Returns what happened to each workflow between two states; a path that names none in either is reported. What has the same content on both sides is not computed. */
export const diffStates = (
  { repository, base, head, paths }: StatesAsked,
  settings: Settings,
  comparison: Comparison,
  problems: Problems,
): readonly WorkflowDiff[] => {
  reportUnmatched([base, head], paths, problems);
  if (problems.failed) return [];
  const [before, after] = [workflowsIn(base, paths), workflowsIn(head, paths)];
  const openHead = openerOf(head, settings, repository, base.commit ?? '');
  const openBase = openerOf(base, { ...settings, scenarios: [] }, null, '');
  return pairsOf(base, head, before, after).map((pair): WorkflowDiff => {
    const [now, was] = [pair.head === null ? null : openHead(pair.head, true), pair.base];
    if (now === null) return aloneDiff(openBase(was ?? '', true), 'removed', comparison);
    if (was === null) return aloneDiff(now, 'added', comparison);
    if (was === pair.head && isSame(now, base))
      return { status: 'unchanged', now: namedBy(now), before: null, scenarios: [], problems: [], baseProblem: null };
    return workflowDiff(openBase(was, true), now, comparison);
  });
};

/** Returns what changed between two workflows on the disk. */
export const diffPaths = (base: string, head: string, state: State, settings: Settings, comparison: Comparison): WorkflowDiff => {
  const [openBase, openHead] = [{ ...settings, scenarios: [] }, settings].map((own) => openerOf(state, own, null, '')) as [Opener, Opener];
  return workflowDiff(openBase(base, false), openHead(head, false), comparison);
};

/** Returns what changed between a saved plan and a workflow on the disk. */
export const diffSaved = (base: SavedPlan, head: string, state: State, settings: Settings, comparison: Comparison): WorkflowDiff =>
  savedDiff(base, openerOf(state, settings, null, '')(head, false), comparison);
