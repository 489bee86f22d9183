import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { placeText, sourceFile } from '../../src/diagnostics/source.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { placesOf } from './places.ts';

const read = (text: string): { value: unknown; places: readonly string[]; shown: string } => {
  const problems = new Problems();
  const doc = readYaml(sourceFile('w', text), problems);
  expect(problems.failed).toBe(doc === undefined);
  return { value: doc?.value, places: placesOf(problems.list), shown: renderDiagnostics(problems.list) };
};

describe('YAML 1.2 core is read as plain data', () => {
  it.each<[string, string, unknown]>([
    ['maps, lists, numbers, texts and booleans', 'a: { b: [1, x, true] }', { a: { b: [1, 'x', true] } }],
    ['no and yes are texts', 'a: [no, yes, on, off]', { a: ['no', 'yes', 'on', 'off'] }],
    ['times and dates are texts', 'a: [1:30:00, 2024-01-02]', { a: ['1:30:00', '2024-01-02'] }],
    ['an underscore makes a text', 'a: 1_000', { a: '1_000' }],
    ['a leading zero does not make an octal number', 'a: 0777', { a: 777 }],
    ['block texts keep their lines', 'a: |\n  one\n  two\n', { a: 'one\ntwo\n' }],
    ['keys that are numbers are names', '2027: x', { '2027': 'x' }],
    ['a YAML 1.2 directive is allowed', '%YAML 1.2\n---\na: 1', { a: 1 }],
    ['a document end is allowed', 'a: 1\n...\n', { a: 1 }],
    ['a comment after a value is none of it', 'a: b # c', { a: 'b' }],
    ['an empty text is a value', 'a: ""', { a: '' }],
    ['names of the prototype are ordinary keys', 'constructor: 1\ntoString: 2', { constructor: 1, toString: 2 }],
  ])('%s', (_rule, text, value) => {
    expect(read(text)).toEqual({ value, places: [], shown: '' });
  });
});

describe('aliases', () => {
  it('stand for what they name', () => {
    expect(read('a: &a { x: [1] }\nb: *a').value).toEqual({ a: { x: [1] }, b: { x: [1] } });
  });

  it('may be used a hundred times and more', () => {
    expect(read(`p: &p 3.5\nrows: [${'*p, '.repeat(999)}*p]`).value).toHaveProperty('rows.999', 3.5);
  });

  it('are limited to a thousand', () => {
    expect(read(`p: &p 3.5\nrows: [${'*p, '.repeat(1000)}*p]`).shown).toContain('more than 1,000 aliases');
  });

  it('may expand to 190,000 values', () => {
    expect(read(`a: &a [${'1, '.repeat(189)}1]\nb: [${'*a, '.repeat(990)}*a]`).places).toEqual([]);
  });

  it('may not expand to more than 200,000 values', () => {
    const level = (name: string, of: string): string => `${name}: &${name} [${`${of}, `.repeat(99)}${of}]\n`;
    expect(read(level('a', '1') + level('b', '*a') + level('c', '*b')).shown).toContain('aliases expand to more than 200,000 values');
  });

  it('may not refer to what holds them', () => {
    expect(read('a: &a [1, *a]').places).toEqual(['bad-yaml w:1:11 «*a» the anchor "a" refers to itself']);
    expect(read('a: &a { b: &b [*a, *b] }').places).toHaveLength(2);
  });

  it('need their anchor, and are not said to refer to themselves', () => {
    const { places } = read('a: 1\nb: *nope');
    expect(places).toEqual([expect.stringMatching(/^bad-yaml w:2:4 «\*nope» .*nope/)]);
    expect(places.join()).not.toContain('itself');
  });

  it('need their anchor above them', () => {
    expect(read('a: *later\nb: &later 1').places).toEqual([expect.stringMatching(/^bad-yaml w:1:4 /)]);
  });

  it('cannot nest deeper than is allowed without them', () => {
    const forty = (inner: string): string => '['.repeat(40) + inner + ']'.repeat(40);
    expect(read(`a: &a ${forty('1')}\nb: ${forty('*a')}`).shown).toContain('nested deeper than 64 levels');
  });
});

describe('limits hold at their edge', () => {
  const keys = (count: number): string => Array.from({ length: count }, (_, index) => `k${index}: 1\n`).join('');

  it.each<[string, string, string]>([
    ['64 levels', `a: ${'['.repeat(63)}${']'.repeat(63)}`, `a: ${'['.repeat(64)}${']'.repeat(64)}`],
    ['5,000 keys', keys(5000), keys(5001)],
    ['5,000 keys', `{${keys(5000).trim().replaceAll('\n', ', ')}}`, `{${keys(5001).trim().replaceAll('\n', ', ')}}`],
    ['1 MiB', `a: 1 #${'x'.repeat((1 << 20) - 6)}`, `a: 1 #${'x'.repeat((1 << 20) - 5)}`],
    ['1 MiB', `a: 1 #${'é'.repeat((1 << 19) - 3)}`, `a: 1 #${'é'.repeat((1 << 19) - 2)}`],
    ['200,000 values', `a:\n${'- 1\n'.repeat(100_000)}`, `a:\n${'- 1\n'.repeat(200_001)}`],
  ])('%s', (limit, within, beyond) => {
    expect(read(within).places).toEqual([]);
    const { places, shown } = read(beyond);
    expect(places).toEqual([expect.stringMatching(/^limit /)]);
    expect(shown).toContain(limit);
  });

  it('and do not count the items of a list as keys', () => {
    expect(read(`a: [${'1, '.repeat(6000)}1]`).places).toEqual([]);
  });
});

describe('what would exhaust the library is refused before it is composed', () => {
  it.each<[string, string]>([
    ['two files nested 1,500 deep in one process, the first', '['.repeat(1500) + ']'.repeat(1500)],
    ['and the second', '{a: '.repeat(1500) + '}'.repeat(1500)],
    ['explicit keys within explicit keys', '? '.repeat(800)],
    ['lists and explicit keys in turn', '- ? '.repeat(300)],
    ['a list within a list on one line', '- '.repeat(100_000)],
    ['20,000 keys in a map', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['closing brackets alone', ']'.repeat(5000)],
    ['commas alone', `{${','.repeat(5000)}}`],
    ['anchors alone', '&a '.repeat(5000)],
    ['document marks alone', '---\n'.repeat(5000)],
    ['one long key', `${'k'.repeat(2000)}: 1`],
  ])('%s', (_what, text) => {
    const { value, shown } = read(text);
    expect(value).toBeUndefined();
    expect(shown).not.toMatch(/RangeError|call stack|out of memory/);
    expect(shown.length).toBeLessThan(12_000);
  });

  it('and a message never carries the text of the file at length', () => {
    expect(read(`"a"\n"${'x'.repeat(100_000)}"`).shown.length).toBeLessThan(5000);
    expect(read(`"\\q"\na: "${'x'.repeat(100_000)}"`).shown.length).toBeLessThan(5000);
  });
});

describe('a null is an error everywhere', () => {
  it('names the key that has no value', () => {
    expect(read('steps:\n  answer:\n').places).toEqual(['null-value w:2:3 «answer» "answer" has no value']);
  });

  it.each(['~', 'null', 'Null', 'NULL'])('written as %s too', (word) => {
    expect(read(`a: ${word}`).places).toEqual(['null-value w:1:1 «a» "a" has no value']);
  });

  it('in a list', () => {
    expect(read('a:\n  - 1\n  - ~\n').places).toEqual(['null-value w:3:5 «~» this item has no value']);
    expect(read('a:\n  - 1\n  -\n').places).toEqual([expect.stringMatching(/^null-value w:3:\d /)]);
  });

  it('so that $1,200 inside braces cannot turn into $1, and says so', () => {
    const { places, shown } = read('lookup: { tool: x, cost: $1,200 }');
    expect(places).toEqual(['null-value w:1:29 «200» "200" has no value']);
    expect(shown).toContain('a comma ends a value inside braces: write $1200, not $1,200');
  });

  it('without speaking of commas where none is to blame', () => {
    expect(read('{ a, b: 1 }').shown).toContain('give it a value, or remove the key');
  });

  it('all at once', () => {
    expect(read('a: ~\nb: { c: , d: 1 }\n').places).toHaveLength(2);
  });
});

describe('what the language leaves out is refused where it stands', () => {
  it.each<[string, string, string]>([
    ['merge keys', 'a: &a { x: 1 }\nb:\n  <<: *a', 'unknown-key w:3:3 «<<» merge keys ("<<") are not part of YAML 1.2'],
    ['__proto__', 'a:\n  __proto__: { polluted: 1 }', 'unknown-key w:2:3 «__proto__» unknown key "__proto__"'],
    ['__proto__ in quotes', '"__proto__": 1', 'unknown-key w:1:1 «"__proto__"» unknown key "__proto__"'],
    ['tags on values', 'a: !!str 1', 'bad-yaml w:1:4 «!!str» tags are not allowed'],
    ['tags on keys', '!!str a: 1', 'bad-yaml w:1:1 «!!str» tags are not allowed'],
    ['tags on the document', '!foo\na: 1', 'bad-yaml w:1:1 «!foo» tags are not allowed'],
    ['tags in lists', 'a: [1, !x 2]', 'bad-yaml w:1:8 «!x» tags are not allowed'],
    ['a directive for YAML 1.1', '%YAML 1.1\n---\na: no', 'bad-yaml w:1:1 «%YAML 1.1» directives are not allowed'],
    ['a directive for tags', '%TAG ! tag:x,2000:\n---\na: 1', 'bad-yaml w:1:1 «%TAG ! tag:x,2000:» directives are not allowed'],
    ['a second document', 'a: 1\n---\nb: 2', 'bad-yaml w:2:1 «---» more than one document in the file'],
    ['an empty key', '"": 1', 'bad-yaml w:1:1 «""» a key is empty'],
    ['a list as a key', '[a]: 1', 'bad-yaml w:1:1 «[» a list or map cannot be a key'],
    ['a placeholder that YAML takes for a map', 'a: {{question}}', 'bad-yaml w:1:5 «{» a list or map cannot be a key'],
    ['a key twice', 'one: 1\ntwo: 2\none: 3', 'bad-yaml w:3:1 «o» the key "one" stands twice in one map'],
    ['a key twice, once in quotes', 'one: 1\n"one": 2', 'bad-yaml w:2:1 «"» the key "one" stands twice in one map'],
    ['a number and a text as one key', '1: a\n"1": b', 'bad-yaml w:2:1 «"» the key "1" stands twice in one map'],
  ])('%s', (_what, text, place) => {
    const start = place.replace(/ «.*» /, ' ');
    expect(read(text).places.map((found) => found.replace(/ «.*» /, ' '))).toContain(start);
  });

  it('and does not change the prototype', () => {
    read('a: { __proto__: { polluted: 1 } }\nconstructor: { prototype: { polluted: 1 } }');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('marks a tag as a whole', () => {
    expect(read('b: !!python/object:os.system [x]').places[0]).toContain('«!!python/object:os.system»');
  });
});

describe('broken YAML says how to mend it', () => {
  it.each<[string, string, string, string]>([
    ['a tab as indentation', 'steps:\n\ta: 1', 'w:2:1', 'indent with spaces, not with a tab'],
    ['a colon in a plain text', 'a: b: c', 'w:1:4', 'quote a text that holds ": "'],
    ['a text that begins with @', 'a: @b', 'w:1:4', 'quote a text that begins with @, ` or %'],
    ['a bracket left open', 'a: [1, 2', 'w:1:', 'close the bracket'],
    ['a quote left open', 'a: "b', 'w:1:', 'a bracket, quote or colon is missing here'],
    ['a backslash in double quotes', 'a: "C:\\qx"', 'w:1:', 'use single quotes for text with backslashes'],
  ])('%s', (_what, text, place, remedy) => {
    const { places, shown } = read(text);
    expect(places[0]).toMatch(new RegExp(`^bad-yaml ${place}`));
    expect(shown).toContain(remedy);
  });

  it('never at a place behind the end of the file', () => {
    for (const text of ['a: [1,\n\n\n', 'a: "b\n\n', 'a: {b: 1\n']) {
      const problems = new Problems();
      const file = sourceFile('w', text);
      readYaml(file, problems);
      for (const { span } of problems.list) expect(span?.start).toBeLessThan(text.trimEnd().length);
    }
  });
});

describe('a file must hold a map', () => {
  it.each(['', ' ', '\n\n', '# a comment\n', '---\n', '---\n# c\n...\n'])('%j is empty', (text) => {
    expect(read(text).places).toEqual(['empty-file w «» "w" is empty']);
  });

  it.each<[string, string]>([
    ['- a\n- b', 'a list'],
    ['just a text', 'a single value'],
    ['42', 'a single value'],
    ['[]', 'a list'],
  ])('%j is not one', (text, kind) => {
    expect(read(text).places).toEqual([expect.stringMatching(`^bad-value w:1:1 .* not ${kind}$`)]);
  });
});

describe('every value has its place', () => {
  const text = 'steps:\n  answer: { model: a/b }\n  review:\n    needs: [answer, *x]\nlater: &x y\n'.replace('*x', 'z');
  const problems = new Problems();
  const doc = readYaml(sourceFile('w', `${text}copy: &c\n  inner: [1, 2]\npaste: *c\n`), problems);
  const shown = (span: ReturnType<NonNullable<typeof doc>['spanOf']> | undefined): string =>
    span === undefined ? '' : `${placeText(span)} ${span.file.text.slice(span.start, span.end)}`;

  it.each<[string, readonly (string | number)[], string, string]>([
    ['a value and its key', ['steps', 'answer', 'model'], 'w:2:20 a/b', 'w:2:13 model'],
    ['an item of a list', ['steps', 'review', 'needs', 1], 'w:4:21 z', 'w:4:21 z'],
    ['a value behind an alias: where it is written', ['paste', 'inner', 1], 'w:7:14 2', 'w:7:14 2'],
    ['what does not exist: the nearest around it', ['steps', 'answer', 'output'], 'w:2:3 answer', 'w:2:3 answer'],
    ['a map over several lines: its first line', ['steps', 'review'], 'w:4:5 needs: [answer, z]', 'w:3:3 review'],
  ])('%s', (_what, path, value, key) => {
    expect(shown(doc?.spanOf(path))).toBe(value);
    expect(shown(doc?.keySpanOf(path))).toBe(key);
  });
});
