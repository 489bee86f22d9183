import { hourFactorOf } from '../../pricing/price.ts';
import type { PriceRow } from '../../pricing/table.ts';
import type { Link, ModelLink, PersonLink, Plan, PlanStep, ToolLink } from '../../workflow/plan.ts';
import { bandOf, bandPrices, thresholdsOf } from '../bands.ts';
import { greatestOf, product } from './greatest.ts';

/** The most that something costs in dollars: Infinity, and which ceilings are missing, where nothing bounds it. */
export type Dearest = { readonly usd: number; readonly missing: readonly string[] };

const MS_PER_HOUR = 3_600_000;
const HOURS_PER_WEEK = 168;

const dearestOf = (parts: readonly { readonly usd: number; readonly ceiling: string }[]): Dearest => ({
  usd: parts.reduce((sum, { usd }) => sum + usd, 0),
  missing: parts.filter(({ usd }) => usd === Infinity).map(({ ceiling }) => ceiling),
});

/** The dearest minute of the week: of prices that double from 06:30, all of the double, not an hour's mean of 1.5. */
const dearestHour = (row: PriceRow): number =>
  Math.max(...row.hours.map(({ factor }) => factor), ...Array.from({ length: HOURS_PER_WEEK }, (_, hour) => hourFactorOf(row, hour)));

type Tokens = { readonly input: number; readonly output: number };

const NO_TOKENS: Tokens = { input: 0, output: 0 };

const sum = ({ input, output }: Tokens): number => input + output;

/** What a call costs on a row with the longest prompt of a band, all of it in the dearest class that its cache policy can put it in. */
const bandUsd = (link: ModelLink, row: PriceRow, band: number, sent: number): Tokens => {
  const prices = bandPrices(link, row, band);
  const input = prices.input ?? 0;
  const cached = link.cache.kind === 'off' ? [] : [prices.cacheRead ?? input, prices.cacheWrite.get(link.cache.ttl) ?? input];
  const perToken = (dearestHour(row) * link.priceFactor) / 1e6;
  return {
    input: product(sent, Math.max(input, ...cached) * perToken),
    output: product(link.maxOutput, (prices.output ?? 0) * perToken),
  };
};

/**
 * The dearest call within a prompt of `max_input`, else the window: the longest prompt of each price band that it reaches, since a
 * provider may price long prompts lower.
 */
const tokensUsd = (link: ModelLink, row: PriceRow): Tokens => {
  const longest = Math.min(link.maxInput, link.window);
  const bands = Array.from({ length: bandOf(link, longest) + 1 }, (_, band) =>
    bandUsd(link, row, band, Math.min(longest, thresholdsOf(link)[band]?.tokens ?? Infinity)),
  );
  return bands.reduce((dearest, band) => (sum(band) > sum(dearest) ? band : dearest), NO_TOKENS);
};

/** Every attempt billed in full, at the dearest row of the first month. Free units of a fee are taken to be used up. */
const modelUsd = (plan: Plan, link: ModelLink): Dearest => {
  const rows = (link.prices[0] ?? []).map(({ row }) => row);
  const tokens = rows.map((row) => tokensUsd(link, row)).reduce((dearest, one) => (sum(one) > sum(dearest) ? one : dearest), NO_TOKENS);
  const fees = link.fees.map(({ name, units }) => {
    const perUnit = Math.max(0, ...rows.map((row) => row.fees.get(name)?.usdPerUnit ?? 0));
    return { usd: product(greatestOf(plan, units), perUnit * link.priceFactor), ceiling: `max on fees.${name}` };
  });
  const { usd, missing } = dearestOf([{ usd: tokens.input, ceiling: 'max_input' }, { usd: tokens.output, ceiling: 'max_output' }, ...fees]);
  return { usd: link.retry.attempts * usd, missing };
};

const toolUsd = (plan: Plan, { costUsd, retry }: ToolLink): Dearest =>
  dearestOf([{ usd: retry.attempts * greatestOf(plan, costUsd), ceiling: 'max on cost' }]);

const personUsd = (plan: Plan, { workMs, wageUsdPerHour }: PersonLink): Dearest => {
  const [work, wage] = [greatestOf(plan, workMs), greatestOf(plan, wageUsdPerHour)];
  const usd = product(work, wage) / MS_PER_HOUR;
  const missing = [work === Infinity ? ['max on work'] : [], wage === Infinity ? ['max on wage'] : []].flat();
  return { usd, missing: usd === Infinity ? missing : [] };
};

const linkUsd = (plan: Plan, link: Link): Dearest => {
  switch (link.kind) {
    case 'model':
      return modelUsd(plan, link);
    case 'tool':
      return toolUsd(plan, link);
    case 'person':
      return personUsd(plan, link);
    case 'reply':
      return { usd: 0, missing: [] };
    default:
      return link satisfies never;
  }
};

/** Returns the most that one run of a step costs: all attempts at itself and at every fallback. */
export const runUsd = (plan: Plan, { links }: PlanStep): Dearest => {
  const all = links.map((link) => linkUsd(plan, link));
  return { usd: all.reduce((total, { usd }) => total + usd, 0), missing: [...new Set(all.flatMap(({ missing }) => missing))] };
};

/** Returns the most that a call costs which shortens what was carried: it reads a whole window. */
export const compactionUsd = (plan: Plan, call: ModelLink): Dearest => {
  const { usd, missing } = modelUsd(plan, call);
  return { usd, missing: missing.map((ceiling) => `${ceiling} of the compaction`) };
};
