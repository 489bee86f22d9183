import { p95Of } from '../analysis/diff/hybrids.ts';
import { type Comparing, diffScenario } from '../analysis/diff/scenario-diff.ts';
import { firstMonthOf, type Per, type Priced, spendVector, stepNames, totalOf } from '../analysis/diff/value.ts';
import type { Named, ScenarioChange, WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import type { Written } from '../analysis/diff/written.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { evaluatedIn } from '../planning/forecasts.ts';
import { hybridPlanner, sameTextsIn } from '../planning/hybrids.ts';
import { planned } from '../planning/plans.ts';
import type { Project } from '../planning/read.ts';
import type { PriceTable } from '../pricing/table.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { readYaml } from '../yaml/read.ts';
import type { OpenSide } from './open-side.ts';
import { plainDiff, type SideFigures } from './plain-diff.ts';
import type { SavedPlan } from './saved.ts';

/** How two states of a workflow are compared. */
export type Comparison = {
  readonly run: Comparing['run'];
  readonly times: boolean;
  readonly isNotable: Comparing['isNotable'];
  /** Whose price tables stand before the other's where both list a model. */
  readonly tables: 'base' | 'head';
};

/** Whether percentiles are wanted, and how they are drawn. */
type Played = Pick<Comparison, 'run' | 'times'>;

/** A side that could be planned. */
export type Ready = { readonly project: Project; readonly workflow: Workflow };

/** Returns a side as one that could be planned; undefined where it could not. */
export const readyOf = ({ project, plans }: OpenSide): Ready | undefined =>
  plans === undefined || project.workflow === undefined ? undefined : { project, workflow: project.workflow };

/** Returns how a workflow is called, and where its file is. */
export const namedBy = ({ project }: OpenSide): Named => ({
  name: project.workflow?.spec.name ?? project.place.folderName,
  path: project.place.file.replaceAll('\\', '/'),
});

const writtenIn = ({ workflow: { spec } }: Ready, { at }: ScenarioSpec): Written => {
  const workflow = readYaml(spec.file, new Problems());
  const inside = at.file === spec.file;
  return { workflow, traffic: inside ? workflow : readYaml(at.file, new Problems()), trafficRoot: inside ? ['traffic'] : [] };
};

/** Returns the tables of both sides; where both list a model, the one that comes last stands. */
export const tablesOf = (base: Project, head: Project, win: Comparison['tables']): Project['tables'] => {
  const order = win === 'base' ? [head, base] : [base, head];
  return (providers) => order.flatMap(({ tables }) => tables(providers));
};

const figuresWith = (name: string, priced: Priced | undefined, { run, times }: Played): SideFigures | undefined => {
  const projection = priced && firstMonthOf(priced);
  if (priced === undefined || projection === undefined) return undefined;
  const [first] = projection.months;
  const per: Per = first === undefined ? 'request' : 'month';
  const names = stepNames(projection);
  const each = spendVector(projection, names, 'request');
  return {
    ...{ name, per, requests: first?.requests ?? null },
    ...{ spendUsd: totalOf(spendVector(projection, names, per)), steps: new Map(names.map((step, at) => [step, each[at] ?? 0])) },
    ...{ costPerRequestUsd: projection.costUsd, successRate: projection.successRate, latencyP95Ms: times ? p95Of(priced, run) : null },
  };
};

/** Returns what each scenario of a side comes to, with its own price tables. */
export const figuresOf = ({ project, plans }: OpenSide, played: Played): readonly SideFigures[] =>
  (plans?.plans ?? []).flatMap((plan) => figuresWith(plan.name, { plan, evaluated: evaluatedIn(project, plan) }, played) ?? []);

/** Scenarios by name; a single one that is left over on both sides was renamed. */
const scenarioPairs = (base: Ready, head: Ready): readonly (readonly [ScenarioSpec | undefined, ScenarioSpec | undefined])[] => {
  const [before, after] = [base.workflow.spec.scenarios, head.project.scenarios];
  const named = after.map((one) => [before.find(({ name }) => name === one.name), one] as const);
  const all = head.project.request.scenarios.length === 0;
  const gone = before.filter(({ name }) => all && head.workflow.spec.scenarios.every((one) => one.name !== name));
  const come = named.filter(([old]) => old === undefined);
  if (gone.length === 1 && come.length === 1) return named.map(([old, one]) => [old ?? gone[0], one]);
  return [...named, ...gone.map((one) => [one, undefined] as const)];
};

const hashes = (tables: readonly PriceTable[]): string => JSON.stringify([...new Map(tables.map(({ file, sha256 }) => [file, sha256]))]);

/** Spend of a side's own scenario with some tables; null where they cannot price it. */
const spendWith = ({ project, workflow }: Ready, scenario: ScenarioSpec, tables: Project['tables'], per: Per): number | null => {
  const priced = hybridPlanner(project, project, tables)({ spec: workflow.spec, scenario });
  const projection = priced && firstMonthOf(priced);
  return projection === undefined ? null : totalOf(spendVector(projection, stepNames(projection), per));
};

/** Returns whether other tables than its own would price a workflow by the same files. */
export const isSamePrice = ({ project, workflow }: Ready, tables: Project['tables']): boolean => {
  const used = (of: Project['tables']): string => hashes(planned({ ...project, tables: of }, workflow, [], new Problems())?.tables ?? []);
  return used(project.tables) === used(tables);
};

/** What other tables than a side's own move. */
const movedBy = (side: Ready, scenario: ScenarioSpec, tables: Project['tables'], per: Per, spendUsd: number): number | null => {
  if (isSamePrice(side, tables)) return 0;
  const own = spendWith(side, scenario, side.project.tables, per);
  return own === null ? null : spendUsd - own;
};

const NO_TABLES = { base: 0, head: 0 };

/** Where one side cannot be computed with the other's price tables: figures alone, each side with its own. */
const plainChange = (base: Ready, head: Ready, old: ScenarioSpec, now: ScenarioSpec, played: Played): readonly ScenarioChange[] => {
  const own = ({ project, workflow: { spec } }: Ready, scenario: ScenarioSpec): SideFigures | undefined =>
    figuresWith(scenario.name, hybridPlanner(project, project, project.tables)({ spec, scenario }), played);
  const [before, after] = [own(base, old), own(head, now)];
  return before && after ? [{ kind: 'changed', diff: plainDiff(before, after), tables: { base: null, head: null } }] : [];
};

const scenarioChange = (
  base: Ready,
  head: Ready,
  old: ScenarioSpec,
  now: ScenarioSpec,
  comparison: Comparison,
): readonly ScenarioChange[] => {
  const tables = tablesOf(base.project, head.project, comparison.tables);
  const side = (ready: Ready, scenario: ScenarioSpec) => ({
    variant: { spec: ready.workflow.spec, scenario },
    written: writtenIn(ready, scenario),
  });
  const diff = diffScenario(side(base, old), side(head, now), {
    planner: hybridPlanner(base.project, head.project, tables),
    same: sameTextsIn(base.project, head.project),
    run: comparison.run,
    times: comparison.times,
    isNotable: comparison.isNotable,
  });
  if (diff === undefined) return plainChange(base, head, old, now, comparison);
  const before = movedBy(base, old, tables, diff.per, diff.spendUsd.base);
  const after = movedBy(head, now, tables, diff.per, diff.spendUsd.head);
  return [{ kind: 'changed', diff, tables: { base: before, head: after === null ? null : 0 - after } }];
};

/** One side's figures of a scenario that the other does not have. */
const alone = (side: OpenSide, kind: 'added' | 'removed', name: string, comparison: Comparison): readonly ScenarioChange[] =>
  figuresOf(side, comparison).flatMap((figures) => (figures.name === name ? [{ kind, figures }] : []));

const scenarioChanges = (base: OpenSide, head: OpenSide, comparison: Comparison): readonly ScenarioChange[] => {
  const [before, after] = [readyOf(base), readyOf(head)];
  if (before === undefined || after === undefined) return [];
  return scenarioPairs(before, after).flatMap(([old, now]) => {
    if (old !== undefined && now !== undefined) return scenarioChange(before, after, old, now, comparison);
    if (now !== undefined) return alone(head, 'added', now.name, comparison);
    return alone(base, 'removed', old?.name ?? '', comparison);
  });
};

/** Words may change, or price tables of others, and no figure with them. */
const isStill = (change: ScenarioChange): boolean => {
  if (change.kind !== 'changed' || change.tables.base !== 0 || change.tables.head !== 0) return false;
  const { causes, spendUsd, costPerRequestUsd, latencyP95Ms: latency } = change.diff;
  const figures = [spendUsd, costPerRequestUsd, ...(latency === null ? [] : [latency])];
  return causes.length === 0 && figures.every(({ base, head }) => base === head);
};

const NOTHING = { before: null, scenarios: [], problems: [], baseProblem: null } as const;

/** Returns a workflow that one side alone has. */
export const aloneDiff = (side: OpenSide, status: 'added' | 'removed', comparison: Comparison): WorkflowDiff => {
  const now = namedBy(side);
  const problems = side.project.problems.list;
  if (side.plans === undefined && status === 'added') return { ...NOTHING, status: 'unpriced', now, problems };
  return { ...NOTHING, status, now, scenarios: figuresOf(side, comparison).map((figures) => ({ kind: status, figures })) };
};

/** Returns what is wrong first with a side that cannot be planned. */
export const firstError = ({ project }: OpenSide): string =>
  project.problems.list.find(({ severity }) => severity === 'error')?.message ?? 'it cannot be computed';

/** Returns what changed between two states of a workflow. */
export const workflowDiff = (base: OpenSide, head: OpenSide, comparison: Comparison): WorkflowDiff => {
  const [was, now] = [namedBy(base), namedBy(head)];
  const before = was.name === now.name && was.path === now.path ? null : was;
  if (head.plans === undefined) return { ...NOTHING, status: 'unpriced', now, before, problems: head.project.problems.list };
  if (base.plans === undefined) return { ...aloneDiff(head, 'added', comparison), before, baseProblem: firstError(base) };
  const scenarios = scenarioChanges(base, head, comparison);
  if (before === null && scenarios.every(isStill)) return { ...NOTHING, status: 'unchanged', now };
  return { ...NOTHING, status: 'changed', now, before, scenarios };
};

/** Returns what changed between a saved plan and a workflow: figures, no causes. */
export const savedDiff = (base: SavedPlan, head: OpenSide, played: Played): WorkflowDiff => {
  const now = namedBy(head);
  if (head.plans === undefined) return { ...NOTHING, status: 'unpriced', now, problems: head.project.problems.list };
  const after = figuresOf(head, played);
  return { ...NOTHING, status: 'changed', now, scenarios: savedChanges(base.scenarios, after) };
};

/** Returns what changed between two saved plans. */
export const savedDiffs = (base: SavedPlan, head: SavedPlan, path: string): WorkflowDiff => ({
  ...NOTHING,
  status: 'changed',
  now: { name: head.workflow, path },
  scenarios: savedChanges(base.scenarios, head.scenarios),
});

const savedChanges = (before: readonly SideFigures[], after: readonly SideFigures[]): readonly ScenarioChange[] => [
  ...after.map((figures): ScenarioChange => {
    const old = before.find(({ name }) => name === figures.name);
    return old === undefined ? { kind: 'added', figures } : { kind: 'changed', diff: plainDiff(old, figures), tables: NO_TABLES };
  }),
  ...before.flatMap((figures): readonly ScenarioChange[] =>
    after.some(({ name }) => name === figures.name) ? [] : [{ kind: 'removed', figures }],
  ),
];
