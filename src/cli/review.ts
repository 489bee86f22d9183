import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { namedFromTop } from '../io/root.ts';
import { forecastIn } from '../planning/forecasts.ts';
import { planned } from '../planning/plans.ts';
import { projectConfig } from '../planning/project.ts';
import { type Project, readProject } from '../planning/read.ts';
import { replanner } from '../planning/replan.ts';
import { dayText } from '../pricing/day.ts';
import type { RunSettings } from '../projection/forecast.ts';
import { explainRule } from '../review/explain.ts';
import type { FindingsReport } from '../review/formats/findings-report.ts';
import { findingsGithub } from '../review/formats/github.ts';
import { findingsGitlab } from '../review/formats/gitlab.ts';
import { reviewJson } from '../review/formats/json.ts';
import { findingsJunit } from '../review/formats/junit.ts';
import { findingsMarkdown } from '../review/formats/markdown.ts';
import { findingsSarif } from '../review/formats/sarif.ts';
import { findingsText } from '../review/formats/text.ts';
import { type LevelSettings, weighed } from '../review/levels.ts';
import { relocated } from '../review/relocated.ts';
import { review as findingsOf } from '../review/review.ts';
import type { Reviewed } from '../review/reviewed.ts';
import { RULES } from '../review/rules.ts';
import type { FindingsFormat } from './choices.ts';
import { statedDay, today } from './day.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
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

/** A workflow with all that rules look at; undefined where it cannot be planned. */
const reviewedIn = (project: Project): Reviewed | undefined => {
  const { workflow, scenarios, problems, asOf } = project;
  const found = workflow && planned(project, workflow, scenarios, problems);
  const forecasts = found?.plans.flatMap((plan) => forecastIn(project, plan, problems) ?? []) ?? [];
  const [base] = forecasts;
  const [scenario] = scenarios;
  if (workflow === undefined || base === undefined || scenario === undefined || problems.failed) return undefined;
  return { workflow, base, scenarios: forecasts, asOf, replanned: replanner(project, workflow, scenario) };
};

type Reviewing = { readonly report: FindingsReport; readonly sources: ReadonlyMap<string, SourceFile>; readonly project: Project };

const reviewing = (project: Project, reviewed: Reviewed, settings: LevelSettings): Reviewing => {
  const { findings, sources } = findingsOf(reviewed, settings.rules);
  const { spec } = reviewed.workflow;
  const rules = RULES.filter(({ id, level }) => (settings.rules.get(id) ?? level) !== 'off');
  const workflows = [{ name: spec.name, file: spec.file.name }];
  return {
    report: { ...weighed(findings, settings, project.asOf), command: 'review', version: version(), workflows, rules },
    sources,
    project,
  };
};

const printed = ({ report, sources, project }: Reviewing, run: RunSettings, { format = 'text', color }: ReviewOptions): string => {
  const named = relocated(report, namedFromTop(process.cwd()));
  switch (format) {
    case 'text':
      return findingsText(report, sources, painter(colourOn(process.stdout, color)));
    case 'json':
      return reviewJson(named, { ...run, as_of: dayText(project.asOf) });
    case 'markdown':
      return findingsMarkdown(named);
    case 'github':
      return findingsGithub(named);
    case 'sarif':
      return findingsSarif(named);
    case 'junit':
      return findingsJunit(named);
    case 'gitlab':
      return findingsGitlab(named);
    default:
      return format satisfies never;
  }
};

const opened = (path: string, options: ReviewOptions, run: RunSettings, asOf: number | null): Project =>
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

/** `outlay review`: what the design rules hold against a workflow, each with what it costs. Exit 1 where one of them is an error. */
export const review = async (path: string | undefined, options: ReviewOptions): Promise<Outcome> => {
  if (options.explain !== undefined) return explained(options.explain, options);
  const problems = new Problems();
  const asOf = statedDay(options, problems);
  const run = runSettings(options, problems);
  if (path === undefined) problems.error('options', null, 'review needs a workflow', { help: ['outlay review scenarios/support-agent'] });
  if (path === undefined || problems.failed) return refused(problems, options);
  const project = opened(path, options, run, asOf);
  const config = projectConfig(project.disk, project.place, project.problems);
  const reviewed = reviewedIn(project);
  if (reviewed === undefined) return refused(project.problems, options);
  const result = reviewing(project, reviewed, { rules: config?.rules ?? new Map(), ignore: config?.ignore ?? [] });
  const summary = summarize(() => findingsMarkdown(relocated(result.report, namedFromTop(process.cwd()))));
  const warnings = options.quiet ? '' : renderDiagnostics(project.problems.list, painter(colourOn(process.stderr, options.color)));
  return {
    stdout: printed(result, run, options),
    stderr: `${warnings === '' ? '' : `${warnings}\n\n`}${summary}`,
    code: result.report.findings.some(({ level }) => level === 'error') ? EXIT.failed : EXIT.ok,
  };
};
