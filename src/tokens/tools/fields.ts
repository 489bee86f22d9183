import { at, isObject, itemsAt, type JsonObject, namedSchemas, schemasAt, type Tool, textAt } from './definition.ts';

const textsOf = (schema: JsonObject): readonly string[] => {
  const items = at(schema, 'items');
  const required = itemsAt(schema, 'required').filter((one) => typeof one === 'string');
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => itemsAt(schema, key).filter(isObject));
  return [
    textAt(schema, 'type').toUpperCase(),
    textAt(schema, 'format'),
    textAt(schema, 'description'),
    ...itemsAt(schema, 'enum').map(String),
    ...required,
    ...(isObject(items) ? textsOf(items) : []),
    ...inner.flatMap(textsOf),
    ...[...namedSchemas(schema), ...schemasAt(schema, 'properties')].flatMap(([name, one]) => [name, ...textsOf(one)]),
  ];
};

/** Returns the texts that Gemini counts of a tool, each by itself: names, descriptions, types, formats, choices; no punctuation. */
export const fieldsOf = (tool: Tool): readonly string[] => {
  if (tool.kind === 'built_in') return [JSON.stringify(tool.definition)];
  const { name, description, parameters } = tool;
  const takes = parameters !== null && schemasAt(parameters, 'properties').length > 0 ? textsOf(parameters) : [];
  return [name, description, ...takes].filter((text) => text !== '');
};
