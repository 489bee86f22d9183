import { quantitiesIn } from '../../quantity/quantity.ts';
import type { Stated } from '../../workflow/spec.ts';

/** Whether two stated numbers that count texts count the same ones; the files may differ though the paths are equal. */
export type SameTexts = (base: Stated, head: Stated) => boolean;

type Item = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isStated = (value: object): value is Stated => 'quantity' in value && 'at' in value;

/** Keys that say where something stands or how it is called, and not what it is. */
const PLACES: ReadonlySet<string> = new Set(['at', 'modelAt', 'outcomesAt', 'tierAt', 'from', 'label', 'text', 'unit']);

/** `text` of a prompt or its tools is what is sent, elsewhere it is how a number was written; `from` of a month is its first day. */
const tells = (holder: Item, key: string): boolean =>
  !PLACES.has(key) ||
  (key === 'text' && (holder['kind'] === 'text' || holder['kind'] === 'tools')) ||
  (key === 'from' && typeof holder[key] === 'number');

const sameLists = (a: readonly unknown[], b: readonly unknown[], texts: SameTexts): boolean =>
  a.length === b.length && a.every((one, index) => sameMeaning(one, b[index], texts));

const sameMaps = (a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, texts: SameTexts): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameMeaning(value, b.get(key), texts));

const sameObjects = (a: object, b: object, texts: SameTexts): boolean => {
  const [left, right] = [a as Item, b as Item];
  const keys = (item: Item): readonly string[] => Object.keys(item).filter((key) => tells(item, key));
  const same = keys(left).length === keys(right).length && keys(left).every((key) => sameMeaning(left[key], right[key], texts));
  const counts = same && isStated(a) && isStated(b) && quantitiesIn(a.quantity).some(({ kind }) => kind === 'samples');
  return counts ? texts(a, b) : same;
};

/** Returns whether two pieces of a spec mean the same, wherever they stand and however their numbers are written. */
export const sameMeaning = (a: unknown, b: unknown, texts: SameTexts): boolean => {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameLists(a, b, texts);
  if (a instanceof Map || b instanceof Map) return a instanceof Map && b instanceof Map && sameMaps(a, b, texts);
  return sameObjects(a, b, texts);
};
