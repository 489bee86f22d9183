import { plain } from '../../diagnostics/render.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { ScenarioSpec } from '../../workflow/traffic/spec.ts';
import { toCsv } from '../csv/csv.ts';
import { toFocus } from '../csv/focus.ts';
import { toHtml } from '../html/html.ts';
import { htmlInput } from '../html/input.ts';
import { toJson } from '../json.ts';
import { toMarkdown } from '../markdown/markdown.ts';
import { type PlanRequest, resolvedPlan } from '../plan-file/resolved.ts';
import type { Report } from '../report.ts';
import type { StressedScenario } from '../stress/report.ts';
import { toText } from '../text/text.ts';
import { toXlsx } from '../xlsx/workbook.ts';
import type { Ending } from './kinds.ts';

/** What a plan is saved from. */
export type PlanSources = {
  readonly report: Report;
  readonly forecasts: readonly Forecast[];
  readonly tables: readonly PriceTable[];
  /** As the author wrote them; those that were not planned may be among them. */
  readonly scenarios: readonly ScenarioSpec[];
  /** How the plan was asked for. */
  readonly request: PlanRequest;
  /** Whether its .csv has the shape of FOCUS. */
  readonly focus: boolean;
  /** The base scenario under failures; null where they were not asked for. */
  readonly stress: StressedScenario | null;
};

type Render = (sources: PlanSources) => string | Uint8Array;

const COLUMNS = 100;

const projectionsOf = ({ forecasts }: PlanSources) => forecasts.map(({ projection }) => projection);

/** The first scenario: whoever reads a file of charges adds all of its rows up. */
const focusOf = (sources: PlanSources): string => {
  const [projection] = projectionsOf(sources);
  if (projection === undefined) return '';
  const scenario = sources.scenarios.find(({ name }) => name === projection.plan.scenario);
  const discounts = new Map(scenario?.discounts.map(({ provider, share }) => [provider, share]));
  return toFocus({ report: sources.report, projection, discounts });
};

const RENDERS: Readonly<Record<Ending, Render>> = {
  '.xlsx': (sources) => toXlsx({ ...sources, projections: projectionsOf(sources) }),
  '.html': (sources) => toHtml(htmlInput(sources)),
  '.csv': (sources) => (sources.focus ? focusOf(sources) : toCsv(projectionsOf(sources))),
  '.md': ({ report }) => toMarkdown(report),
  '.json': (sources) => toJson({ ...sources.report, resolved: resolvedPlan(sources.request, projectionsOf(sources)) }),
  '.txt': ({ report, request }) => toText(report, { width: COLUMNS, paint: plain, path: request.path }),
};

/** Returns the content of a file of some ending: the same for the same plan, whoever saves it. */
export const planFile = (ending: Ending, sources: PlanSources): string | Uint8Array => RENDERS[ending](sources);
