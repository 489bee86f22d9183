import type { Currency } from '../../pricing/currency.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { ScenarioSpec } from '../../workflow/traffic/spec.ts';
import { figuresOf } from '../explain/explain.ts';
import type { Figure } from '../explain/figure.ts';
import type { Report } from '../report.ts';
import type { StressedScenario } from '../stress/report.ts';
import { type ClockBar, clockBars } from './clock.ts';
import { type Contract, contractOf } from './contract.ts';
import { type PriceLine, priceLines } from './price-lines.ts';

/** All figures of one scenario as formulas. */
export type ScenarioFormulas = { readonly scenario: string; readonly figures: readonly Figure[] };

/** All that the page shows, as plain data. */
export type HtmlInput = {
  readonly report: Report;
  /** What the page is called; null for the workflow's name. */
  readonly title: string | null;
  /** They stand beside dollars, each at its stated rate. */
  readonly currencies: readonly Currency[];
  /** One request of the base scenario on the clock; empty where nothing takes time. */
  readonly clock: readonly ClockBar[];
  /** Every price that went in. */
  readonly prices: readonly PriceLine[];
  /** By scenario, in the order of the report. */
  readonly formulas: readonly ScenarioFormulas[];
  /** The base scenario under failures; null where none were tried. */
  readonly stress: StressedScenario | null;
  /** What the base scenario's contract saves; null where it has no discount. */
  readonly contract: Contract | null;
};

/** What the page is made of, beside the report. */
export type HtmlSources = {
  readonly report: Report;
  readonly forecasts: readonly Forecast[];
  readonly tables: readonly PriceTable[];
  /** As the author wrote them: for the discounts. */
  readonly scenarios: readonly ScenarioSpec[];
  readonly title?: string | null;
  readonly stress?: StressedScenario | null;
};

const baseContract = ([base]: readonly Forecast[], scenarios: readonly ScenarioSpec[]): Contract | null => {
  const spec = scenarios.find(({ name }) => name === base?.projection.plan.scenario);
  return base === undefined || spec === undefined ? null : contractOf(base.projection, spec);
};

/** Returns what the page of a report shows. */
export const htmlInput = ({ report, forecasts, tables, scenarios, title, stress }: HtmlSources): HtmlInput => ({
  report,
  title: title ?? null,
  currencies: report.currencies ?? [],
  clock: forecasts[0] === undefined ? [] : clockBars(forecasts[0]),
  prices: priceLines(forecasts, tables),
  formulas: forecasts.map((forecast) => ({ scenario: forecast.projection.plan.scenario, figures: figuresOf(forecast, null) })),
  stress: stress ?? null,
  contract: baseContract(forecasts, scenarios),
});
