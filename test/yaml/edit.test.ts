import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { originOf, placeText, type SourceFile, sourceFile } from '../../src/diagnostics/source.ts';
import { type Insert, withoutKey, withValue } from '../../src/yaml/edit.ts';
import { type Path, readYaml, type YamlDocument } from '../../src/yaml/read.ts';

const root = join(import.meta.dirname, '..', '..');

/** A value written on a command line, with the place of its key and of itself there. */
const insertOf = (text: string): Insert => {
  const file = sourceFile('--set', `key=${text}`);
  return { text, keyAt: { file, start: 0, end: 3 }, valueAt: { file, start: 4, end: 4 + text.length } };
};

const read = (file: SourceFile): YamlDocument => {
  const problems = new Problems();
  const doc = readYaml(file, problems);
  if (doc === undefined) throw new Error(`${problems.list[0]?.message}\n${file.text}`);
  return doc;
};

const edited = (text: string, path: Path, value = 'new'): SourceFile => {
  const file = withValue(sourceFile('f.yaml', text), path, insertOf(value));
  if ('problem' in file) throw new Error(file.problem);
  return file;
};

const refusal = (text: string, path: Path): string => {
  const file = withValue(sourceFile('f.yaml', text), path, insertOf('new'));
  return 'problem' in file ? [file.problem, ...file.help].join('; ') : 'edited';
};

/** All paths of a value, its own and those of everything in it. */
const pathsOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
};

const replaced = (value: unknown, [first, ...rest]: Path, by: unknown): unknown => {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? replaced(item, rest, by) : item));
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [first]: replaced(map[first], rest, by) };
};

/** Forms of YAML that an editor of text may stumble over. */
const TRICKY = `# head
a: 1   # one
"b c": { d: 2, e: [3, 4,], f: {} , }
list:
- x
-   y: 1
    z: |
      two
      lines

-
  - deep
block: >-
  folded
  text

'q': "quoted: #no comment"
last:
    wide: 1
    open: {
      a: 1,   # inside
      b: 2
    }
`;

describe.each([
  ['the shipped workflow', readFileSync(join(root, 'scenarios/support-agent/workflow.yaml'), 'utf8').replaceAll('\r\n', '\n')],
  ['a workflow with every construct', readFileSync(join(root, 'test/golden/workflows/everything.yaml'), 'utf8').replaceAll('\r\n', '\n')],
  ['tricky forms', TRICKY],
  ['tricky forms with CRLF', TRICKY.replaceAll('\n', '\r\n')],
])('in %s', (_name, text) => {
  const before = read(sourceFile('f.yaml', text));
  const paths = pathsOf(before.value).filter((path) => path.length > 0);

  it('any value can be replaced, and nothing else changes', () => {
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const after = read(edited(text, path, '{ n: [1, "x: y"] }'));
      expect(after.value, path.join('.')).toEqual(replaced(before.value, path, { n: [1, 'x: y'] }));
    }
  });

  it('any map takes a new key, as its last', () => {
    const maps = [[], ...paths].filter((path) => {
      const value = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], before.value);
      return typeof value === 'object' && !Array.isArray(value);
    });
    expect(maps.length).toBeGreaterThan(4);
    for (const path of maps) {
      const after = read(edited(text, [...path, 'fresh key']));
      expect(after.value, path.join('.')).toEqual(replaced(before.value, [...path, 'fresh key'], 'new'));
      const holder = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], after.value);
      expect(Object.keys(holder as object).at(-1)).toBe('fresh key');
    }
  });

  it('everything else keeps its place', () => {
    for (const path of paths) {
      const after = read(edited(text, path, '12'));
      for (const other of paths.filter((one) => one.length === 1 && one[0] !== path[0])) {
        expect(placeText(after.keySpanOf(other))).toBe(placeText(before.keySpanOf(other)));
      }
    }
  });
});

describe('a value that was set', () => {
  it('has the place where it was written', () => {
    const after = read(edited('steps:\n  a:\n    model: old\n', ['steps', 'a', 'model'], 'openai/gpt-4o'));
    const { file, start, end } = originOf(after.spanOf(['steps', 'a', 'model']));
    expect(file.text.slice(start, end)).toBe('openai/gpt-4o');
    expect(placeText(after.spanOf(['steps', 'a', 'model']))).toBe('--set:1:5');
  });

  it('keeps the place of each part inside', () => {
    const after = read(edited('a: 1\n', ['a'], '{ p50: 300, p95: x }'));
    expect(placeText(after.spanOf(['a', 'p95']))).toBe('--set:1:22');
  });

  it('under a new key has the place of the key too', () => {
    expect(placeText(read(edited('a: 1\n', ['key'])).keySpanOf(['key']))).toBe('--set:1:1');
  });

  it('can be set again', () => {
    const twice = withValue(edited('a: 1\nb: 2\n', ['a'], 'first'), ['b'], insertOf('second'));
    const after = read(twice as SourceFile);
    expect(after.value).toEqual({ a: 'first', b: 'second' });
    expect(placeText(after.spanOf(['a']))).toBe('--set:1:5');
    expect(placeText(after.keySpanOf(['b']))).toBe('f.yaml:2:1');
  });
});

describe('a place that is not there is refused', () => {
  it.each<[string, string, Path, string]>([
    [
      'below a key that is missing',
      'steps:\n  answer: {}\n',
      ['steps', 'anser', 'model'],
      'there is no "anser" in "steps"; did you mean "answer"?; keys here: answer',
    ],
    ['below a missing key of the file', 'a: 1\n', ['b', 'c'], 'there is no "b" in f.yaml; keys here: a'],
    ['inside a single value', 'a: 1\n', ['a', 'b'], '"a" is a single value; set "a" as a whole'],
    ['beyond a list', 'a: [1, 2]\n', ['a', '2'], '"a" is a list of 2; its items are a.0 to a.1'],
    ['a name in a list', 'a: [1, 2]\n', ['a', 'first'], '"a" is a list of 2; its items are a.0 to a.1'],
    ['inside an alias', 'a: &x { b: 1 }\nc: *x\n', ['c', 'b'], '"c" is an alias: what it stands for is shared; set "c" as a whole'],
  ])('%s', (_name, text, path, told) => {
    expect(refusal(text, path)).toBe(told);
  });

  it('while a file that is no YAML stays as it is, to be told when it is read', () => {
    const file = sourceFile('f.yaml', 'a: [1');
    expect(withValue(file, ['a'], insertOf('2'))).toBe(file);
  });
});

describe('a key that is taken out', () => {
  it.each([
    'a: 1\ntraffic: 10k per day\nb: 2\n',
    '{ traffic: { x: 1 }, a: 1, b: 2 }',
    '"traffic":\n  x: 1\na: 1\nb: 2\n',
  ])('leaves the rest: %j', (text) => {
    const { value } = read(withoutKey(sourceFile('f.yaml', text), 'traffic'));
    const { a, b, traffic } = value;
    expect({ a, b, traffic }).toEqual({ a: 1, b: 2, traffic: undefined });
    expect(Object.keys(value).filter((key) => !key.startsWith('x-'))).toEqual(['a', 'b']);
  });

  it('that is not there changes nothing', () => {
    const file = sourceFile('f.yaml', 'a: 1\n');
    expect(withoutKey(file, 'traffic')).toBe(file);
  });
});
