import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type PriceSegment, segmentsOf } from '../pricing/calendar.ts';
import { dayText } from '../pricing/day.ts';
import type { ClassPrices, Model, PriceRow } from '../pricing/table.ts';
import { assume, type Resolving } from './resolving.ts';
import type { Named } from './spec.ts';
import { scenarioRow } from './traffic/prices.ts';

const money = (usd: number | null): string => (usd === null ? 'no price' : `$${usd}`);

const pricesText = (prices: ClassPrices): string =>
  `${money(prices.input)} input, ${prices.output === null ? 'no' : money(prices.output)} output per million tokens`;

const assumePrice = (resolving: Resolving, row: PriceRow): void => {
  assume(
    resolving,
    `price of ${row.model}`,
    `${pricesText(row.prices)} from ${dayText(row.from)}; read ${dayText(row.read)}, confidence ${row.confidence}`,
    'table',
    row.place,
  );
  if (row.confidence !== 'low') return;
  resolving.problems.warning(
    'price-doubtful',
    row.place,
    `the price of ${row.model} has low confidence: one source, or sources that differ`,
    { label: 'check it before you rely on it' },
  );
};

/** Returns the rows that price a model, month by month, with the scenario's own prices in them. */
export const pricesFor = (resolving: Resolving, model: Model, at: Span): readonly (readonly PriceSegment[])[] =>
  resolving.kept.get(`prices ${model.id}`, () => {
    const { catalogue, scenario, windows } = resolving;
    const prices = windows.map(({ from, until }) => segmentsOf(catalogue, model, from, until));
    for (const row of new Set(prices.flat().map((segment) => segment.row))) assumePrice(resolving, row);
    for (const note of new Set(prices.flat().flatMap(({ notes }) => notes))) resolving.problems.warning('price-date', at, note);
    return prices.map((month) => month.map((segment) => ({ ...segment, row: scenarioRow(scenario, model, segment.row) })));
  });

/** Reports a tier that the price table does not offer in every month of the plan. */
export const checkTier = (resolving: Resolving, model: Model, rows: readonly PriceRow[], tier: string, at: Span): void => {
  if (tier === 'standard' || rows.every((row) => row.tiers.has(tier))) return;
  const offered = ['standard', ...(rows[0]?.tiers.keys() ?? [])];
  resolving.problems.error('unknown-name', at, `${model.id} is not offered on the tier "${tier.slice(0, 40)}"`, {
    label: didYouMean(tier, offered),
    help: [`offered: ${offered.join(', ')}`],
  });
};

/** Returns the factor of a region on every price, or reports that the model is not offered there. */
export const regionFactor = ({ problems }: Resolving, model: Model, region: Named | null): number => {
  if (region === null) return 1;
  const factor = model.regions.get(region.name);
  if (factor !== undefined) return factor;
  const offered = [...model.regions.keys()];
  problems.error('unknown-name', region.at, `${model.id} is not offered in the region "${region.name.slice(0, 40)}"`, {
    label: didYouMean(region.name, offered),
    help: [offered.length === 0 ? 'its price table names no region' : `offered: ${offered.join(', ')}`],
  });
  return 1;
};
