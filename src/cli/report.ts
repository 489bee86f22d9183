import { extname, resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/escape.ts';
import { writeWhole } from '../io/write.ts';
import { toCsv } from '../report/csv/csv.ts';
import { toJson } from '../report/json.ts';
import { toMarkdown } from '../report/markdown/markdown.ts';
import { toXlsx } from '../report/xlsx/workbook.ts';
import { prepare, type Ready } from './command.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';

export type ReportOptions = CommonOptions & { readonly output?: string };

type Render = (ready: Ready, options: ReportOptions) => string | Uint8Array;

/** How a report is written, by the ending of its file. */
const RENDERERS: Readonly<Record<string, Render>> = {
  '.xlsx': ({ report, opened }) =>
    toXlsx({
      report,
      projections: opened.forecasts.map(({ projection }) => projection),
      scenarios: opened.spec?.scenarios ?? [],
      currency: null,
    }),
  '.csv': ({ opened }) => toCsv(opened.forecasts.map(({ projection }) => projection)),
  '.md': ({ report }) => toMarkdown(report),
  '.json': ({ report }) => toJson(report),
};

const refuse = (options: CommonOptions, message: string, help: readonly string[]): Outcome => {
  const problems = new Problems();
  problems.error('options', null, message, { help });
  return refused(problems, options);
};

/** `outlay report`: the plan as a file for people who have no terminal. */
export const report = async (path: string, options: ReportOptions): Promise<Outcome> => {
  const endings = Object.keys(RENDERERS).join(', ');
  if (options.output === undefined)
    return refuse(options, 'no file is named to write to', [`-o plan.xlsx; its ending says how: ${endings}`]);
  const render = RENDERERS[extname(options.output).toLowerCase()];
  if (render === undefined)
    return refuse(options, `"${options.output}" has no ending that a report can be written in`, [`endings: ${endings}`]);
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  const failed = writeWhole([{ path: resolve(options.output), content: render(ready, options) }]);
  if (failed !== null) return { ...refuse(options, `"${options.output}" cannot be written: ${failed.why}`, []), code: EXIT.output };
  return { stdout: `${visible(options.output)} written\n`, stderr: ready.warnings, code: EXIT.ok };
};
