import { placeText } from '../../diagnostics/source.ts';
import { dayText } from '../../pricing/day.ts';
import type { Confidence, PriceRow, PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { ModelLink } from '../../workflow/plan.ts';

/** A row of a price table that prices some month of some scenario: list prices, dollars per million tokens. */
export type PriceLine = {
  /** `provider/model`. */
  readonly model: string;
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrites: readonly { readonly ttl: string; readonly usd: number }[];
  readonly output: number | null;
  readonly from: string;
  readonly until: string | null;
  readonly status: PriceRow['status'];
  readonly read: string;
  readonly confidence: Confidence;
  /** `file:line:column` of the row. */
  readonly where: string;
  /** The provider's price page. */
  readonly source: string;
};

const callsOf = ({ projection: { plan } }: Forecast): readonly ModelLink[] =>
  plan.steps.flatMap(({ links, carry }) => [
    ...links.flatMap((link) => (link.kind === 'model' ? [link] : [])),
    ...(carry?.compact ? [carry.compact.call] : []),
  ]);

const sourceOf = (model: string, tables: readonly PriceTable[]): string =>
  tables.findLast(({ provider }) => model.startsWith(`${provider}/`))?.source ?? '';

const lineOf = (row: PriceRow, tables: readonly PriceTable[]): PriceLine => ({
  model: row.model,
  input: row.prices.input,
  cacheRead: row.prices.cacheRead,
  cacheWrites: [...row.prices.cacheWrite].map(([ttl, usd]) => ({ ttl, usd })),
  output: row.prices.output,
  from: dayText(row.from),
  until: row.until === null ? null : dayText(row.until),
  status: row.status,
  read: dayText(row.read),
  confidence: row.confidence,
  where: placeText(row.place),
  source: sourceOf(row.model, tables),
});

/** Returns every price row that went into some forecasts, each once, by model and date. */
export const priceLines = (forecasts: readonly Forecast[], tables: readonly PriceTable[]): readonly PriceLine[] => {
  const rows = forecasts.flatMap(callsOf).flatMap(({ prices }) => prices.flatMap((segments) => segments.map(({ row }) => row)));
  const lines = new Map(rows.map((row) => [`${row.model} ${row.from} ${row.prices.input} ${row.prices.output}`, row]));
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...lines.values()].map((row) => lineOf(row, tables)).sort((a, b) => order(a.model, b.model) || order(a.from, b.from));
};
