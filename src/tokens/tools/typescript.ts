import { at, isObject, itemsAt, type Json, type JsonObject, namedSchemas, schemasAt, type Tool, textAt } from './definition.ts';

/** A description of a property stands on the first two levels; deeper ones are not sent. */
const DESCRIBED_LEVELS = 2;

const comment = (text: string): readonly string[] => (text === '' ? [] : text.split('\n').map((line) => `// ${line}`));

const literals = (values: readonly Json[]): string => values.map((value) => JSON.stringify(value)).join(' | ');

const NAMES: Readonly<Record<string, string>> = { integer: 'number', string: 'string', number: 'number', boolean: 'boolean', null: 'null' };

/** `#/$defs/Address` is Address: a reference is followed by name, so that a ring of them has an end. */
const referred = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

const oneType = (type: string, schema: JsonObject, level: number): string => {
  if (type === 'array') {
    const items = at(schema, 'items');
    const of = isObject(items) ? typeText(items, level) : 'any';
    return of.includes(' | ') && !of.startsWith('{') ? `(${of})[]` : `${of}[]`;
  }
  if (type === 'object') return objectText(schema, level);
  return Object.hasOwn(NAMES, type) ? (NAMES[type] ?? 'any') : 'any';
};

const typeText = (schema: JsonObject, level: number): string => {
  const reference = textAt(schema, '$ref');
  if (reference !== '') return referred(reference);
  for (const [key, joint] of [
    ['anyOf', ' | '],
    ['oneOf', ' | '],
    ['allOf', ' & '],
  ] as const) {
    const variants = itemsAt(schema, key).filter(isObject);
    if (variants.length > 0) return variants.map((variant) => typeText(variant, level)).join(joint);
  }
  const constant = at(schema, 'const');
  const values = constant === undefined ? itemsAt(schema, 'enum') : [constant];
  if (values.length > 0) return literals(values);
  const type = at(schema, 'type') ?? (schemasAt(schema, 'properties').length > 0 ? 'object' : 'any');
  const types = Array.isArray(type) ? type.filter((one) => typeof one === 'string') : [String(type)];
  const text = types.map((one) => oneType(one, schema, level)).join(' | ');
  return at(schema, 'nullable') === true ? `${text} | null` : text;
};

const propertyLines = (name: string, schema: JsonObject, required: boolean, level: number): readonly string[] => {
  const fallback = at(schema, 'default');
  return [
    ...(level <= DESCRIBED_LEVELS ? comment(textAt(schema, 'description')) : []),
    `${name}${required ? '' : '?'}: ${typeText(schema, level)},${fallback === undefined ? '' : ` // default: ${JSON.stringify(fallback)}`}`,
  ];
};

const objectText = (schema: JsonObject, above: number): string => {
  const properties = schemasAt(schema, 'properties');
  if (properties.length === 0) return 'object';
  const required = new Set(itemsAt(schema, 'required'));
  const lines = properties.flatMap(([name, property]) => propertyLines(name, property, required.has(name), above + 1));
  return ['{', ...lines, '}'].join('\n');
};

const functionLines = (tool: Tool): readonly string[] => {
  if (tool.kind === 'built_in') return [JSON.stringify(tool.definition), ''];
  const schema = tool.parameters ?? {};
  const takes = schemasAt(schema, 'properties').length > 0 ? `_: ${objectText(schema, 0)}` : '';
  return [
    ...namedSchemas(schema).flatMap(([name, one]) => [`type ${name} = ${typeText(one, 1)};`, '']),
    ...comment(tool.description),
    `type ${tool.name} = (${takes}) => any;`,
    '',
  ];
};

/**
 * Returns tools as OpenAI writes them into the prompt: functions of a TypeScript namespace, descriptions as comments, not indented.
 * The form is that of OpenAI's own guide to the harmony format. A schema under `$defs` is taken to be written once, with its name
 * where it is used.
 */
export const typescriptText = (tools: readonly Tool[]): string =>
  ['# Tools', '', '## functions', '', 'namespace functions {', '', ...tools.flatMap(functionLines), '} // namespace functions'].join('\n');
