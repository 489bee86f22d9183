import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const shipped = join(import.meta.dirname, '..', '..', 'scenarios');

const EXAMPLES = ['coding-agent', 'document-review', 'multilingual-chat', 'nightly-labels', 'support-agent'] as const;

/** What each example is there to show; a change that drops one from an example has to say so here. */
const SHOWS: Readonly<Record<(typeof EXAMPLES)[number], readonly string[]>> = {
  'coding-agent': ['carry', 'compact', 'rounds', 'until', 'times', 'ends_request', 'region', 'runaway'],
  'document-review': ['chunks_of', 'image', 'pdf_pages', 'tier', 'human', 'reuse', 'of', 'trace'],
  'multilingual-chat': ['session', 'history', 'variants', 'popularity', 'shared', 'show_after', 'first_turn', 'last_turn', 'revenue'],
  'nightly-labels': ['candidates', 'invalid', 'hit', 'evaluation', 'defaults', 'scale', 'price'],
  'support-agent': ['outcomes', 'fallback', 'human', 'background'],
};

const EMAIL = /[\w.+-]+@(?<host>[\w-]+(?:\.[\w-]+)+)/gu;

/** Names that nobody can own (RFC 2606). */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)$/;

const read = (name: string, file: string): string => readFileSync(join(shipped, name, file), 'utf8');

const filesOf = (name: string): readonly string[] =>
  readdirSync(join(shipped, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(shipped, name), join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const within = (name: string, folder: string): readonly string[] => filesOf(name).filter((file) => file.includes(`${folder}/`));

type Visit = { readonly key: string; readonly value: unknown };

/** Every key of a YAML file with its value, at all depths. */
const entriesOf = (node: unknown): readonly Visit[] => {
  if (Array.isArray(node)) return node.flatMap(entriesOf);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => [{ key, value }, ...entriesOf(value)]);
};

/** The paths that a YAML file names under the given keys, relative to the example. */
const named = (name: string, yaml: string, keys: readonly string[]): readonly string[] => {
  const folder = yaml.includes('/') ? yaml.slice(0, yaml.lastIndexOf('/') + 1) : '';
  return entriesOf(parse(read(name, yaml)))
    .filter(({ key, value }) => keys.includes(key) && typeof value === 'string')
    .map(({ value }) => `${folder}${String(value)}`);
};

const yamls = (name: string): readonly string[] => filesOf(name).filter((file) => file.endsWith('.yaml'));

const covers = (pattern: string, file: string): boolean =>
  pattern.includes('*') ? file.startsWith(pattern.slice(0, pattern.indexOf('*'))) : pattern === file;

const recordsOf = (name: string): readonly { readonly text: string }[] =>
  within(name, 'samples')
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => read(name, file).trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as { readonly text: string });

describe('the shipped examples', () => {
  it('are those that this file knows', () => {
    expect(readdirSync(shipped).sort()).toEqual([...EXAMPLES]);
  });
});

describe.each(EXAMPLES)('the example %s', (name) => {
  it('says at the top what it is', () => {
    expect(read(name, 'workflow.yaml')).toMatch(/^# .+\n/);
    expect(parse(read(name, 'workflow.yaml'))).toMatchObject({ workflow: name, description: expect.stringMatching(/\.$/) });
  });

  it('has 40 records or more in its samples, each with a text of its own', () => {
    const texts = recordsOf(name).map(({ text }) => text);
    expect(texts.every((text) => typeof text === 'string')).toBe(true);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(40);
  });

  it('has records as messy as those of production: empty or nearly so, very long, and not only in Latin letters', () => {
    const texts = recordsOf(name).map(({ text }) => text);
    expect(Math.min(...texts.map(({ length }) => length))).toBeLessThan(15);
    expect(Math.max(...texts.map(({ length }) => length))).toBeGreaterThan(3000);
    expect(texts.some((text) => /\p{Script=Han}|\p{Script=Arabic}|\p{Script=Cyrillic}/u.test(text))).toBe(true);
  });

  it('has four scenarios or more', () => {
    expect(Object.keys(parse(read(name, 'traffic.yaml')) as object).length).toBeGreaterThanOrEqual(4);
  });

  it('uses all its prompts and samples, and names none that is not there', () => {
    const there = [...within(name, 'prompts'), ...within(name, 'samples')];
    const patterns = yamls(name).flatMap((yaml) => named(name, yaml, ['file', 'samples', 'trace']));
    expect(patterns.filter((pattern) => !there.some((file) => covers(pattern, file)))).toEqual([]);
    expect(there.filter((file) => !patterns.some((pattern) => covers(pattern, file)))).toEqual([]);
  });

  it('has placeholders only where they are switched off or stand for inputs and steps', () => {
    const placed = yamls(name).flatMap((yaml) =>
      entriesOf(parse(read(name, yaml)))
        .filter(({ value }) => typeof value === 'object' && value !== null && 'file' in value && !('placeholders' in value))
        .map(({ value }) => read(name, `${yaml.replace(/[^/]+$/, '')}${(value as { readonly file: string }).file}`)),
    );
    expect(placed.filter((text) => text.includes('{{'))).toEqual([]);
  });

  it('has tools that are valid JSON, each with a description and a schema', () => {
    for (const file of within(name, 'prompts').filter((path) => path.endsWith('.json'))) {
      const tools = JSON.parse(read(name, file)) as readonly unknown[];
      expect(tools.length).toBeGreaterThan(1);
      for (const tool of tools) {
        expect(tool).toMatchObject({ name: expect.any(String), description: expect.any(String), input_schema: { type: 'object' } });
      }
    }
  });

  it('holds no address of a real mailbox', () => {
    const hosts = filesOf(name).flatMap((file) => [...read(name, file).matchAll(EMAIL)].map((match) => match.groups?.['host'] ?? ''));
    expect(hosts.filter((host) => !RESERVED.test(host))).toEqual([]);
  });

  it('shows what it is there to show', () => {
    const words = yamls(name)
      .flatMap((yaml) => entriesOf(parse(read(name, yaml))))
      .flatMap(({ key, value }) => [key, value]);
    expect(SHOWS[name].filter((word) => !words.includes(word))).toEqual([]);
  });
});
