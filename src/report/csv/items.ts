import { pricesOf } from '../../pricing/price.ts';
import type { ClassPrices, PriceRow } from '../../pricing/table.ts';
import type { StepProjection } from '../../projection/expect.ts';
import type { LinkSum } from '../../projection/sums.ts';
import type { ModelLink, Origin } from '../../workflow/plan.ts';

/** A part of a step's cost in one month, for one request: a token class of one model, or what is no tokens. */
export type CostItem = {
  readonly model: string | null;
  readonly class: string;
  /** Null where nothing is counted in tokens. */
  readonly tokens: number | null;
  /** Null where several prices apply. */
  readonly usdPerMtok: number | null;
  readonly usd: number;
  readonly origin: Origin;
};

const CLASSES = ['uncached_input', 'cache_read', 'cache_write', 'reasoning', 'visible_output'] as const;
type TokenClass = (typeof CLASSES)[number];

const tokensOf = (sum: LinkSum): Readonly<Record<TokenClass, number>> => ({
  uncached_input: sum.uncachedInput,
  cache_read: sum.cacheRead,
  cache_write: sum.cacheWrite,
  reasoning: sum.reasoning,
  visible_output: sum.visibleOutput,
});

const priceOf = (prices: ClassPrices, kind: TokenClass): number | null => {
  if (kind === 'reasoning' || kind === 'visible_output') return prices.output;
  if (kind === 'cache_write') return [...prices.cacheWrite.values()][0] ?? prices.input;
  return kind === 'cache_read' ? (prices.cacheRead ?? prices.input) : prices.input;
};

/** Weakest first: a class of tokens is known no better than the worst known part of it. */
const WEAKEST: readonly Origin[] = ['default', 'estimated', 'stated', 'measured'];

const originOf = (link: ModelLink, kind: TokenClass): Origin => {
  if (kind === 'reasoning' || kind === 'visible_output') return 'stated';
  return WEAKEST.find((origin) => link.parts.some((part) => part.origin === origin)) ?? 'stated';
};

/** The price of a class in a month: its rows weighted by their days, single where there is one row. */
const monthPrice = (link: ModelLink, month: number, kind: TokenClass): { readonly mean: number; readonly single: number | null } => {
  const segments = link.prices[month] ?? [];
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  const price = (row: PriceRow): number => priceOf(pricesOf(row, link.tier, 0), kind) ?? 0;
  const mean = segments.reduce((sum, { row, days: own }) => sum + (own / days) * price(row), 0);
  const [first] = segments;
  return { mean, single: first !== undefined && segments.length === 1 ? price(first.row) : null };
};

/** What one link of a step, itself or a fallback, costs in a month. */
const modelItems = (link: ModelLink, sum: LinkSum, month: number): readonly CostItem[] => {
  const tokens = tokensOf(sum);
  const total = sum.modelsUsd[month] ?? 0;
  const items = CLASSES.filter((kind) => tokens[kind] > 0).map((kind): CostItem => {
    const { mean, single } = monthPrice(link, month, kind);
    const usd = (tokens[kind] * mean) / 1e6;
    return { model: link.model.id, class: kind, tokens: tokens[kind], usdPerMtok: single, usd, origin: originOf(link, kind) };
  });
  const split = items.reduce((all, { usd }) => all + usd, 0);
  // Where the size of a call decides its price, what a class costs is not the product of two means: one row for all of them.
  if (Math.abs(split - total) <= 1e-9 * total) return items;
  const all = CLASSES.reduce((count, kind) => count + tokens[kind], 0);
  return [
    { model: link.model.id, class: 'all_tokens', tokens: all, usdPerMtok: null, usd: total, origin: originOf(link, 'uncached_input') },
  ];
};

const other = (kind: 'tool' | 'person', usd: number): readonly CostItem[] =>
  usd === 0 ? [] : [{ model: null, class: kind, tokens: null, usdPerMtok: null, usd, origin: 'stated' }];

/** Returns what a step costs in a month of the plan, for one request; the items add up to the step's cost. */
export const costItems = ({ step, links }: StepProjection, month: number): readonly CostItem[] =>
  step.links.flatMap((link, index) => {
    const sum = links[index];
    if (sum === undefined) return [];
    const tokens = link.kind === 'model' ? modelItems(link, sum, month) : [];
    return [...tokens, ...other('tool', sum.toolsUsd), ...other('person', sum.peopleUsd)];
  });
