import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visible, visibleWithin } from '../diagnostics/escape.ts';
import { writeWhole } from '../io/write.ts';
import { ENDINGS, endingOf } from '../report/file/kinds.ts';
import { type PlanSources, planFile } from '../report/file/render.ts';
import { prepare, type Ready } from './command.ts';
import { statedCurrencies } from './currencies.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { stressed } from './stress.ts';
import { verify } from './verify.ts';

export type ReportOptions = CommonOptions & {
  readonly output?: readonly string[];
  readonly focus?: boolean;
  readonly stress?: boolean;
  readonly currency?: readonly string[];
  readonly verify?: string;
};

/** What is wrong with a file to write to, before anything is read. */
const checkOutput = (output: string, problems: Problems): void => {
  const name = visibleWithin(output, 100);
  if (endingOf(output) !== null) return;
  problems.error('options', null, `"${name}" has no ending that a report can be written in`, { help: [ENDINGS.join(', ')] });
};

const checkOptions = (path: string | undefined, { output = [], focus, stress }: ReportOptions, problems: Problems): void => {
  if (path === undefined)
    problems.error('options', null, 'no workflow is named', { help: ['outlay report scenarios/support-agent -o plan.xlsx'] });
  if (output.length === 0)
    problems.error('options', null, 'no file is named to write to', { help: [`-o plan.xlsx; its ending says how: ${ENDINGS.join(', ')}`] });
  for (const one of output) checkOutput(one, problems);
  if (focus && !output.some((one) => endingOf(one) === '.csv'))
    problems.error('options', null, '--focus is a form of .csv', { help: ['name a file that ends in .csv'] });
  if (stress && !output.some((one) => endingOf(one) === '.html'))
    problems.error('options', null, '--stress is a part of .html', { help: ['name a file that ends in .html'] });
};

const sourcesOf = ({ report, opened }: Ready, rest: Pick<PlanSources, 'request' | 'focus' | 'stress'>): PlanSources => ({
  report,
  forecasts: opened.forecasts,
  tables: opened.tables,
  scenarios: opened.spec?.scenarios ?? [],
  ...rest,
});

/** One plan as files, in any number of formats. */
const write = async (path: string, options: ReportOptions): Promise<Outcome> => {
  const { output = [], focus = false, scenario = [], traffic = null, pricing = null } = options;
  const problems = new Problems();
  const currencies = statedCurrencies(options.currency ?? [], problems);
  if (problems.failed) return refused(problems, options);
  const ready = await prepare(path, options, currencies);
  if ('code' in ready) return ready;
  if (focus && ready.report.scenarios[0]?.monthly === null) {
    problems.error('options', null, '--focus needs traffic: without months there are no charges', { help: ['add traffic: 10k per day'] });
    return refused(problems, options);
  }
  const failures = options.stress ? stressed(path, options) : null;
  if (failures !== null && 'code' in failures) return failures;
  const stress = failures?.report.scenarios[0] ?? null;
  const sources = sourcesOf(ready, { request: { path, scenarios: [...scenario], traffic, pricing }, focus, stress });
  const files = output.flatMap((one) => {
    const ending = endingOf(one);
    return ending === null ? [] : [{ path: resolve(one), content: planFile(ending, sources) }];
  });
  const failed = writeWhole(files);
  if (failed === null) return { stdout: output.map((one) => `${visible(one)} written\n`).join(''), stderr: ready.warnings, code: EXIT.ok };
  const name = output.find((one) => resolve(one) === failed.path) ?? failed.path;
  problems.error('options', null, `"${visibleWithin(name, 100)}" cannot be written: ${failed.why}`);
  return { ...refused(problems, options), code: EXIT.output };
};

/** `outlay report`: the plan as a file for people who have no terminal, or what has become of one. */
export const report = async (path: string | undefined, options: ReportOptions): Promise<Outcome> => {
  if (options.verify !== undefined) return verify(path, options.verify, options);
  const problems = new Problems();
  checkOptions(path, options, problems);
  if (problems.failed || path === undefined) return refused(problems, options);
  return write(path, options);
};
