import { toCsv } from '../report/csv/csv.ts';
import { toJson } from '../report/json.ts';
import { toMarkdown } from '../report/markdown/markdown.ts';
import { toText } from '../report/text/text.ts';
import type { PlanFormat } from './choices.ts';
import { prepare, type Ready } from './command.ts';
import { EXIT, type Outcome } from './process.ts';
import type { CommonOptions } from './refused.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

type PlanOptions = CommonOptions & { readonly format?: PlanFormat };

const printed = ({ report, opened }: Ready, path: string, { format = 'text', color }: PlanOptions): string => {
  switch (format) {
    case 'text':
      return toText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, color)), path });
    case 'json':
      return toJson(report);
    case 'markdown':
      return toMarkdown(report);
    case 'csv':
      return toCsv(opened.forecasts.map(({ projection }) => projection));
    default:
      return format satisfies never;
  }
};

/** `outlay plan`: the projection of a workflow, as text for people or in a form for programs. */
export const plan = async (path: string, options: PlanOptions): Promise<Outcome> => {
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  return { stdout: printed(ready, path, options), stderr: ready.warnings, code: EXIT.ok };
};
