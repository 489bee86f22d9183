import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeText } from '../../diagnostics/source.ts';
import type { Currency } from '../../pricing/currency.ts';
import { type Day, dayText } from '../../pricing/day.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { Projection } from '../../projection/projection.ts';
import type { Assumption } from '../../workflow/plan.ts';
import type { Spec } from '../../workflow/spec.ts';
import { currenciesReport } from '../currency.ts';
import type { Report } from '../report.ts';
import { scenarioReport } from './scenario.ts';

/** What a report is made of, beside the forecasts. */
export type Facts = {
  readonly version: string;
  readonly asOf: Day;
  readonly seed: number;
  readonly runs: number;
  readonly settings: readonly string[];
  readonly currencies: readonly Currency[];
  readonly spec: Spec;
  readonly forecasts: readonly Forecast[];
  readonly inputs: Report['inputs'];
  readonly tables: readonly PriceTable[];
  readonly diagnostics: readonly Diagnostic[];
};

const where = (assumption: Assumption): string => (assumption.at === null ? '' : placeText(assumption.at));

type Line = readonly [string, Report['assumptions'][number]];

/** The lines of plans that were told before: the app shows the same ones with every key. */
const known = new WeakMap<Projection['plan'], readonly Line[]>();

const linesOf = (plan: Projection['plan']): readonly Line[] => {
  const told = known.get(plan);
  if (told !== undefined) return told;
  const lines = plan.assumptions.map((one): Line => {
    const line = { where: where(one), what: one.what, value: one.value, origin: one.origin };
    return [JSON.stringify(line), line];
  });
  known.set(plan, lines);
  return lines;
};

/** The assumptions of all scenarios, each once. */
const assumptions = (projections: readonly Projection[]): Report['assumptions'] => [
  ...new Map(projections.flatMap(({ plan }) => linesOf(plan))).values(),
];

const newestRead = (table: PriceTable): string => dayText(Math.max(...table.models.flatMap(({ rows }) => rows.map(({ read }) => read))));

/** Returns the report of some scenarios of one workflow. Nothing is rounded here. */
export const buildReport = (facts: Facts): Report => ({
  schema: 'outlay.plan/1',
  tool: { name: 'outlay', version: facts.version },
  workflow: facts.spec.name,
  description: facts.spec.description,
  unit: facts.spec.unit,
  tags: Object.fromEntries(facts.spec.tags),
  settings: { seed: facts.seed, runs: facts.runs, as_of: dayText(facts.asOf), set: facts.settings },
  ...currenciesReport(facts.currencies),
  inputs: facts.inputs,
  pricing: facts.tables.map((table) => ({ provider: table.provider, source: table.source, read: newestRead(table), sha256: table.sha256 })),
  scenarios: facts.forecasts.map(scenarioReport),
  assumptions: assumptions(facts.forecasts.map(({ projection }) => projection)),
  diagnostics: facts.diagnostics.map(({ severity, code, message, span, help }) => ({
    severity,
    code,
    message,
    where: span === null ? '' : placeText(span),
    help,
  })),
});
