import { existsSync } from 'node:fs';
import { type Baseline, checkStates } from '../baseline/check-states.ts';
import type { Comparison } from '../baseline/compare-workflow.ts';
import type { Settings } from '../baseline/open-side.ts';
import { isSaved, savedPlan } from '../baseline/saved.ts';
import { type Held, heldTo } from '../baseline/settings.ts';
import { baseState, workingTree } from '../baseline/state.ts';
import type { CheckedWorkflow } from '../check/checked-workflow.ts';
import { buildCheckReport } from '../check/formats/build.ts';
import { checkMarkdown } from '../check/formats/markdown.ts';
import type { CheckReport } from '../check/formats/report.ts';
import { checkText } from '../check/formats/text.ts';
import { WORDS } from '../check/formats/words.ts';
import type { Limits } from '../check/policy.ts';
import { CHECK_RULES } from '../check/rules.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import type { NoBaseline } from '../io/git/revision.ts';
import { type Day, parseDay } from '../pricing/day.ts';
import { toJson } from '../report/json.ts';
import { findingsList } from '../review/formats/text.ts';
import { weighed } from '../review/levels.ts';
import { RULES } from '../review/rules.ts';
import { type CheckOptions, statedSettings } from './check-options.ts';
import { statedDay, today } from './day.ts';
import { noBaseline, prefixHere, problemsOf } from './diff.ts';
import { statedThreads, withPlayers } from './players.ts';
import { fromTop, type Printed, printFindings } from './print-findings.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { refused } from './refused.ts';
import { runSettings } from './run-settings.ts';
import { summarize } from './step-summary.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

const baselineOf = (name: string | undefined): Baseline | NoBaseline => {
  if (name === undefined || name === '') return { kind: 'none' };
  const cwd = process.cwd();
  if (isSaved(name) && existsSync(name)) {
    const plan = savedPlan(cwd, name);
    return 'problem' in plan ? plan : { kind: 'saved', plan };
  }
  const states = baseState(cwd, name);
  return 'problem' in states ? states : { kind: 'revision', states };
};

const baseName = (baseline: Baseline, name: string | undefined): CheckReport['base'] => {
  if (baseline.kind === 'none') return null;
  const { commit } = baseline.kind === 'revision' ? baseline.states.base : { commit: null };
  return { name: name ?? '', commit };
};

/** Requests that are played for each side of a workflow that changed: enough to tell a regression from none, with shared draws. */
const FEW_RUNS = '500';

/** What stays within its limits needs no more than its figures. */
const beyond =
  ({ cost, latency }: Limits): Comparison['isNotable'] =>
  (figure, { base, head }) =>
    head - base > Math.abs(base) * (figure === 'spend' ? cost : latency);

/** A saved plan is compared with on its own day. */
const savedDay = (baseline: Baseline): Day | null => (baseline.kind === 'saved' ? (parseDay(baseline.plan.asOf) ?? null) : null);

/** What a check has found, in all the forms that it is printed in. */
type Found = { readonly report: CheckReport; readonly printed: Printed };

const foundBy = (
  checked: readonly CheckedWorkflow[],
  held: Held,
  asOf: Day,
  facts: Pick<Parameters<typeof buildCheckReport>[0], 'settings' | 'base' | 'head'>,
): Found => {
  const judged = weighed(
    checked.flatMap(({ findings }) => findings),
    held.policy,
    asOf,
  );
  const printed: Printed = {
    report: {
      ...judged,
      command: 'check',
      version: version(),
      workflows: checked.map(({ diff }) => ({ name: diff.now.name, file: diff.now.path })),
      rules: [...CHECK_RULES, ...RULES],
    },
    sources: new Map(checked.flatMap(({ sources }) => [...sources])),
  };
  const report = buildCheckReport({
    ...facts,
    version: version(),
    prefix: prefixHere(),
    currencies: held.currencies,
    gates: held.gates,
    limits: held.policy.limits,
    loosened: [...held.loosened, ...checked.flatMap(({ loosened }) => loosened)],
    weighed: fromTop(printed.report),
    workflows: checked,
  });
  return { report, printed };
};

const rendered = ({ report, printed }: Found, { format = 'text', color }: CheckOptions): string => {
  const paint = painter(colourOn(process.stdout, color));
  switch (format) {
    case 'text':
      return checkText(report, findingsList(printed.report, printed.sources, paint), { width: columnsOfOutput(), paint, path: '' });
    case 'json':
      return toJson(report);
    case 'markdown':
      return checkMarkdown(report, fromTop(printed.report));
    default:
      return printFindings(printed, format, paint);
  }
};

/** `outlay check`: many workflows held to their budgets, their base and the rules. Exit 1 where something fails. */
export const check = async (paths: readonly string[], options: CheckOptions): Promise<Outcome> => {
  const problems = new Problems();
  const name = options.base ?? process.env['OUTLAY_BASE'];
  const stated = statedSettings(options, problems);
  const day = statedDay(options, problems);
  const [run, few] = [runSettings(options, problems), runSettings({ ...options, runs: options.runs ?? FEW_RUNS }, problems)];
  const threads = statedThreads(problems);
  if (problems.failed) return refused(problems, options);
  const baseline = baselineOf(name);
  if ('problem' in baseline) return noBaseline(baseline, options);
  const [base, head] = baseline.kind === 'revision' ? [baseline.states.base, baseline.states.head] : [null, workingTree(process.cwd())];
  const held = heldTo(base, head, stated, problems);
  if (problems.failed) return refused(problems, options);
  const asOf = day ?? held.asOf ?? savedDay(baseline) ?? today();
  const { pricing = null, scenario: scenarios = [], traffic = null, set = [] } = options;
  const settings: Settings = { pricing, scenarios, traffic, settings: set, asOf, today: today(), run: few };
  const { policy, gates } = held;
  const asked = { baseline, head, settings, paths: paths.length > 0 ? paths : held.workflows };
  const compared = { times: policy.limits.latency !== Infinity, isNotable: beyond(policy.limits), tables: gates };
  const checked = withPlayers(threads, (players) =>
    checkStates(
      {
        ...asked,
        comparison: { ...compared, run: { ...few, players } },
        checking: { gates, policy, run: { ...run, players }, words: WORDS },
      },
      problems,
    ),
  );
  if (problems.failed) return refused(problems, options);
  const found = foundBy(checked, held, asOf, {
    settings: { ...run, asOf, set },
    base: baseName(baseline, name),
    head: { name: head.name, commit: head.commit },
  });
  const summary = summarize(() => checkMarkdown(found.report, fromTop(found.printed.report)));
  const stderr = `${problemsOf(
    checked.map(({ diff }) => diff),
    options,
  )}${summary}`;
  return { stdout: rendered(found, options), stderr, code: found.report.ok ? EXIT.ok : EXIT.failed };
};
