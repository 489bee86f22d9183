import type { Distribution } from '../stats/distribution.ts';
import { quantile } from '../stats/quantile.ts';
import type { ImageRule } from '../tokens/image.ts';
import { dayText } from './day.ts';
import type { HourPrice, LimitBucket, Model, PartialPrices, PriceRow } from './table.ts';

/** Plain data with the keys of a price table, in their order there. */
export type Entry = { readonly [key: string]: EntryValue };
export type EntryValue = string | number | boolean | readonly EntryValue[] | Entry;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Without what is null, empty or undefined. */
const stated = (pairs: Readonly<Record<string, EntryValue | null | undefined>>): Entry =>
  Object.fromEntries(
    Object.entries(pairs).flatMap(([key, value]) => {
      const empty = value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
      return empty ? [] : [[key, value]];
    }),
  );

const clean = (value: number): number => Number(value.toPrecision(12));

const classEntry = (prices: PartialPrices): Entry =>
  stated({
    input: prices.input,
    cache_read: prices.cacheRead,
    cache_write: prices.cacheWrite === undefined ? null : Object.fromEntries(prices.cacheWrite),
    output: prices.output,
  });

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Neighbouring days as one: Monday to Friday and Sunday are `mon-fri, sun`. */
const daysText = (days: readonly boolean[]): string => {
  const runs: string[][] = [];
  for (const [index, name] of DAYS.entries()) {
    if (!days[index]) continue;
    if (index > 0 && days[index - 1]) runs.at(-1)?.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]}-${run.at(-1)}`)).join(', ');
};

const hourEntry = ({ fromMinute, untilMinute, days, factor }: HourPrice): Entry => ({
  utc: `${clock(fromMinute)}-${clock(untilMinute > 1440 ? untilMinute - 1440 : untilMinute)}`,
  ...(days.every((on) => on) ? {} : { days: daysText(days) }),
  factor,
});

/** Returns a row of prices as a table writes it. */
export const rowEntry = (row: PriceRow): Entry =>
  stated({
    from: dayText(row.from),
    until: row.until === null ? null : dayText(row.until),
    status: row.status,
    read: dayText(row.read),
    confidence: row.confidence,
    ...classEntry(row.prices),
    cache_storage: row.cacheStorageUsdPerMtokHour === 0 ? null : row.cacheStorageUsdPerMtokHour,
    long_context: row.longContext.map(({ tokens, inclusive, prices }) => ({
      ...(inclusive ? { at_least: tokens } : { over: tokens }),
      ...classEntry(prices),
    })),
    tiers: Object.fromEntries([...row.tiers].map(([tier, offer]) => [tier, typeof offer === 'number' ? offer : classEntry(offer)])),
    hours: row.hours.map(hourEntry),
    fees: Object.fromEntries(
      [...row.fees].map(([name, { usdPerUnit, freePerMonth }]) => [
        name,
        { each: clean(usdPerUnit), ...(freePerMonth === 0 ? {} : { free: `${freePerMonth} per month` }) },
      ]),
    ),
  });

/** The 5th, 50th and 95th percentile, to two digits: what a planning value is worth. */
const percentiles = (of: Distribution, unit: number): Entry | number => {
  const at = (p: number): number => Number((quantile(of, p) / unit).toPrecision(2));
  return of.kind === 'constant' ? at(0.5) : { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
};

const IMAGE_KEYS: Readonly<Record<string, string>> = { kind: 'rule', perTile: 'per_tile', longEdge: 'long_edge' };

const imageEntry = (rule: ImageRule): Entry =>
  stated(Object.fromEntries(Object.entries(rule).map(([key, value]) => [IMAGE_KEYS[key] ?? key, value])));

/** Returns everything that is known of a model, with the keys of a price table; times are in seconds. */
export const modelEntry = (model: Model): Entry => {
  const { caching, retires, latency, image } = model;
  const overheads = image !== null || model.pdfPageTokens !== null || model.toolSystemTokens > 0;
  return stated({
    aliases: model.aliases,
    tokenizer: model.tokenizer,
    context_window: model.contextWindow,
    max_input: model.maxInput === model.contextWindow ? null : model.maxInput,
    max_output: model.maxOutput,
    caching:
      caching.mode === 'none'
        ? { mode: 'none' }
        : { mode: caching.mode, min_tokens: caching.minTokens, step: caching.step, ttl: caching.ttl },
    regions: Object.fromEntries(model.regions),
    retires: retires && stated({ on: dayText(retires.on), replaced_by: retires.replacedBy, billed_at: retires.billedAt }),
    image: image && imageEntry(image),
    pdf_page: model.pdfPageTokens && percentiles(model.pdfPageTokens, 1),
    tool_system: model.toolSystemTokens === 0 ? null : model.toolSystemTokens,
    overheads_read: overheads && model.overheadsRead !== null ? dayText(model.overheadsRead) : null,
    notes: model.notes,
    prices: model.rows.map(rowEntry),
    latency:
      latency &&
      stated({
        ttft_s: percentiles(latency.ttftMs, 1000),
        speed: percentiles(latency.tokensPerSecond, 1),
        prefill: stated(latency.prefill),
        source: latency.source,
      }),
  });
};

/** Returns the rate limits of a bucket by tier. */
export const limitsEntry = ({ tiers }: LimitBucket): Entry =>
  Object.fromEntries(
    [...tiers].map(([tier, limit]) => [
      tier,
      stated({
        rpm: limit.rpm,
        input_tpm: limit.inputTpm,
        output_tpm: limit.outputTpm,
        tpm: limit.tpm,
        cache_reads_count: limit.cacheReadsCount ? null : false,
      }),
    ]),
  );
