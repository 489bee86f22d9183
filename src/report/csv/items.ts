import { pricesOf } from '../../pricing/price.ts';
import type { ClassPrices, PriceRow } from '../../pricing/table.ts';
import type { LinkProjection, MonthProjection, StepProjection } from '../../projection/projection.ts';
import type { Link, ModelLink, Origin } from '../../workflow/plan.ts';
import { inputOrigin } from '../ledger/origin.ts';

/** What the rows of a month are about. Without traffic there is one request, and no month. */
export type Stretch = { readonly label: string; readonly days: number | null; readonly requests: number; readonly month: number | null };

/** A part of what a stretch costs: a token class of one model, or what is no tokens. */
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

const CLASSES = ['uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'] as const;
type TokenClass = (typeof CLASSES)[number];

const NAMES: Readonly<Record<TokenClass, string>> = {
  uncachedInput: 'uncached_input',
  cacheRead: 'cache_read',
  cacheWrite: 'cache_write',
  reasoning: 'reasoning',
  visibleOutput: 'visible_output',
};

const priceOf = (prices: ClassPrices, link: ModelLink, kind: TokenClass): number | null => {
  if (kind === 'reasoning' || kind === 'visibleOutput') return prices.output;
  if (kind === 'cacheRead') return prices.cacheRead ?? prices.input;
  const ttl = link.cache.kind === 'off' ? '' : link.cache.ttl;
  return kind === 'cacheWrite' ? (prices.cacheWrite.get(ttl) ?? prices.input) : prices.input;
};

/** The price of a class in a month: its rows weighted by their days, single where there is one row. */
const monthPrice = (link: ModelLink, month: number, kind: TokenClass): { readonly mean: number; readonly single: number | null } => {
  const segments = link.prices[month] ?? [];
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  const price = (row: PriceRow): number => (priceOf(pricesOf(row, link.tier, 0), link, kind) ?? 0) * link.priceFactor;
  const mean = segments.reduce((sum, { row, days: own }) => sum + (own / days) * price(row), 0);
  const [first] = segments;
  return { mean, single: first !== undefined && segments.length === 1 ? price(first.row) : null };
};

const originOf = (link: ModelLink, kind: TokenClass): Origin =>
  kind === 'reasoning' || kind === 'visibleOutput' ? 'stated' : inputOrigin(link);

/** Dollars of a stretch; of one request where there is no month. */
const usdOf = (sum: LinkProjection, { month }: Stretch): number =>
  month === null ? (sum.modelsUsd[0] ?? 0) + sum.toolsUsd + sum.peopleUsd : (sum.spendUsd[month] ?? 0);

const tokensOf = (sum: LinkProjection, { requests }: Stretch): number => requests * CLASSES.reduce((count, kind) => count + sum[kind], 0);

/**
 * A model's part by token class, where each class costs its tokens times its price. Where the size of a call, the hour's
 * cache or a future decides what it costs, or fees are in it, that is not so: then one row stands for all of it.
 */
const modelItems = (link: ModelLink, sum: LinkProjection, stretch: Stretch): readonly CostItem[] => {
  const usd = usdOf(sum, stretch);
  const items = CLASSES.filter((kind) => sum[kind] > 0).map((kind): CostItem => {
    const { mean, single } = monthPrice(link, stretch.month ?? 0, kind);
    const tokens = stretch.requests * sum[kind];
    const shown = { model: link.model.id, class: NAMES[kind], origin: originOf(link, kind) };
    return { ...shown, tokens, usdPerMtok: single, usd: (tokens * mean) / 1e6 };
  });
  const split = items.reduce((total, item) => total + item.usd, 0);
  if (Math.abs(split - usd) <= 1e-9 * usd) return items;
  const origin = originOf(link, 'uncachedInput');
  return [{ model: link.model.id, class: 'model', tokens: tokensOf(sum, stretch), usdPerMtok: null, usd, origin }];
};

const plainItem = (kind: string, usd: number, tokens: number | null = null): readonly CostItem[] =>
  usd === 0 ? [] : [{ model: null, class: kind, tokens, usdPerMtok: null, usd, origin: 'stated' }];

const linkItems = (link: Link, sum: LinkProjection, stretch: Stretch): readonly CostItem[] =>
  link.kind === 'model' ? modelItems(link, sum, stretch) : plainItem(link.kind, usdOf(sum, stretch));

/** Returns what a step costs in a stretch; the items add up to it. */
export const stepItems = ({ step, links, compaction }: StepProjection, stretch: Stretch): readonly CostItem[] => [
  ...step.links.flatMap((link, index) => {
    const sum = links[index];
    return sum === undefined ? [] : linkItems(link, sum, stretch);
  }),
  ...(compaction === null ? [] : plainItem('compaction', usdOf(compaction, stretch), tokensOf(compaction, stretch))),
];

/** Returns what a month costs beside its requests. */
export const monthItems = ({ components }: MonthProjection): readonly CostItem[] => [
  ...plainItem('evaluation', components.evaluation),
  ...plainItem('fixed', components.fixed),
  ...plainItem('one_off', components.oneOff),
];
