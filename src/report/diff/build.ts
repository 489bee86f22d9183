import type { Certainty } from '../../analysis/diff/certainty.ts';
import type { CauseDiff, Change, ScenarioDiff } from '../../analysis/diff/scenario-diff.ts';
import type { Figures, ScenarioChange, TablesUsd, WorkflowDiff } from '../../analysis/diff/workflow-diff.ts';
import type { Place } from '../../analysis/diff/written.ts';
import type { Currency } from '../../pricing/currency.ts';
import { type Day, dayText } from '../../pricing/day.ts';
import { currenciesReport } from '../currency.ts';
import type { CauseReport, ChangeReport, DiffReport, EditReport, ScenarioReport, WorkflowReport } from './report.ts';

/** What a report of differences is made of. */
export type DiffFacts = {
  readonly version: string;
  readonly settings: { readonly seed: number; readonly runs: number; readonly asOf: Day; readonly set: readonly string[] };
  readonly currencies: readonly Currency[];
  readonly base: DiffReport['base'];
  readonly head: DiffReport['head'];
  /** The folder that file names are relative to, relative to the root of the project; '' where it is the root. */
  readonly prefix: string;
  readonly workflows: readonly WorkflowDiff[];
};

const change = ({ base, head }: Change): ChangeReport => ({ base, head, change: head - base });

const alone = (value: number, kind: 'added' | 'removed'): ChangeReport =>
  kind === 'added' ? { base: null, head: value, change: null } : { base: value, head: null, change: null };

/** Returns the name of a file relative to the root of the project. */
export const fromRoot = (file: string, prefix: string): string => {
  const parts: string[] = [];
  for (const part of `${prefix}/${file}`.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};

const placeReport = (place: Place | null, prefix: string): EditReport['where'] =>
  place && {
    file: fromRoot(place.file, prefix),
    line: place.line,
    column: place.column,
    end_line: place.endLine,
    end_column: place.endColumn,
  };

/** A default that many steps take is written once. */
const written = (edits: CauseDiff['edits']): CauseDiff['edits'] => [
  ...new Map(edits.map((edit) => [JSON.stringify([edit.key, edit.before, edit.after, edit.place ?? edit.subject]), edit])).values(),
];

const causeReport = ({ kinds, subjects, usd, latencyMs, steps, edits }: CauseDiff, prefix: string): CauseReport => ({
  kinds: [...kinds],
  subjects: [...subjects],
  usd,
  latency_ms: latencyMs,
  steps: steps.map((step) => ({ ...step })),
  edits: written(edits).map(({ subject, key, before, after, place }) => ({
    subject,
    key,
    before,
    after,
    where: placeReport(place, prefix),
  })),
});

const certaintyReport = (certainty: Certainty | null): ScenarioReport['spend_certainty'] => certainty && { ...certainty };

const changed = (diff: ScenarioDiff, tables: TablesUsd, prefix: string): ScenarioReport => ({
  ...{ name: diff.name, status: 'changed', per: diff.per },
  spend_usd: change({ base: diff.spendUsd.base - (tables.base ?? 0), head: diff.spendUsd.head + (tables.head ?? 0) }),
  cost_per_request_usd: change(diff.costPerRequestUsd),
  success_rate: change(diff.successRate),
  latency_p95_ms: diff.latencyP95Ms && change(diff.latencyP95Ms),
  untimed_models: [...diff.untimed],
  price_tables_usd: tables.base === null || tables.head === null ? null : tables.base + tables.head,
  causes: [...diff.causes].sort((a, b) => Math.abs(b.usd) - Math.abs(a.usd)).map((cause) => causeReport(cause, prefix)),
  causes_exact: diff.exact,
  steps: diff.steps
    .filter(({ base, head }) => base !== head)
    .map((step) => ({ name: step.name, ...(change(step) as { base: number; head: number; change: number }) })),
  spend_certainty: certaintyReport(diff.spendCertainty),
  latency_certainty: certaintyReport(diff.latencyCertainty),
});

const oneSided = (kind: 'added' | 'removed', figures: Figures): ScenarioReport => ({
  ...{ name: figures.name, status: kind, per: figures.per },
  spend_usd: alone(figures.spendUsd, kind),
  cost_per_request_usd: alone(figures.costPerRequestUsd, kind),
  success_rate: alone(figures.successRate, kind),
  latency_p95_ms: figures.latencyP95Ms === null ? null : alone(figures.latencyP95Ms, kind),
  ...{ untimed_models: [], price_tables_usd: 0, causes: [], causes_exact: true, steps: [], spend_certainty: null, latency_certainty: null },
});

const scenarioReport = (scenario: ScenarioChange, prefix: string): ScenarioReport =>
  scenario.kind === 'changed' ? changed(scenario.diff, scenario.tables, prefix) : oneSided(scenario.kind, scenario.figures);

/** Returns what happened to a workflow as it stands in reports. Nothing is rounded here. */
export const workflowReport = (workflow: WorkflowDiff, prefix: string): WorkflowReport => {
  const named = ({ name, path }: WorkflowDiff['now']): { name: string; path: string } => ({ name, path: fromRoot(path, prefix) });
  return {
    ...named(workflow.now),
    status: workflow.status,
    before: workflow.before && named(workflow.before),
    base_problem: workflow.baseProblem,
    scenarios: workflow.scenarios.map((scenario) => scenarioReport(scenario, prefix)),
    problems: workflow.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  };
};

/** Returns the report of what changed between two states. */
export const buildDiffReport = ({ version, settings, currencies, base, head, prefix, workflows }: DiffFacts): DiffReport => ({
  schema: 'outlay.diff/1',
  tool: { name: 'outlay', version },
  settings: { seed: settings.seed, runs: settings.runs, as_of: dayText(settings.asOf), set: [...settings.set] },
  ...currenciesReport(currencies),
  base,
  head,
  workflows: workflows.map((workflow) => workflowReport(workflow, prefix)),
});
