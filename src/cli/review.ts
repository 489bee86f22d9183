import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { projectConfig } from '../planning/project.ts';
import { type Project, readProject } from '../planning/read.ts';
import { dayText } from '../pricing/day.ts';
import type { RunSettings } from '../projection/simulate/simulate.ts';
import { explainRule } from '../review/explain.ts';
import { reviewJson } from '../review/formats/json.ts';
import { findingsMarkdown } from '../review/formats/markdown.ts';
import { checkRuleNames } from '../review/known-rules.ts';
import { RULES } from '../review/rules.ts';
import type { FindingsFormat } from './choices.ts';
import { playedBy, withPlayers } from './players.ts';
import { fromTop, type Printed, printFindings } from './print-findings.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { requestFor, statedIn, warningsFor } from './request.ts';
import { reviewOf } from './reviewing.ts';
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

const outcome = (project: Project, found: Printed, run: RunSettings, options: ReviewOptions): Outcome => {
  const { format = 'text', color } = options;
  const { report } = found;
  const summary = summarize(() => findingsMarkdown(fromTop(report)));
  const settings = { seed: run.seed, runs: run.runs, as_of: dayText(project.asOf) };
  return {
    stdout:
      format === 'json' ? reviewJson(fromTop(report), settings) : printFindings(found, format, painter(colourOn(process.stdout, color))),
    stderr: `${warningsFor(project.problems, options)}${summary}`,
    code: report.findings.some(({ level }) => level === 'error') ? EXIT.failed : EXIT.ok,
  };
};

/** `outlay review`: what the design rules hold against a workflow, each with what it costs. Exit 1 where one of them is an error. */
export const review = (path: string | undefined, options: ReviewOptions): Outcome => {
  if (options.explain !== undefined) return explained(options.explain, options);
  const problems = new Problems();
  const settings = statedIn(options, problems);
  if (path === undefined) problems.error('options', null, 'review needs a workflow', { help: ['outlay review scenarios/support-agent'] });
  if (path === undefined || problems.failed) return refused(problems, options);
  const project = readProject(requestFor(path, options, settings));
  const config = projectConfig(project.disk, project.place, project.problems);
  const weights = { rules: config?.rules ?? new Map(), ignore: config?.ignore ?? [] };
  checkRuleNames(weights, project.place.config ?? 'outlay.yaml', project.problems);
  const found = withPlayers(settings.threads, (players) => reviewOf(playedBy(project, players), weights));
  return found === undefined ? refused(project.problems, options) : outcome(project, found, settings.run, options);
};
