/** A JSON object, whose keys are only those that its text has. */
export type JsonObject = { readonly [key: string]: unknown };

/** Returns a value as an object, or undefined where it is none. */
export const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** Returns an object's own entry: a key such as `constructor` that its text does not have is undefined. */
export const own = (object: JsonObject | undefined, key: string): unknown =>
  object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;

/** Returns a value as a list; an empty one where it is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns a value as a text, or null. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** No model costs a million dollars per million tokens; a greater figure is in another unit. */
const GREATEST_USD = 1e6;

/**
 * Returns dollars per million tokens of a price in dollars per `perTokens` tokens, as a number or as text; null where it is
 * no price: negative, infinite, empty. 3e-7 a token is 0.3, not 0.30000000000000004.
 */
export const usdPerMtok = (value: unknown, perTokens: number): number | null => {
  const stated = typeof value === 'string' && /^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  if (typeof stated !== 'number' || !Number.isFinite(stated) || stated < 0) return null;
  const usd = Number(((stated / perTokens) * 1e6).toPrecision(12));
  return usd <= GREATEST_USD ? usd : null;
};

/** Returns a whole number of tokens above zero, or null. */
export const tokensOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1e12 ? value : null;
