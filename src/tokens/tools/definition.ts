/** Plain data as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };

/** A tool as its author defined it, whichever provider's shape it was written in. */
export type Tool =
  | { readonly kind: 'function'; readonly name: string; readonly description: string; readonly parameters: JsonObject | null }
  /** One that the provider itself defines: only its type is sent. */
  | { readonly kind: 'built_in'; readonly type: string; readonly definition: JsonObject };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the own value under a key: a schema may have properties that are called `constructor` or `__proto__`. */
export const at = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Returns the text under a key, or an empty one. */
export const textAt = (object: JsonObject, key: string): string => {
  const value = at(object, key);
  return typeof value === 'string' ? value : '';
};

/** Returns the items of a list under a key; none where there is no list. */
export const itemsAt = (object: JsonObject, key: string): readonly Json[] => {
  const value = at(object, key);
  return Array.isArray(value) ? value : [];
};

/** Returns the entries of an object under a key that are objects themselves, as the properties of a schema are. */
export const schemasAt = (object: JsonObject, key: string): readonly (readonly [name: string, schema: JsonObject])[] => {
  const value = at(object, key);
  return isObject(value) ? Object.entries(value).flatMap(([name, schema]) => (isObject(schema) ? [[name, schema] as const] : [])) : [];
};

/** Returns the schemas that a schema names under `$defs`, or `definitions` before 2019-09. */
export const namedSchemas = (schema: JsonObject): readonly (readonly [name: string, schema: JsonObject])[] => [
  ...schemasAt(schema, '$defs'),
  ...schemasAt(schema, 'definitions'),
];
