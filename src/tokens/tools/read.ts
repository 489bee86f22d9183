import { at, isObject, itemsAt, type Json, type JsonObject, type Tool, textAt } from './definition.ts';

/** Deeper definitions are refused: no provider takes them, and what writes them out calls itself for each level. */
export const MOST_LEVELS = 100;

const nestsTooDeep = (value: Json): boolean => {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
};

/** Where each provider puts the schema of a function's arguments: OpenAI, Anthropic, MCP and Bedrock, Gemini. */
const SCHEMA_KEYS = ['parameters', 'input_schema', 'inputSchema', 'parametersJsonSchema'];

/** Bedrock wraps a schema once more: `inputSchema: { json: … }`. */
const unwrapped = (schema: Json | undefined): JsonObject | null => {
  if (!isObject(schema)) return null;
  const inner = at(schema, 'json');
  return isObject(inner) ? inner : schema;
};

const functionOf = (definition: JsonObject): Tool | null => {
  const name = textAt(definition, 'name');
  if (name === '') return null;
  const key = SCHEMA_KEYS.find((one) => at(definition, one) !== undefined);
  const parameters = key === undefined ? null : unwrapped(at(definition, key));
  return { kind: 'function', name, description: textAt(definition, 'description'), parameters };
};

/** Types under which providers take functions of one's own; those of JSON Schema are no tool's. */
const OWN_TYPES = ['', 'function', 'custom', 'object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** Gemini names its own tools by a key: `{ googleSearch: {} }`. */
const NAMED_BY_KEY = /^(?:google_?search|code_?execution|url_?context)$/i;

const toolsOf = (item: Json): readonly (Tool | null)[] => {
  if (!isObject(item)) return [null];
  const wrapped = at(item, 'function') ?? at(item, 'toolSpec');
  if (isObject(wrapped)) return [functionOf(wrapped)];
  for (const key of ['functionDeclarations', 'function_declarations'])
    if (Array.isArray(at(item, key))) return itemsAt(item, key).map((one) => (isObject(one) ? functionOf(one) : null));
  const type = Object.keys(item).find((key) => NAMED_BY_KEY.test(key)) ?? textAt(item, 'type');
  if (!OWN_TYPES.includes(type) && !SCHEMA_KEYS.some((key) => at(item, key) !== undefined))
    return [{ kind: 'built_in', type, definition: item }];
  return [functionOf(item)];
};

const itemsOf = (value: Json): readonly Json[] => {
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(at(value, 'tools')) ? itemsAt(value, 'tools') : [value];
};

/**
 * Returns the tools that data defines, or null where something in it is no tool. They may be a list, stand under `tools` as in a
 * request and in what an MCP server lists, or be one tool, in the shape of OpenAI (`{ type: function, function: {…} }` or flat),
 * Anthropic (`input_schema`), MCP (`inputSchema`), Gemini (`functionDeclarations`) or Bedrock (`toolSpec`).
 */
export const toolsIn = (value: Json): readonly Tool[] | null => {
  const tools = itemsOf(value).flatMap(toolsOf);
  return tools.every((tool) => tool !== null) ? tools : null;
};

/** What data holds: tools with the data on one line, none at all, data of another kind, or data that nests too deep to look at. */
export type ReadTools =
  | { readonly kind: 'tools'; readonly tools: readonly Tool[]; readonly text: string }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'none' | 'deep' };

/** Returns what a file of tools holds; throws a SyntaxError where it is not JSON. */
export const readTools = (json: string): ReadTools => {
  const value = JSON.parse(json) as Json;
  if (nestsTooDeep(value)) return { kind: 'deep' };
  const [tools, text] = [toolsIn(value), JSON.stringify(value)];
  if (tools === null) return { kind: 'other', text };
  return tools.length === 0 ? { kind: 'none' } : { kind: 'tools', tools, text };
};
