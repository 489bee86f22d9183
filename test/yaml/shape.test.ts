import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { sourceFile } from '../../src/diagnostics/source.ts';
import { workflowShape } from '../../src/workflow/shape/workflow.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { checkShape, placeName } from '../../src/yaml/shape.ts';
import { placesOf } from './places.ts';

type Checked = {
  /** The value where all of it is right, else undefined. */
  readonly value: unknown;
  /** What is left to read on with after a mistake. */
  readonly rest: unknown;
  readonly places: readonly string[];
  readonly shown: string;
};

const check = (schema: z.ZodType, text: string): Checked => {
  const problems = new Problems();
  const doc = readYaml(sourceFile('w', text), problems);
  const shaped = doc && checkShape(doc, schema, problems);
  expect(problems.failed, 'a whole value or a problem, never neither').toBe(shaped?.whole !== true);
  return {
    value: shaped?.whole ? shaped.value : undefined,
    rest: shaped?.value,
    places: placesOf(problems.list),
    shown: renderDiagnostics(problems.list),
  };
};

const item = z.strictObject({ id: z.string(), size: z.number().optional() });
const small = z.strictObject({
  name: z.string(),
  size: z.number().int('size is a whole number').max(100, 'at most 100').optional(),
  shown: z.boolean().optional(),
  mode: z.enum(['fast', 'slow']).optional(),
  items: z.array(item).optional(),
  either: z.union([z.number(), z.string(), z.strictObject({ p50: z.number(), p95: z.number().optional() })]).optional(),
  table: z.record(z.string().regex(/^[a-z]+$/, 'small letters only'), item).optional(),
  sizes: z.record(z.string().regex(/^[a-z]+$/, 'small letters only'), z.union([z.number(), z.string()])).optional(),
});

describe('a value of the right shape', () => {
  it('is returned', () => {
    const text = 'name: a\nsize: 3\nshown: true\nmode: fast\nitems: [{ id: x }]\neither: { p50: 1 }\ntable: { a: { id: y } }';
    expect(check(small, text).value).toEqual({
      name: 'a',
      size: 3,
      shown: true,
      mode: 'fast',
      items: [{ id: 'x' }],
      either: { p50: 1 },
      table: { a: { id: 'y' } },
    });
  });

  it('may have top-level keys of its own that begin with x-', () => {
    expect(check(small, 'name: a\nx-owner: [me, you]').value).toEqual({ name: 'a' });
  });
});

describe('every difference is reported at its own place', () => {
  it.each<[string, string, string, string]>([
    ['an unknown key', 'name: a\nbogus: 1', 'unknown-key w:2:1 «bogus» unknown key "bogus"', 'not a key of this place'],
    ['an unknown key that is nearly one', 'name: a\nsise: 1', 'unknown-key w:2:1 «sise» unknown key "sise"', 'did you mean "size"?'],
    [
      'an unknown key within a list',
      'name: a\nitems:\n  - id: x\n    sice: 1',
      'unknown-key w:4:5 «sice» unknown key "sice" in "items"',
      'did you mean "size"?',
    ],
    [
      'an unknown key within a union',
      'name: a\neither: { p50: 1, p96: 2 }',
      'unknown-key w:2:19 «p96» unknown key "p96" in "either"',
      'did you mean "p95"?',
    ],
    ['x- below the top', 'name: a\nitems: [{ id: x, x-note: 1 }]', 'unknown-key w:2:18 «x-note» unknown key "x-note" in "items"', ''],
    ['a missing key', 'size: 3', 'missing-key w:1:1 «size: 3» "name" is missing', 'add "name"'],
    [
      'a missing key in a list: its map',
      'name: a\nitems:\n  - size: 1',
      'missing-key w:3:5 «size: 1» "id" is missing in "items"',
      'add "id"',
    ],
    ['a missing key in a union', 'name: a\neither: {}', 'missing-key w:2:1 «either» "p50" is missing in "either"', 'add "p50"'],
    ['a number for a text', 'name: 1.10', 'bad-value w:1:7 «1.10» "name" must be a text, not a number', 'put it in quotes'],
    ['a boolean for a text', 'name: true', 'bad-value w:1:7 «true» "name" must be a text, not true or false', 'put it in quotes'],
    ['a text for a number', 'name: a\nsize: big', 'bad-value w:2:7 «big» "size" must be a number, not a text', 'write a number here'],
    [
      'a text for a boolean',
      'name: a\nshown: no',
      'bad-value w:2:8 «no» "shown" must be true or false, not a text',
      'write true or false here',
    ],
    [
      'a map for a list',
      'name: a\nitems: { id: x }',
      'bad-value w:2:8 «{ id: x }» "items" must be a list, not a mapping',
      'write a list here',
    ],
    ['a list for a map', 'name: a\ntable: [1]', 'bad-value w:2:8 «[1]» "table" must be a mapping, not a list', 'write a mapping here'],
    [
      'a kind that no alternative has',
      'name: a\neither: [1]',
      'bad-value w:2:9 «[1]» "either" must be a number, a text or a mapping, not a list',
      'write a number, a text or a mapping here',
    ],
    ['a wrong kind in a list', 'name: a\nitems: [{ id: 4 }]', 'bad-value w:2:15 «4» "id" must be a text, not a number', 'put it in quotes'],
    [
      'a word that is none of the choices',
      'name: a\nmode: slwo',
      'bad-value w:2:7 «slwo» "mode": must be one of fast, slow',
      'did you mean "slow"?',
    ],
    ['a rule of the schema', 'name: a\nsize: 2.5', 'bad-value w:2:7 «2.5» "size": size is a whole number', ''],
    ['another rule of it', 'name: a\nsize: 101', 'bad-value w:2:7 «101» "size": at most 100', ''],
    ['a name that is none', 'name: a\ntable: { A1: { id: x } }', 'bad-value w:2:10 «A1» "A1" in "table": small letters only', ''],
    [
      'a name that is none of something with alternatives',
      'name: a\nsizes: { A1: 3 }',
      'bad-value w:2:10 «A1» "A1" in "sizes": small letters only',
      '',
    ],
  ])('%s', (_what, text, place, remedy) => {
    const { places, shown } = check(small, text);
    expect(places).toEqual([place]);
    expect(shown).toContain(remedy);
  });

  it('lists the keys of a place where none is near', () => {
    expect(check(small, 'name: a\nbogus: 1').shown).toContain('keys here: name, size, shown, mode, items, either, table');
  });

  it('all of a file at once', () => {
    const { places } = check(small, 'sise: 1\nitems: [{ id: 1 }, { idd: x }]\nmode: quick\neither: { p51: 1 }');
    expect(places.map((place) => place.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
      'bad-value w:2:15',
      'bad-value w:3:7',
      'missing-key w:1:1',
      'missing-key w:2:20',
      'missing-key w:4:1',
      'unknown-key w:1:1',
      'unknown-key w:2:22',
      'unknown-key w:4:11',
    ]);
  });

  it.each(['.nan', '.inf', '-.inf', '1e309'])('the number %s is refused, not turned into a figure', (number) => {
    expect(check(small, `name: a\nsize: ${number}`).places).toEqual([expect.stringMatching(/^bad-value w:2:7 /)]);
    expect(check(small, `name: a\neither: ${number}`).places).toEqual([expect.stringMatching(/^bad-value w:2:9 /)]);
  });

  it('of a long key only the beginning is shown', () => {
    expect(check(small, `name: a\n${'k'.repeat(1000)}: 1`).shown).toMatch(/unknown key "k{59}…"/);
  });

  it('thousands of unknown keys are twenty problems and a count', () => {
    const { shown } = check(small, `name: a\n${Array.from({ length: 3000 }, (_, index) => `bogus${index}: 1`).join('\n')}`);
    expect(shown.match(/^error/gm)).toHaveLength(20);
    expect(shown).toMatch(/… and 2980 more$/);
  });
});

describe('what is right is returned beside what is wrong, to be read on', () => {
  it.each<[string, string, unknown]>([
    ['an unknown key is left out', 'name: a\nbogus: 1', { name: 'a' }],
    ['a wrong value is left out', 'name: a\nsize: big\nshown: true', { name: 'a', shown: true }],
    ['a broken rule likewise', 'name: a\nsize: 2.5', { name: 'a' }],
    [
      'an unknown key deep inside takes nothing else with it',
      'name: a\ntable: { x: { id: b, bogus: 1 } }',
      { name: 'a', table: { x: { id: 'b' } } },
    ],
    [
      'an entry of a table without what it needs is left out',
      'name: a\ntable: { x: { size: 1 }, y: { id: b } }',
      { name: 'a', table: { y: { id: 'b' } } },
    ],
    ['without a key that all need, nothing is left', 'size: 3', undefined],
  ])('%s', (_what, text, rest) => {
    expect(check(small, text).rest).toEqual(rest);
  });

  it('and reading on reports no problem twice', () => {
    const { places } = check(small, 'name: 5\nsize: big\nitems: [{ id: 1 }, { idd: x }]\nbogus: 1');
    expect(new Set(places).size).toBe(places.length);
  });

  it('leaves the document itself as it was', () => {
    const problems = new Problems();
    const doc = readYaml(sourceFile('w', 'name: a\ntable: { x: { id: b, bogus: 1 } }'), problems);
    const before = JSON.stringify(doc?.value);
    if (doc) checkShape(doc, small, problems);
    expect(JSON.stringify(doc?.value)).toBe(before);
  });
});

describe('places are named in the words of the language', () => {
  it.each<[readonly (string | number)[], string]>([
    [[], ''],
    [['steps', 'answer'], ' in step "answer"'],
    [['steps', 'answer', 'retry'], ' in "retry" of step "answer"'],
    [['steps', 'answer', 'prompt', 0, 'user'], ' in "prompt.user" of step "answer"'],
    [['steps', 'group', 'steps', 'inner', 'retry'], ' in "retry" of step "inner"'],
    [['inputs', 'question', 'mix', 1], ' in "mix" of input "question"'],
    [['traffic', 'launch'], ' in scenario "launch"'],
    [['models', 'gpt', 'prices', 0], ' in "prices" of model "gpt"'],
    [['defaults', 'retry'], ' in "defaults.retry"'],
  ])('%j', (path, name) => {
    expect(placeName(path)).toBe(name);
  });
});

describe('the shape of a workflow', () => {
  const step = (lines: string): string => `steps:\n  answer:\n    model: a/b\n    ${lines}\n`;

  it('takes the smallest workflow', () => {
    const text = 'steps:\n  answer:\n    model: anthropic/claude-sonnet-5\n    prompt: 4k\n    output: 1k\ntraffic: 10k per day\n';
    expect(check(workflowShape, text).value).toEqual({
      steps: { answer: { model: 'anthropic/claude-sonnet-5', prompt: '4k', output: '1k' } },
      traffic: '10k per day',
    });
  });

  it('suggests the key that was meant, as the manual shows', () => {
    const { places, shown } = check(workflowShape, step('retires: 3'));
    expect(places).toEqual(['unknown-key w:4:5 «retires» unknown key "retires" in step "answer"']);
    expect(shown).toContain('^^^^^^^ did you mean "retry"?');
  });

  it.each<[string, string, string]>([
    ['a step', step('outptu: 3'), 'unknown-key w:4:5 «outptu» unknown key "outptu" in step "answer"'],
    ['retry', step('retry: { attemps: 3 }'), 'unknown-key w:4:14 «attemps» unknown key "attemps" in "retry" of step "answer"'],
    ['a quantity', step('output: { p50: 3, p96: 9 }'), 'unknown-key w:4:23 «p96» unknown key "p96" in "output" of step "answer"'],
    ['a prompt part', step('prompt: [{ usr: hi }]'), 'unknown-key w:4:16 «usr» unknown key "usr" in "prompt" of step "answer"'],
    [
      'a content',
      step('prompt: [{ user: { fiel: x } }]'),
      'unknown-key w:4:24 «fiel» unknown key "fiel" in "prompt.user" of step "answer"',
    ],
    ['a step of a group', 'steps:\n  g:\n    steps:\n      in: { modl: a/b }', 'unknown-key w:4:13 «modl» unknown key "modl" in step "in"'],
    [
      'a scenario',
      `${step('output: 5')}traffic:\n  base: { request: 5 }`,
      'unknown-key w:6:11 «request» unknown key "request" in scenario "base"',
    ],
    ['an input', `inputs:\n  q: { meen: 3, sd: 1 }\n${step('output: 5')}`, 'unknown-key w:2:8 «meen» unknown key "meen" in input "q"'],
    ['the top', `${step('output: 5')}trafic: 5 per day`, 'unknown-key w:5:1 «trafic» unknown key "trafic"'],
  ])('finds an unknown key of %s', (_where, text, place) => {
    const { places, shown } = check(workflowShape, text);
    expect(places).toEqual([place]);
    expect(shown).toContain('did you mean');
  });

  it.each<[string, string, string]>([
    ['no steps', 'workflow: x', 'missing-key w:1:1 «workflow: x» "steps" is missing'],
    ['steps as a list', 'steps:\n  - model: a/b', 'bad-value w:2:3 «- model: a/b» "steps" must be a mapping, not a list'],
    ['a step that is a text', 'steps:\n  a: hello', 'bad-value w:2:6 «hello» "a" must be a mapping, not a text'],
    ['a model that is a number', 'steps:\n  a: { model: 5 }', 'bad-value w:2:15 «5» "model" must be a text, not a number'],
    ['needs without brackets', step('needs: a'), 'bad-value w:4:12 «a» "needs" must be a list, not a text'],
    [
      'a name in capitals',
      'steps:\n  Answer: { model: a/b }',
      'bad-value w:2:3 «Answer» "Answer" in "steps": a name is a small letter, then small letters, digits, _ or -',
    ],
    [
      'a name in capitals above a value that may have several kinds',
      `inputs: { Question: 5 }\n${step('output: 5')}`,
      'bad-value w:1:11 «Question» "Question" in "inputs": a name is a small letter, then small letters, digits, _ or -',
    ],
    [
      'a name of 65 letters',
      `steps:\n  ${'a'.repeat(65)}: { model: a/b }`,
      `bad-value w:2:3 «${'a'.repeat(65)}» "${'a'.repeat(59)}…" in "steps": a name has at most 64 characters`,
    ],
    [
      'a title of 201 letters',
      `workflow: ${'a'.repeat(201)}\n${step('output: 5')}`,
      `bad-value w:1:11 «${'a'.repeat(201)}» "workflow": at most 200 characters`,
    ],
    [
      'half a round',
      step('repeat: { times: 2, max: 1.5 }'),
      'bad-value w:4:30 «1.5» "max" in "repeat" of step "answer": max is a whole number',
    ],
    [
      '10,001 rounds',
      step('repeat: { times: 2, max: 10001 }'),
      'bad-value w:4:30 «10001» "max" in "repeat" of step "answer": at most 10,000',
    ],
    [
      'a mixture without a share',
      `inputs: { q: { mix: [{ tokens: 5 }] } }\n${step('output: 5')}`,
      'missing-key w:1:22 «{ tokens: 5 }» "share" is missing in "mix" of input "q"',
    ],
    [
      'a word that is none of the choices',
      step('on_failure: halt'),
      'bad-value w:4:17 «halt» "on_failure" in step "answer": must be one of stop, continue',
    ],
  ])('refuses %s', (_what, text, place) => {
    expect(check(workflowShape, text).places).toEqual([place]);
  });

  it('refuses names of the prototype as keys of a step', () => {
    const { places } = check(workflowShape, step('toString: 1\n    hasOwnProperty: 2\n    constructor: 3'));
    expect(places.map((place) => /«(.*)»/.exec(place)?.[1]).sort()).toEqual(['constructor', 'hasOwnProperty', 'toString']);
  });

  it('takes them as names of steps', () => {
    expect(check(workflowShape, 'steps:\n  constructor: { model: a/b }').value).toEqual({ steps: { constructor: { model: 'a/b' } } });
  });

  it('refuses quantities nested in quantities without taking long', () => {
    const deep = `${'{ mix: [{ share: 1, bad: 1, tokens: '.repeat(15)}1${' }] }'.repeat(15)}`;
    expect(check(workflowShape, `inputs:\n  q: ${deep}\nsteps: { a: { model: a/b } }`).places.length).toBeGreaterThan(0);
  });
});
