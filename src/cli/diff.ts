import { existsSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { WorkflowDiff } from '../analysis/diff/workflow-diff.ts';
import { type Comparison, savedDiffs } from '../baseline/compare-workflow.ts';
import { diffPaths, diffSaved, diffStates } from '../baseline/diff-states.ts';
import type { Settings } from '../baseline/open-side.ts';
import { isSaved, savedPlan } from '../baseline/saved.ts';
import { isRange, statesOf, workingTree } from '../baseline/state.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { NoBaseline } from '../io/git/revision.ts';
import { topOf } from '../io/root.ts';
import { currenciesOf, projectAround } from '../planning/project.ts';
import type { Currency } from '../pricing/currency.ts';
import { buildDiffReport } from '../report/diff/build.ts';
import { diffMarkdown } from '../report/diff/markdown.ts';
import type { DiffReport } from '../report/diff/report.ts';
import { diffText } from '../report/diff/text.ts';
import { toJson } from '../report/json.ts';
import type { DiffFormat } from './choices.ts';
import { today } from './day.ts';
import { statedThreads, withPlayers } from './players.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { dayHere } from './project-day.ts';
import { type CommonOptions, refused } from './refused.ts';
import { runSettings } from './run-settings.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

export type DiffOptions = CommonOptions & { readonly format?: DiffFormat; readonly times?: boolean };

/** Requests that a comparison plays for each hybrid unless `--runs` says otherwise: both sides share their draws. */
const RUNS = '2000';

/** What is compared: revisions of this project, paths, or saved plans. */
type Sides = { readonly base: DiffReport['base']; readonly head: DiffReport['head']; readonly workflows: readonly WorkflowDiff[] };

/** Returns the outcome of a command that has no baseline. */
export const noBaseline = ({ problem, help }: NoBaseline, options: CommonOptions): Outcome => {
  const problems = new Problems();
  problems.error('options', null, problem, { help });
  return { ...refused(problems, options), code: EXIT.noBaseline };
};

/** Whether the arguments name paths; a range of revisions is never one. */
const arePaths = (names: readonly string[]): boolean => names.length > 0 && names.every((name) => !isRange(name) && existsSync(name));

const named = (name: string): DiffReport['base'] => ({ name, commit: null });

/** A saved plan, and the workflow or the other saved plan that came after it. */
const savedSides = (first: string, second: string, settings: Settings, comparison: Comparison): Sides | NoBaseline => {
  const cwd = process.cwd();
  const base = savedPlan(cwd, first);
  if ('problem' in base) return base;
  const sides = { base: named(first), head: named(second) };
  if (!isSaved(second)) return { ...sides, workflows: [diffSaved(base, second, workingTree(cwd), settings, comparison)] };
  const head = savedPlan(cwd, second);
  return 'problem' in head ? head : { ...sides, workflows: [savedDiffs(base, head, second)] };
};

const revisionSides = (
  first: string,
  others: readonly string[],
  paths: readonly string[],
  settings: Settings,
  comparison: Comparison,
  problems: Problems,
): Sides | NoBaseline => {
  const [second, ...rest] = others;
  const isPath = second !== undefined && (isRange(first) || existsSync(second));
  const states = statesOf(process.cwd(), first, isPath ? null : (second ?? null));
  if ('problem' in states) return states;
  const asked = { ...states, paths: [...(isPath ? [second] : []), ...rest, ...paths] };
  const { base, head } = states;
  return {
    base: { name: base.name, commit: base.commit },
    head: { name: head.name, commit: head.commit },
    workflows: diffStates(asked, settings, comparison, problems),
  };
};

const sidesOf = (
  names: readonly string[],
  paths: readonly string[],
  settings: Settings,
  comparison: Comparison,
  problems: Problems,
): Sides | NoBaseline => {
  const [first = '', ...others] = names;
  const [second] = others;
  if (second === undefined || others.length > 1 || paths.length > 0 || !arePaths([first, second]))
    return revisionSides(first, others, paths, settings, comparison, problems);
  if (isSaved(first)) return savedSides(first, second, settings, comparison);
  const workflow = diffPaths(first, second, workingTree(process.cwd()), settings, comparison);
  return { base: named(first), head: named(second), workflows: [workflow] };
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

/** The currencies of the project around the current folder; what is wrong with its settings is reported where they matter. */
const currenciesHere = (): readonly Currency[] => {
  const silent = new Problems();
  const config = projectAround(process.cwd(), silent);
  return silent.failed ? [] : currenciesOf(config);
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
  const threads = statedThreads(problems);
  if (problems.failed) return refused(problems, options);
  const { pricing = null, scenario: scenarios = [], traffic = null, set = [] } = options;
  const settings: Settings = { pricing, scenarios, traffic, settings: set, asOf, today: today(), run };
  const comparison: Omit<Comparison, 'run'> = {
    times: options.times !== false,
    isNotable: (_figure, { base, head }) => base !== head,
    tables: 'head',
  };
  const sides = withPlayers(threads, (players) => sidesOf(names, paths, settings, { ...comparison, run: { ...run, players } }, problems));
  if ('problem' in sides) return noBaseline(sides, options);
  if (problems.failed) return refused(problems, options);
  const report = buildDiffReport({
    ...{ version: version(), settings: { ...run, asOf, set }, currencies: currenciesHere(), prefix: prefixHere() },
    ...sides,
  });
  const stderr = problemsOf(sides.workflows, options);
  return { stdout: printed(report, options), stderr, code: stderr === '' ? EXIT.ok : EXIT.unusable };
};
