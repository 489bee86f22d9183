import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { type CountCache, cacheFolder, cacheKey, countCacheIn } from '../../src/io/count-cache.ts';
import { countTexts } from '../../src/io/count-texts.ts';
import { countingFor, cutBefore } from '../../src/io/counting.ts';
import { loadCounters } from '../../src/io/vocabularies.ts';
import { SampleSet } from '../../src/tokens/sample-set.ts';
import { LANGUAGES, TEXTS } from '../tokens/texts.ts';
import { makeProject, type Project } from './project.ts';

const counters = loadCounters(['o200k_base', 'cl100k_base']);
const ALL = [...Object.values(LANGUAGES), ...Object.values(TEXTS)].map((text) => text.toWellFormed());

let project: Project;
beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());

const rowsOf = (set: SampleSet): readonly unknown[] =>
  Array.from({ length: set.size }, (_, row) => [
    set.placeOf(row),
    set.measureOf(row),
    set.tallyOf(row, 'o200k_base'),
    set.tallyOf(row, 'cl100k_base'),
  ]);

const counted = async (file: string, cache: CountCache | null, sample: { size: number; seed: number } | null = null) => {
  const source = { file, path: join(project.root, file), field: 'text' };
  const request = {
    sources: [source],
    counters,
    sample,
    cache: cache && { counts: async () => cache, version: '1' },
    hashed: false,
    progress: () => undefined,
  };
  const { set, of } = await countTexts(request, new Problems());
  return { rows: rowsOf(set), of };
};

const lines = (texts: readonly string[]): string => texts.map((text) => JSON.stringify({ text })).join('\n');

describe('the cache of counts', () => {
  const large = Array.from({ length: 30 }, () => ALL).flat();
  const folder = (): string => join(project.base, 'cache');

  it('gives the counts that counting gives', async () => {
    project.write({ 'q.jsonl': lines(large) });
    const plain = await counted('q.jsonl', null);
    const cache = countCacheIn(folder());
    expect(await counted('q.jsonl', cache)).toEqual(plain);
    expect(readdirSync(folder())).toHaveLength(1);
    expect(await counted('q.jsonl', cache)).toEqual(plain);
  });

  it('is asked by content: a file that changed in one letter, of one size, is counted anew', async () => {
    const cache = countCacheIn(folder());
    project.write({ 'q.jsonl': lines([...large, 'the word']) });
    const before = await counted('q.jsonl', cache);
    project.write({ 'q.jsonl': lines([...large, 'the w0rd']) });
    const after = await counted('q.jsonl', cache);
    expect(after.rows.at(-1)).not.toEqual(before.rows.at(-1));
    expect(readdirSync(folder())).toHaveLength(2);
  });

  it('takes no damaged file for counts', async () => {
    project.write({ 'q.jsonl': lines(large) });
    const cache = countCacheIn(folder());
    const plain = await counted('q.jsonl', cache);
    const [name = ''] = readdirSync(folder());
    const bytes = readFileSync(join(folder(), name));
    for (const damaged of [bytes.subarray(0, 100), Buffer.alloc(0), Buffer.from(bytes).fill(7, 40, 44)]) {
      writeFileSync(join(folder(), name), damaged);
      expect(await counted('q.jsonl', cache)).toEqual(plain);
    }
  });

  it('holds no text', async () => {
    project.write({ 'q.jsonl': lines(large) });
    await counted('q.jsonl', countCacheIn(folder()));
    for (const name of readdirSync(folder())) expect(readFileSync(join(folder(), name), 'latin1')).not.toContain('human');
  });

  it('does without a folder that cannot be made', async () => {
    project.write({ 'q.jsonl': lines(large), 'a file': '' });
    const cache = countCacheIn(join(project.root, 'a file', 'cache'));
    expect(await counted('q.jsonl', cache)).toEqual(await counted('q.jsonl', null));
  });

  it('knows counts by content, way and version', () => {
    const keys = [cacheKey('a', ['1', null]), cacheKey('b', ['1', null]), cacheKey('a', ['2', null]), cacheKey('a', ['1', 'text'])];
    expect(new Set(keys).size).toBe(4);
  });

  it.each([
    ['linux', {}, '/home/ann/.cache/outlay'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/ann' }, '/var/cache/ann/outlay'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann/.cache/outlay'],
    ['darwin', {}, '/home/ann/Library/Caches/outlay'],
  ] as const)('lies where %s keeps such files: %j', (platform, environment, wanted) => {
    expect(cacheFolder(environment, platform, '/home/ann').replaceAll('\\', '/')).toBe(wanted);
  });
});

describe('counting in other threads', () => {
  const count = async (threaded: boolean, parts: readonly (readonly [string, boolean])[]): Promise<readonly unknown[]> => {
    const counting = await countingFor(new SampleSet([...counters.keys()]), [...counters.values()], threaded);
    try {
      for (const [index, [text, ends]] of parts.entries()) await counting.part({ file: 0, line: index }, text, ends);
      await counting.settle();
      return rowsOf(counting.set).map((row) => (row as readonly unknown[]).slice(1));
    } finally {
      await counting.end();
    }
  };

  it('gives what this thread gives, for many texts and for one that comes in parts', async () => {
    const parts = [...ALL, ...ALL].map((text) => [text, true] as const);
    const long = Array.from({ length: 40 }, (_, index) => [`${ALL.join('\n')}`.repeat(3), index === 39] as const);
    const all = [...parts, ...long, ['', true] as const, ['last', true] as const];
    expect(await count(true, all)).toEqual(await count(false, all));
  });

  it('cuts a long text only where a letter or digit begins a line', () => {
    expect(cutBefore('one\ntwo\n\n three')).toBe(4);
    expect(cutBefore('one\n- two\n')).toBe(0);
    expect(cutBefore('')).toBe(0);
  });
});

describe('a sample of texts', () => {
  const numbered = Array.from({ length: 400 }, (_, index) => `${'word '.repeat(index % 40)}end`);

  it('is the same for the same seed, another for another, and says out of how many', async () => {
    project.write({ 'q.jsonl': lines(numbered) });
    const [one, again, other] = [
      await counted('q.jsonl', null, { size: 50, seed: 1 }),
      await counted('q.jsonl', null, { size: 50, seed: 1 }),
      await counted('q.jsonl', null, { size: 50, seed: 2 }),
    ];
    expect(one.of).toBe(400);
    expect(one.rows).toHaveLength(50);
    expect(again).toEqual(one);
    expect(other.rows).not.toEqual(one.rows);
  });

  it('of more texts than there are is all of them', async () => {
    project.write({ 'q.jsonl': lines(numbered) });
    const all = await counted('q.jsonl', null);
    expect((await counted('q.jsonl', null, { size: 1000, seed: 1 })).rows).toEqual(all.rows);
  });
});
