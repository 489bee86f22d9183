import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { projectConfig } from '../planning/project.ts';
import { type Project, readProject } from '../planning/read.ts';
import { type Day, dayText } from '../pricing/day.ts';
import type { RunSettings } from '../projection/forecast.ts';
import { explainRule } from '../review/explain.ts';
import { reviewJson } from '../review/formats/json.ts';
import { findingsMarkdown } from '../review/formats/markdown.ts';
import { checkRuleNames } from '../review/known-rules.ts';
import { RULES } from '../review/rules.ts';
import type { FindingsFormat } from './choices.ts';
import { statedDay, today } from './day.ts';
import { fromTop, type Printed, printFindings } from './print-findings.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { reviewOf } from './reviewing.ts';
import { runSettings } from './run-settings.ts';
import { summarize } from './step-summary.ts';
import { colourOn, painter } from './terminal.ts';

type ReviewOptions = CommonOptions & { readonly format?: FindingsFormat; readonly explain?: string };

const explained = (id: string, options: CommonOptions): Outcome => {
  const rule = RULES.find((one) => one.id === id);
  if (rule !== undefined) return { stdout: explainRule(rule), stderr: '', code: EXIT.ok };
  const problems = new Problems();
  const ids = RULES.map((one) => one.id);
  problems.error('options', null, `no rule is called "${id}"`, {
    help: [didYouMean(id, ids), `rules: ${ids.join(', ')}`].filter((line) => line !== ''),
  });
  return refused(problems, options);
};

type Settings = { readonly run: RunSettings; readonly asOf: Day | null };

const opened = (path: string, options: ReviewOptions, { run, asOf }: Settings): Project =>
  readProject({
    cwd: process.cwd(),
    path,
    pricing: options.pricing ?? null,
    scenarios: options.scenario ?? [],
    traffic: options.traffic ?? null,
    settings: options.set ?? [],
    asOf,
    today: today(),
    run,
  });

const outcome = (project: Project, found: Printed, run: RunSettings, options: ReviewOptions): Outcome => {
  const { format = 'text', color, quiet } = options;
  const { report } = found;
  const warnings = quiet ? '' : renderDiagnostics(project.problems.list, painter(colourOn(process.stderr, color)));
  const summary = summarize(() => findingsMarkdown(fromTop(report)));
  const settings = { seed: run.seed, runs: run.runs, as_of: dayText(project.asOf) };
  return {
    stdout:
      format === 'json' ? reviewJson(fromTop(report), settings) : printFindings(found, format, painter(colourOn(process.stdout, color))),
    stderr: `${warnings === '' ? '' : `${warnings}\n\n`}${summary}`,
    code: report.findings.some(({ level }) => level === 'error') ? EXIT.failed : EXIT.ok,
  };
};

/** `outlay review`: what the design rules hold against a workflow, each with what it costs. Exit 1 where one of them is an error. */
export const review = (path: string | undefined, options: ReviewOptions): Outcome => {
  if (options.explain !== undefined) return explained(options.explain, options);
  const problems = new Problems();
  const settings = { asOf: statedDay(options, problems), run: runSettings(options, problems) };
  if (path === undefined) problems.error('options', null, 'review needs a workflow', { help: ['outlay review scenarios/support-agent'] });
  if (path === undefined || problems.failed) return refused(problems, options);
  const project = opened(path, options, settings);
  const config = projectConfig(project.disk, project.place, project.problems);
  const weights = { rules: config?.rules ?? new Map(), ignore: config?.ignore ?? [] };
  checkRuleNames(weights, project.place.config ?? 'outlay.yaml', project.problems);
  const found = reviewOf(project, weights);
  return found === undefined ? refused(project.problems, options) : outcome(project, found, settings.run, options);
};
