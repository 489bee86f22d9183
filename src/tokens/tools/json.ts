import { isObject, type Json, type JsonObject, type Tool } from './definition.ts';

/** Data on one line with a space behind each comma and colon, as Python writes it, and with it most chat templates. */
export const spacedJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${spacedJson(one)}`);
  return `{${entries.join(', ')}}`;
};

const schemaOf = (parameters: JsonObject | null): JsonObject => parameters ?? { type: 'object', properties: {} };

/** `{ description, name, parameters }`; a description that is missing is left out. */
const bare = (tool: Tool): JsonObject => {
  if (tool.kind === 'built_in') return tool.definition;
  const { name, description, parameters } = tool;
  return { ...(description !== '' && { description }), name, parameters: schemaOf(parameters) };
};

/** OpenAI's shape, which chat templates of open models take: `{ type: function, function: {…} }`. */
const wrapped = (tool: Tool): JsonObject => {
  if (tool.kind === 'built_in') return tool.definition;
  const { name, description, parameters } = tool;
  return { type: 'function', function: { name, description, parameters: schemaOf(parameters) } };
};

/** How each form of JSON writes one tool. */
export const JSON_FORMS = {
  tagged_json: (tool: Tool): string => `<function>${spacedJson(bare(tool))}</function>\n`,
  bare_json: (tool: Tool): string => `${spacedJson(bare(tool))}\n`,
  wrapped_json: (tool: Tool): string => `${spacedJson(wrapped(tool))}\n`,
  compact_json: (tool: Tool): string => `${JSON.stringify(bare(tool))}\n`,
} as const;
