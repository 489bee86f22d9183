import { describe, expect, it } from 'vitest';
import { loadCounters } from '../../src/io/vocabularies.ts';
import { tokensFor } from '../../src/tokens/estimate.ts';
import { FAMILIES, type Family } from '../../src/tokens/families.ts';
import type { Json, Tool } from '../../src/tokens/tools/definition.ts';
import { writtenTools } from '../../src/tokens/tools/framing.ts';
import { readTools, toolsIn } from '../../src/tokens/tools/read.ts';

const counters = loadCounters(['o200k_base', 'cl100k_base', 'qwen-3', 'tekken', 'deepseek']);

const familyOf = (name: string): Family => {
  const family = FAMILIES.get(name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return family;
};

const read = (value: Json): readonly Tool[] => {
  const tools = toolsIn(value);
  if (tools === null) throw new Error('no tools');
  return tools;
};

const textFor = (family: string, value: Json): string => writtenTools(familyOf(family).tools, read(value)).texts.join('\n');

const countedFor = (name: string, value: Json): number => {
  const family = familyOf(name);
  const counter = counters.get(family.encoding);
  if (counter === undefined) throw new Error(`no counter for ${name}`);
  const { texts, tokens } = writtenTools(family.tools, read(value));
  return texts.reduce((sum, text) => sum + tokensFor(family, counter.tally(text)), tokens);
};

const WEATHER_SCHEMA = {
  type: 'object',
  properties: {
    location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
    unit: { type: 'string', description: 'The unit of temperature to return', enum: ['celsius', 'fahrenheit'] },
  },
  required: ['location'],
};
const WEATHER = { name: 'get_current_weather', description: 'Get the current weather' };

const lines = (...all: readonly string[]): string => all.join('\n');

const inNamespace = (...inner: readonly string[]): string =>
  lines('# Tools', '', '## functions', '', 'namespace functions {', '', ...inner, '', '} // namespace functions');

describe('the tools of OpenAI models', () => {
  it('are functions of a TypeScript namespace', () => {
    expect(textFor('o200k_base', [{ ...WEATHER, parameters: WEATHER_SCHEMA }])).toBe(
      inNamespace(
        '// Get the current weather',
        'type get_current_weather = (_: {',
        '// The city and state, e.g. San Francisco, CA',
        'location: string,',
        '// The unit of temperature to return',
        'unit?: "celsius" | "fahrenheit",',
        '}) => any;',
      ),
    );
  });

  // OpenAI's cookbook, How_to_count_tokens_with_tiktoken: the API bills 101 tokens of gpt-4o and 105 of gpt-4 for this tool, of which
  // the two messages and the reply are 33 and 34.
  it.each([
    ['o200k_base', 101 - 33],
    ['cl100k_base', 105 - 34],
  ])('by %s are what the API bills for the example of its cookbook, to 6 tokens: %i', (family, billed) => {
    const counted = countedFor(family, [{ ...WEATHER, parameters: WEATHER_SCHEMA }]) + familyOf(family).tools.perCall;
    expect(Math.abs(counted - billed)).toBeLessThanOrEqual(6);
  });

  it('keep descriptions of two levels, and drop deeper ones', () => {
    const deep = (level: number): Json => ({
      type: 'object',
      description: `level ${level}`,
      properties: level === 3 ? { leaf: { type: 'integer', description: 'level 4' } } : { inner: deep(level + 1) },
    });
    expect(textFor('o200k_base', [{ name: 'f', parameters: { type: 'object', properties: { outer: deep(1) } } }])).toBe(
      inNamespace(
        'type f = (_: {',
        '// level 1',
        'outer?: {',
        '// level 2',
        'inner?: {',
        'inner?: {',
        'leaf?: number,',
        '},',
        '},',
        '},',
        '}) => any;',
      ),
    );
  });

  it.each<[string, Json, string]>([
    ['a list', { type: 'array', items: { type: 'string' } }, 'string[]'],
    ['a list of choices', { type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
    ['a list of anything', { type: 'array' }, 'any[]'],
    ['alternatives', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    ['several types', { type: ['integer', 'null'] }, 'number | null'],
    ['what may be null', { type: 'boolean', nullable: true }, 'boolean | null'],
    ['a constant', { const: 'post' }, '"post"'],
    ['numbers to choose from', { type: 'integer', enum: [1, 2] }, '1 | 2'],
    ['all of some', { allOf: [{ $ref: '#/$defs/A' }, { type: 'object' }] }, 'A & object'],
    ['a reference', { $ref: '#/$defs/Address' }, 'Address'],
    ['no type', {}, 'any'],
    ['a type that is none', { type: 'constructor' }, 'any'],
  ])('write %s as TypeScript does', (_name, schema, text) => {
    expect(textFor('gpt-6', [{ name: 'f', parameters: { properties: { x: schema }, required: ['x'] } }])).toContain(`\nx: ${text},\n`);
  });

  it('say what stands where nothing is given', () => {
    const schema = { properties: { unit: { enum: ['c', 'f'], default: 'c' } } };
    expect(textFor('gpt-6', [{ name: 'f', parameters: schema }])).toContain('unit?: "c" | "f", // default: "c"');
  });

  it('take no argument where there is none', () => {
    expect(textFor('gpt-6', [{ name: 'now' }, { name: 'today', parameters: { type: 'object', properties: {} } }])).toBe(
      inNamespace('type now = () => any;', '', 'type today = () => any;'),
    );
  });

  it('name a schema once, wherever it is referred to: a ring of references has an end', () => {
    const tree = { type: 'object', properties: { left: { $ref: '#/$defs/Tree' }, right: { $ref: '#/$defs/Tree' } } };
    const parameters = { type: 'object', properties: { root: { $ref: '#/$defs/Tree' } }, $defs: { Tree: tree } };
    expect(textFor('o200k_base', [{ name: 'f', parameters }])).toBe(
      inNamespace('type Tree = {', 'left?: Tree,', 'right?: Tree,', '};', '', 'type f = (_: {', 'root?: Tree,', '}) => any;'),
    );
  });
});

describe('the tools of other models', () => {
  it('of Claude are a JSON Schema each', () => {
    expect(textFor('claude-2', [{ ...WEATHER, input_schema: { type: 'object', properties: {} } }])).toBe(
      '<function>{"description": "Get the current weather", "name": "get_current_weather", "parameters": {"type": "object", "properties": {}}}</function>\n',
    );
  });

  // Anthropic's page on token counting: 403 input tokens, of which the tool-use prompt of Claude 4 is 313 and the message some 17.
  it('of Claude come within the band of its example of token counting', () => {
    const input_schema = { type: 'object', properties: { location: WEATHER_SCHEMA.properties.location }, required: ['location'] };
    const tool = { name: 'get_weather', description: 'Get the current weather in a given location', input_schema };
    expect(Math.abs(countedFor('claude-1', [tool]) / (403 - 313 - 17) - 1)).toBeLessThan(familyOf('claude-1').band ?? 0);
  });

  it('of Claude count as published where they are its own', () => {
    const own = [
      { type: 'bash_20250124', name: 'bash' },
      { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' },
    ];
    expect(countedFor('claude-1', own)).toBe(245 + 700);
    expect(textFor('gpt-6', own)).toContain('bash_20250124');
  });

  it('of Gemini count by their texts alone', () => {
    expect(textFor('gemini', [{ ...WEATHER, parameters: WEATHER_SCHEMA }]).split('\n')).toEqual([
      ...['get_current_weather', 'Get the current weather', 'OBJECT', 'location'],
      ...['location', 'STRING', 'The city and state, e.g. San Francisco, CA'],
      ...['unit', 'STRING', 'The unit of temperature to return', 'celsius', 'fahrenheit'],
    ]);
  });

  it('of open models are functions in JSON', () => {
    expect(textFor('qwen-3', [{ name: 'now', description: 'The time' }])).toBe(
      '{"type": "function", "function": {"name": "now", "description": "The time", "parameters": {"type": "object", "properties": {}}}}\n',
    );
  });
});

/** What the AI SDK sends for a zod object, by which ai-tokenizer measured. */
const zod = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  properties,
  ...(Object.keys(properties).length > 0 && { required: Object.keys(properties) }),
  additionalProperties: false,
  $schema: 'http://json-schema.org/draft-07/schema#',
});

/** Tokens beyond the names, descriptions and choices themselves, as ai-tokenizer 1.0.6 works them out of what APIs bill. */
const constantsOf = (family: string) => {
  const count = (properties: Readonly<Record<string, Json>>, description?: string): number =>
    countedFor(family, [{ name: 'x', ...(description !== undefined && { description }), parameters: zod(properties) }]);
  const text = { type: 'string' };
  const hi = { type: 'string', description: 'Hi' };
  const pair = { type: 'object', properties: { y: hi, z: hi }, required: ['y', 'z'], additionalProperties: false };
  const [none, one, flat] = [count({}), count({ y: text }), count({ y: hi, z: hi })];
  const weight = familyOf(family).weights.latin;
  const [firstProperty, describedProperty] = [one - none - weight, count({ y: hi }) - one - weight];
  const lists = (items: Json): number => count({ items: { type: 'array', items, description: 'Items' } });
  return {
    property: count({ y: text, z: text }) - one - weight,
    firstProperty,
    describedProperty,
    choices: count({ y: { type: 'string', enum: ['a', 'b', 'c'] } }) - one - 3 * weight,
    object: count({ data: { ...pair, description: 'Data' } }) - flat - firstProperty - 2 * weight - describedProperty,
    objects: lists(pair) - lists(text) - (flat - none - weight),
  };
};

describe('what a definition adds to its texts', () => {
  // ai-tokenizer 1.0.6, models.json, in the order of `constantsOf`: gpt-4o to gpt-5.1, Claude 3 to 4.5, Gemini 2.0 to 3, Qwen 3, DeepSeek V3.2.
  it.each<[family: string, measured: readonly number[], within: number]>([
    ['o200k_base', [3, 5, 2, 7, -3, 1], 2],
    ['claude-1', [12, 13, 5, 9, 12, 13], 3.6],
    ['gemini', [2, 3, 0, 0, -1, 0], 0],
    ['qwen-3', [11, 14, 5, 9, 9, 11], 1],
    ['tekken', [11, 14, 5, 9, 9, 11], 1],
    ['deepseek', [11, 14, 5, 9, 9, 10], 1],
    ['glm', [11, 14, 5, 9, 10, 11], 1],
    ['nova', [11, 14, 5, 9, 10, 11], 2],
  ])('is by %s as measured', (family, measured, within) => {
    const off = Object.values(constantsOf(family)).map((tokens, index) => Math.abs(tokens - (measured[index] ?? Number.NaN)));
    expect(Math.max(...off)).toBeLessThanOrEqual(within + 1e-9);
  });

  // The same source, `perTool`: one more tool without arguments, beyond its name.
  it.each<[family: string, measured: number, within: number]>([
    ['claude-1', 53, 2],
    ['gemini', 0, 0],
    ['qwen-3', 56, 2],
    ['tekken', 57, 2],
    ['deepseek', 42, 2],
  ])('is by %s as measured for a tool without arguments', (family, measured, within) => {
    const bare = { name: 'x', parameters: zod({}) };
    const more = countedFor(family, [bare, { ...bare, name: 'y' }]) - countedFor(family, [bare]) - familyOf(family).weights.latin;
    expect(Math.abs(more - measured)).toBeLessThanOrEqual(within);
  });
});

describe('tool definitions', () => {
  const expected: Tool = { kind: 'function', ...WEATHER, parameters: WEATHER_SCHEMA };

  it.each<[string, Json]>([
    ['OpenAI chat', [{ type: 'function', function: { ...WEATHER, parameters: WEATHER_SCHEMA, strict: true } }]],
    ['OpenAI Responses', [{ type: 'function', ...WEATHER, parameters: WEATHER_SCHEMA }]],
    ['Anthropic', [{ ...WEATHER, input_schema: WEATHER_SCHEMA, cache_control: { type: 'ephemeral' } }]],
    ['MCP', { tools: [{ ...WEATHER, inputSchema: WEATHER_SCHEMA, annotations: { readOnlyHint: true } }] }],
    ['Gemini', [{ functionDeclarations: [{ ...WEATHER, parameters: WEATHER_SCHEMA }] }]],
    ['Gemini in Python', { tools: [{ function_declarations: [{ ...WEATHER, parameters: WEATHER_SCHEMA }] }] }],
    ['Bedrock', { tools: [{ toolSpec: { ...WEATHER, inputSchema: { json: WEATHER_SCHEMA } } }] }],
    ['a single tool', { ...WEATHER, input_schema: WEATHER_SCHEMA }],
  ])('of the form of %s are the same tool', (_name, value) => {
    expect(toolsIn(value)).toEqual([expected]);
  });

  it('may be tools that the provider defines', () => {
    const kinds = read([{ type: 'web_search_20250305', name: 'web_search' }, { googleSearch: {} }, WEATHER]).map(({ kind }) => kind);
    expect(kinds).toEqual(['built_in', 'built_in', 'function']);
  });

  it.each<[string, Json]>([
    ['a text', 'get_weather'],
    ['a list of texts', ['get_weather']],
    ['a schema without a name', [{ type: 'object', properties: {} }]],
    ['a map by name', { get_weather: { description: 'x' } }],
    ['a name that is no text', [{ name: 7, input_schema: {} }]],
    ['a tool beside something else', [WEATHER, 5]],
  ])('are not %s', (_name, value) => {
    expect(toolsIn(value)).toBeNull();
  });

  it('may be nonsense inside, which is written as well as it can be', () => {
    const parameters = {
      type: 7,
      properties: { a: null, b: 'text', c: { type: 'array', items: [] }, d: { enum: 'x', required: {} } },
      required: 'a',
    };
    for (const family of FAMILIES.values())
      expect(writtenTools(family.tools, read([{ name: 'f', parameters: parameters as Json }])).texts).not.toEqual([]);
  });

  it('may have properties with names of the language itself', () => {
    const parameters = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}',
    ) as Json;
    const tools = [{ name: 'toString', parameters }];
    expect(textFor('o200k_base', tools)).toContain('__proto__?: string,\nconstructor?: number,');
    expect(textFor('claude-1', tools)).toContain('"__proto__": {"type": "string"}');
    expect(textFor('gemini', tools).split('\n')).toEqual(['toString', 'OBJECT', '__proto__', 'STRING', 'constructor', 'INTEGER']);
  });

  it('may have long descriptions', () => {
    const description = 'word '.repeat(52_000);
    for (const family of ['o200k_base', 'claude-2', 'gemini'])
      expect(countedFor(family, [{ name: 'f', description }])).toBeGreaterThan(50_000);
  });

  it('nest no deeper than 100 levels', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readTools(nested(100))).toMatchObject({ kind: 'other' });
    expect(readTools(nested(200_000))).toEqual({ kind: 'deep' });
  });
});
