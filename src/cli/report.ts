import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visible, visibleWithin } from '../diagnostics/escape.ts';
import { writeWhole } from '../io/write.ts';
import { prepare } from './command.ts';
import { currenciesFor } from './currencies.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { ENDINGS, endingOf, formatOf } from './report-formats.ts';
import { verify } from './verify.ts';

export type ReportOptions = CommonOptions & {
  readonly output?: string;
  readonly focus?: boolean;
  readonly currency?: readonly string[];
  readonly verify?: string;
};

/** What is wrong with the options, before anything is read. */
const checkOptions = (path: string | undefined, { output, focus }: ReportOptions, problems: Problems): void => {
  const endings = ENDINGS.join(', ');
  if (path === undefined)
    problems.error('options', null, 'no workflow is named', { help: ['outlay report scenarios/support-agent -o plan.xlsx'] });
  if (output === undefined) {
    problems.error('options', null, 'no file is named to write to', { help: [`-o plan.xlsx; its ending says how: ${endings}`] });
  } else if (formatOf(endingOf(output)) === undefined) {
    problems.error('options', null, `"${visibleWithin(output, 100)}" has no ending that a report can be written in`, { help: [endings] });
  } else if (focus && endingOf(output) !== '.csv') {
    problems.error('options', null, '--focus is a form of .csv', { help: ['name a file that ends in .csv'] });
  }
};

/** The plan as a file. */
const write = async (path: string, output: string, options: ReportOptions): Promise<Outcome> => {
  const problems = new Problems();
  const currencies = currenciesFor(path, options.currency ?? [], problems);
  if (problems.failed) return refused(problems, options);
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  const [first] = ready.report.scenarios;
  if (options.focus && first?.monthly === null) {
    problems.error('options', null, '--focus needs traffic: without months there are no charges', { help: ['add traffic: 10k per day'] });
    return refused(problems, options);
  }
  const { scenario = [], traffic = null, pricing = null } = options;
  const request = { path, scenarios: [...scenario], traffic, pricing };
  const content = formatOf(endingOf(output))?.({ ready, request, currencies, focus: options.focus ?? false }) ?? '';
  const failed = writeWhole([{ path: resolve(output), content }]);
  if (failed === null) return { stdout: `${visible(output)} written\n`, stderr: ready.warnings, code: EXIT.ok };
  problems.error('options', null, `"${visibleWithin(output, 100)}" cannot be written: ${failed.why}`);
  return { ...refused(problems, options), code: EXIT.output };
};

/** `outlay report`: the plan as a file for people who have no terminal, or what has become of one. */
export const report = async (path: string | undefined, options: ReportOptions): Promise<Outcome> => {
  if (options.verify !== undefined) return verify(path, options.verify, options);
  const problems = new Problems();
  checkOptions(path, options, problems);
  if (problems.failed || path === undefined || options.output === undefined) return refused(problems, options);
  return write(path, options.output, options);
};
