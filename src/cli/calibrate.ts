import { basename } from 'node:path';
import { backtested } from '../calibration/backtest.ts';
import { type Calibration, calibrated, type Subject } from '../calibration/calibrate.ts';
import { type CostOf, comparedFigures, statedOrPriced } from '../calibration/figures.ts';
import { type CalledStep, calledSteps, type Observed, observe } from '../calibration/observed.ts';
import { forecastOf } from '../calibration/plan.ts';
import { buildCalibration, type Findings } from '../calibration/report/build.ts';
import { calibrationMarkdown } from '../calibration/report/markdown.ts';
import type { CalibrateReport } from '../calibration/report/report.ts';
import { calibrationText } from '../calibration/report/text.ts';
import { evidenceAdder } from '../calibration/write.ts';
import { Problems } from '../diagnostics/diagnostic.ts';
import { writeBack } from '../planning/write-back.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import { toJson } from '../report/json.ts';
import { recordPricer } from '../usage/priced.ts';
import type { UsageLog } from '../usage/read.ts';
import { isAmong } from '../usage/steps.ts';
import { EXIT, type Outcome } from './process.ts';
import { type ReadyProject, readyProject, withThreads } from './ready-project.ts';
import { type CommonOptions, refused } from './refused.ts';
import { warningsFor } from './request.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';
import { checkLog, type LogOptions, readLogs } from './usage-logs.ts';

type CalibrateOptions = CommonOptions &
  LogOptions & {
    readonly backtest?: boolean;
    readonly dryRun?: boolean;
    readonly format?: 'text' | 'json' | 'markdown';
  };

type Found = Omit<Findings, 'written'>;

/** Reports logs in which every step was answered by some other model than its own. */
const checkModels = ({ observed }: Calibration, problems: Problems): void => {
  const steps = [...observed.steps.values()];
  if (steps.some(({ answered, sums }) => answered.length + sums.length > 0)) return;
  const models = [...new Set(steps.flatMap(({ others }) => [...others.keys()]))];
  problems.error('unknown-model', null, 'no record is of a model that its step uses', {
    help: [`models in the logs: ${models.slice(0, 6).join(', ')}`, 'plan with one of them: --set steps.<step>.model=…'],
  });
};

/** The steps that call models, by all names that logs have for those. */
const stepsOf = ({ workflow, catalogue }: ReadyProject): readonly CalledStep[] =>
  calledSteps(workflow.spec, (id) => {
    const model = catalogue.find(id);
    return model === undefined ? [id] : [id, model.id, ...model.aliases];
  });

const subjectOf = ({ project, workflow }: ReadyProject, steps: readonly CalledStep[], problems: Problems): Subject | undefined => {
  const [scenario] = project.scenarios;
  const forecast = scenario && forecastOf(project, workflow, scenario, problems);
  return scenario && forecast && { project, workflow, scenario, steps, forecast };
};

/** What a record cost: of a step's own model by the plan's entry for it, else by whatever table lists its model for certain. */
const costOf = ({ project, steps }: Subject, { records }: UsageLog, catalogue: Catalogue): CostOf => {
  const all = catalogueOf(project.tables(null));
  const models = new Map(steps.map(({ spec, models: names }) => [spec.name, { model: catalogue.find(spec.body.model), names }]));
  return statedOrPriced(
    records,
    recordPricer(all, ({ step, model }) => {
      const own = step === null ? undefined : models.get(step);
      return own !== undefined && (model === null || isAmong(own.names, model)) ? own.model : undefined;
    }),
  );
};

const printed = (report: CalibrateReport, path: string, { format = 'text', color }: CalibrateOptions): string => {
  if (format === 'json') return toJson(report);
  if (format === 'markdown') return calibrationMarkdown(report);
  return calibrationText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, color)), path });
};

const daysText = ({ firstMs, lastMs }: Observed): string => {
  const [first, last] = [firstMs, lastMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  return first === last ? `${first}` : `${first} to ${last}`;
};

/** What the logs are called where numbers say that they come from them: names of files, no paths of somebody's machine. */
const sourceName = ({ files }: UsageLog): string => {
  const names = files.filter(({ records }) => records > 0).map(({ name }) => (name === '-' ? 'standard input' : basename(name)));
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(' and ');
};

/** Fits the workflow to the logs, and looks at what it would have foretold; undefined, and reported, where it cannot be planned. */
const findingsOf = (
  ready: ReadyProject,
  steps: readonly CalledStep[],
  log: UsageLog,
  options: CalibrateOptions,
  problems: Problems,
): Found | undefined => {
  const subject = subjectOf(ready, steps, problems);
  const calibration = subject && calibrated(subject, log);
  if (subject === undefined || calibration === undefined) return undefined;
  checkModels(calibration, problems);
  if (problems.failed) return undefined;
  const cost = costOf(subject, log, ready.catalogue);
  const { observed, before, after } = calibration;
  return {
    ...{ subject, log, calibration, compared: comparedFigures(before, observed, cost) },
    comparedAfter: after === null ? [] : comparedFigures(after, observe(log.records, steps, after.projection), cost),
    backtest: options.backtest === true ? backtested(subject, log, cost) : null,
  };
};

/** Writes the fitted numbers into the workflow's files, with where they come from. */
const written = (
  path: string,
  { traffic = null }: { readonly traffic?: string | null },
  log: UsageLog,
  { observed, proposals, settings }: Calibration,
) =>
  settings.length === 0
    ? { files: [] }
    : writeBack(
        { cwd: process.cwd(), path, traffic },
        settings.map(({ text }) => text),
        evidenceAdder(proposals, { from: sourceName(log), days: daysText(observed) }),
      );

/** `outlay calibrate`: a workflow's numbers fitted to usage logs, and written into its files. */
export const calibrate = async (path: string, options: CalibrateOptions): Promise<Outcome> => {
  const problems = new Problems();
  if ((options.from ?? []).length === 0)
    problems.error('options', null, 'calibrate needs usage logs', { help: ['name files or folders: --from usage.jsonl'] });
  if (path === '-' && options.dryRun !== true)
    problems.error('options', null, 'standard input cannot be written to', { help: ['add --dry-run'] });
  if (path === '-' && options.from?.includes('-')) problems.error('options', null, 'standard input holds the workflow or a log, not both');
  if (problems.failed) return refused(problems, options);
  const ready = readyProject(path, options);
  if ('code' in ready) return ready;
  const steps = stepsOf(ready);
  const log = await readLogs(steps, options, problems);
  if (!problems.failed) checkLog(log, problems);
  if (problems.failed) return refused(problems, options);
  const found = withThreads(ready, (threaded) => findingsOf(threaded, steps, log, options, problems));
  if (found === undefined || problems.failed) return refused(problems, options);
  // Last of all: what was found is of the files as they were.
  const done = options.dryRun === true ? { files: [] } : written(path, options, log, found.calibration);
  if ('problem' in done) {
    problems.error('file-unreadable', null, `nothing was written: ${done.problem}`);
    return { ...refused(problems, options), code: EXIT.output };
  }
  const facts = { ...ready.facts, diagnostics: [...ready.facts.diagnostics, ...problems.list] };
  const report = buildCalibration(facts, { ...found, written: done.files });
  return { stdout: printed(report, path, options), stderr: ready.warnings + warningsFor(problems, options), code: EXIT.ok };
};
