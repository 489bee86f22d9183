import { extname } from 'node:path';
import { toCsv } from '../report/csv/csv.ts';
import { toFocus } from '../report/csv/focus.ts';
import type { Currency } from '../report/currency.ts';
import { toHtml } from '../report/html/html.ts';
import { htmlInput } from '../report/html/input.ts';
import { toJson } from '../report/json.ts';
import { toMarkdown } from '../report/markdown/markdown.ts';
import { type PlanRequest, resolvedPlan } from '../report/plan-file/resolved.ts';
import type { StressedScenario } from '../report/stress/report.ts';
import { toXlsx } from '../report/xlsx/workbook.ts';
import type { Ready } from './command.ts';

/** What a report file is made of. */
export type ReportInput = {
  readonly ready: Ready;
  readonly request: PlanRequest;
  readonly currencies: readonly Currency[];
  readonly focus: boolean;
  /** The base scenario under failures; null where they were not asked for. */
  readonly stress: StressedScenario | null;
};

type Render = (input: ReportInput) => string | Uint8Array;

const projectionsOf = ({ ready }: ReportInput) => ready.opened.forecasts.map(({ projection }) => projection);

const scenariosOf = ({ ready }: ReportInput) => ready.opened.spec?.scenarios ?? [];

/** The first scenario: whoever reads a file of charges adds all of its rows up. */
const focusOf = (input: ReportInput): string => {
  const [projection] = projectionsOf(input);
  if (projection === undefined) return '';
  const scenario = scenariosOf(input).find(({ name }) => name === projection.plan.scenario);
  const discounts = new Map(scenario?.discounts.map(({ provider, share }) => [provider, share]));
  return toFocus({ report: input.ready.report, projection, discounts });
};

/** How a report is written, by the ending of its file. */
const FORMATS: Readonly<Record<string, Render>> = {
  '.xlsx': (input) =>
    toXlsx({
      report: input.ready.report,
      projections: projectionsOf(input),
      scenarios: scenariosOf(input),
      currencies: input.currencies,
    }),
  '.html': (input) =>
    toHtml(
      htmlInput({
        report: input.ready.report,
        forecasts: input.ready.opened.forecasts,
        tables: input.ready.opened.tables,
        scenarios: scenariosOf(input),
        currencies: input.currencies,
        stress: input.stress,
      }),
    ),
  '.csv': (input) => (input.focus ? focusOf(input) : toCsv(projectionsOf(input))),
  '.md': ({ ready }) => toMarkdown(ready.report),
  '.json': (input) => toJson({ ...input.ready.report, resolved: resolvedPlan(input.request, projectionsOf(input)) }),
};

/** The endings that a report file may have. */
export const ENDINGS: readonly string[] = Object.keys(FORMATS);

/** Returns the ending of a file in small letters. */
export const endingOf = (file: string): string => extname(file).toLowerCase();

/** Returns how a report of some ending is written; undefined where there is no such way. */
export const formatOf = (ending: string): Render | undefined => (Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined);
