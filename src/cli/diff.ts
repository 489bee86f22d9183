import { existsSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import type { Comparison } from '../baseline/compare-workflow.ts';
import { diffPaths, diffStates } from '../baseline/diff-states.ts';
import type { Settings } from '../baseline/open-side.ts';
import { isRange, statesOf, workingTree } from '../baseline/state.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { topOf } from '../io/root.ts';
import { buildDiffReport } from '../report/diff/build.ts';
import { diffMarkdown } from '../report/diff/markdown.ts';
import type { DiffReport } from '../report/diff/report.ts';
import { diffText } from '../report/diff/text.ts';
import { toJson } from '../report/json.ts';
import type { DiffFormat } from './choices.ts';
import { today } from './day.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { dayHere } from './project-day.ts';
import { type CommonOptions, refused } from './refused.ts';
import { runSettings } from './run-settings.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

export type DiffOptions = CommonOptions & { readonly format?: DiffFormat; readonly times?: boolean };

/** Requests that a comparison plays for each hybrid unless `--runs` says otherwise: both sides share their draws. */
export const RUNS = '2000';

/** What is compared: revisions of this project, or two paths. */
type Sides = { readonly base: DiffReport['base']; readonly head: DiffReport['head']; readonly workflows: readonly WorkflowDiff[] };

/** Returns the outcome of a command that has no baseline. */
export const noBaseline = (
  { problem, help }: { readonly problem: string; readonly help: readonly string[] },
  options: CommonOptions,
): Outcome => {
  const problems = new Problems();
  problems.error('options', null, problem, { help });
  return { ...refused(problems, options), code: EXIT.noBaseline };
};

/** Whether the arguments name paths; a range of revisions is never one. */
const arePaths = (names: readonly string[]): boolean => names.length > 0 && names.every((name) => !isRange(name) && existsSync(name));

const sidesOf = (
  names: readonly string[],
  paths: readonly string[],
  settings: Settings,
  comparison: Comparison,
): Sides | Outcome | { problem: string; help: readonly string[] } => {
  const cwd = process.cwd();
  const [first = '', second, ...rest] = names;
  if (second !== undefined && paths.length === 0 && arePaths([first, second]) && rest.length === 0) {
    const workflow = diffPaths(first, second, workingTree(cwd), settings, comparison);
    return { base: { name: first, commit: null }, head: { name: second, commit: null }, workflows: [workflow] };
  }
  const isPath = second !== undefined && (isRange(first) || existsSync(second));
  const states = statesOf(cwd, first, isPath ? null : (second ?? null));
  if ('problem' in states) return states;
  const asked = { ...states, paths: [...(isPath ? [second ?? ''] : []), ...rest, ...paths] };
  const { base, head } = states;
  return {
    base: { name: base.name, commit: base.commit },
    head: { name: head.name, commit: head.commit },
    workflows: diffStates(asked, settings, comparison),
  };
};

/** Returns the folder that names of files are relative to, relative to the top of its repository. */
export const prefixHere = (): string => {
  const cwd = realpathSync(process.cwd());
  return relative(topOf(cwd), cwd).split(sep).join('/');
};

const printed = (report: DiffReport, { format = 'text', color }: DiffOptions): string => {
  switch (format) {
    case 'text':
      return diffText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, color)), path: '' });
    case 'json':
      return toJson(report);
    case 'markdown':
      return diffMarkdown(report);
    default:
      return format satisfies never;
  }
};

/** Returns what is wrong with the workflows that cannot be computed, for stderr. */
export const problemsOf = (workflows: readonly WorkflowDiff[], options: CommonOptions): string => {
  const list = workflows.flatMap(({ status, problems }) => (status === 'unpriced' ? problems : []));
  const paint = painter(colourOn(process.stderr, options.color));
  return list.length === 0 ? '' : `${renderDiagnostics(list, paint)}\n`;
};

/** `outlay diff`: what changed between two states of workflows, and why. `paths` are what stands behind `--`. */
export const diff = async (names: readonly string[], paths: readonly string[], options: DiffOptions): Promise<Outcome> => {
  const problems = new Problems();
  const asOf = await dayHere(options, problems);
  const run = runSettings({ ...options, runs: options.runs ?? RUNS }, problems);
  if (problems.failed) return refused(problems, options);
  const { pricing = null, scenario: scenarios = [], traffic = null, set = [] } = options;
  const settings: Settings = { pricing, scenarios, traffic, settings: set, asOf, today: today(), run };
  const sides = sidesOf(names, paths, settings, { run, times: options.times !== false, tables: 'head' });
  if ('problem' in sides) return noBaseline(sides, options);
  if ('code' in sides) return sides;
  const report = buildDiffReport({
    ...{ version: version(), settings: { ...run, asOf, set }, prefix: prefixHere() },
    ...sides,
  });
  const stderr = problemsOf(sides.workflows, options);
  return { stdout: printed(report, options), stderr, code: stderr === '' ? EXIT.ok : EXIT.unusable };
};
