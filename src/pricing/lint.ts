import type { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { FAMILIES } from '../tokens/families.ts';
import type { Catalogue } from './catalogue.ts';
import { type Day, dayText } from './day.ts';
import { pricesOf } from './price.ts';
import type { ClassPrices, Model, PriceRow } from './table.ts';

/** A price that was read longer ago is worth another look. */
const STALE_DAYS = 60;

/** Beyond this a price per token or per thousand has most likely been taken for one per million; the dearest shipped is $75. */
const DEAREST_USD = 1000;

type Linting = { readonly catalogue: Catalogue; readonly asOf: Day; readonly problems: Problems };

const doubt = ({ problems }: Linting, row: PriceRow, message: string, label = 'check it against the source'): void =>
  problems.warning('price-doubtful', row.place, message, { label });

const eachClass = (prices: ClassPrices): readonly (readonly [string, number])[] =>
  [
    ['input', prices.input] as const,
    ['cache_read', prices.cacheRead] as const,
    ...[...prices.cacheWrite].map(([ttl, price]) => [`cache_write ${ttl}`, price] as const),
    ['output', prices.output] as const,
  ].flatMap(([name, price]) => (price === null ? [] : [[name, price] as const]));

const checkClasses = (linting: Linting, row: PriceRow): void => {
  const { input, cacheRead, cacheWrite } = row.prices;
  for (const [name, price] of eachClass(row.prices)) {
    if (price > DEAREST_USD) doubt(linting, row, `${name} of ${row.model} is $${price} per million tokens`, 'is that per million?');
  }
  if (input === null) return;
  if (cacheRead !== null && cacheRead > input) doubt(linting, row, `a cache read of ${row.model} costs more than input`);
  for (const [ttl, price] of cacheWrite) {
    if (price < input) doubt(linting, row, `a cache write of ${row.model} for ${ttl} costs less than input`);
  }
};

/** Tiers that give up speed for a lower price. */
const CHEAP_TIERS = ['batch', 'flex'];

const checkOffers = (linting: Linting, row: PriceRow): void => {
  const standard = new Map(eachClass(pricesOf(row, 'standard', 0)));
  const dearer = (prices: ClassPrices): string | undefined =>
    eachClass(prices).find(([name, price]) => price > (standard.get(name) ?? Infinity))?.[0];
  const cheaper = (prices: ClassPrices): string | undefined =>
    eachClass(prices).find(([name, price]) => price < (standard.get(name) ?? 0))?.[0];
  for (const tier of CHEAP_TIERS.filter((name) => row.tiers.has(name))) {
    const name = dearer(pricesOf(row, tier, 0));
    if (name !== undefined) doubt(linting, row, `${name} of ${row.model} costs more as ${tier} than as standard`);
  }
  for (const { tokens } of row.longContext) {
    const name = cheaper(pricesOf(row, 'standard', tokens + 1));
    if (name !== undefined) doubt(linting, row, `${name} of ${row.model} costs less above ${tokens} input tokens than below`);
  }
};

const checkAge = ({ asOf, problems }: Linting, row: PriceRow): void => {
  const age = asOf - row.read;
  const read = dayText(row.read);
  if (age > STALE_DAYS) {
    problems.warning('price-date', row.place, `the price of ${row.model} was read on ${read}, ${age} days ago`, { label: 'read it again' });
  }
  if (age < 0) {
    problems.warning('price-date', row.place, `the price of ${row.model} was read on ${read}, after ${dayText(asOf)}`, {
      label: 'a day that has not come yet',
    });
  }
  if (row.confidence === 'low') {
    problems.warning('price-doubtful', row.place, `the price of ${row.model} has low confidence: one source, or sources that differ`, {
      label: 'find a second source',
    });
  }
};

/** Between two rows there is a day for each price: no day without, none with two. */
const checkRows = ({ problems, asOf }: Linting, { id, rows }: Model): void => {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined) {
      if (row.until === null || row.until >= asOf) continue;
      problems.warning('price-date', row.place, `the last price of ${id} ended on ${dayText(row.until)}`, { label: 'add what followed' });
    } else if (row.until !== null && row.until + 1 !== next.from) {
      const [what, label] =
        row.until < next.from ? ['no price', 'extend it, or add a row'] : ['two prices', `end it on ${dayText(next.from - 1)}`];
      const [from, until] = row.until < next.from ? [row.until + 1, next.from - 1] : [next.from, row.until];
      problems.warning('price-date', row.place, `${id} has ${what} from ${dayText(from)} until ${dayText(until)}`, { label });
    }
  }
};

const checkNames = ({ catalogue, problems }: Linting, model: Model): void => {
  const { id, tokenizer, retires, caching, rows, place } = model;
  if (tokenizer !== null && !FAMILIES.has(tokenizer)) {
    problems.warning('unknown-name', place, `the tokenizer "${tokenizer}" of ${id} is not known`, {
      label: didYouMean(tokenizer, FAMILIES.keys()),
      help: [`known: ${[...FAMILIES.keys()].join(', ')}`],
    });
  }
  if (retires?.replacedBy && catalogue.find(retires.replacedBy) === undefined) {
    problems.warning('unknown-name', place, `${id} is replaced by ${retires.replacedBy}, which no table lists`, { label: 'add it' });
  }
  for (const ttl of new Set(rows.flatMap((row) => [...row.prices.cacheWrite.keys()]))) {
    if (caching.ttl.includes(ttl)) continue;
    problems.warning('unknown-name', place, `${id} prices a cache write for ${ttl}, which its caching does not offer`, {
      label: `add it: ttl: [${[...caching.ttl, ttl].join(', ')}]`,
    });
  }
};

/**
 * Reports what is doubtful in the entry of a model, as warnings: prices read more than 60 days before a day, of low
 * confidence, with gaps between their rows, against the order that prices have (a batch is not dearer than the standard
 * tier, a cache read not dearer than input, much context not cheaper than little), and names that lead nowhere.
 */
export const lintModel = (linting: Linting, model: Model): void => {
  const { rows } = model;
  const now = rows.findLast((row) => row.from <= linting.asOf) ?? rows[0];
  if (now !== undefined) checkAge(linting, now);
  for (const row of rows) {
    checkClasses(linting, row);
    checkOffers(linting, row);
  }
  checkRows(linting, model);
  checkNames(linting, model);
};
