import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPattern, matchingPaths } from '../../src/io/glob.ts';
import { makeProject, POSIX, type Project } from './project.ts';

let project: Project;

beforeAll(() => {
  project = makeProject();
  project.write({
    'flow/samples/b.txt': 'b',
    'flow/samples/a.txt': 'a',
    'flow/samples/c.md': 'c',
    'flow/samples/deep/d.txt': 'd',
    'flow/samples/.hidden.txt': 'h',
    'shared/e.txt': 'e',
    '../outside/f.txt': 'f',
  });
});
afterAll(() => project.remove());

const matching = (pattern: string, folder = 'flow'): readonly string[] => matchingPaths(project.root, join(project.root, folder), pattern);

describe('patterns', () => {
  it.each(['*.txt', 'samples/**', 'a?.txt', '{a,b}.txt', '[ab].txt'])('%s is one', (path) => expect(isPattern(path)).toBe(true));
  it.each(['a.txt', '../a.txt', 'a-b_c.txt', '$HOME/x', '~/x', ''])('%j is none', (path) => expect(isPattern(path)).toBe(false));
});

describe('files that a pattern matches', () => {
  it.each<[string, readonly string[]]>([
    ['samples/*.txt', ['samples/a.txt', 'samples/b.txt']],
    ['./samples/*.txt', ['samples/a.txt', 'samples/b.txt']],
    ['samples/**/*.txt', ['samples/a.txt', 'samples/b.txt', 'samples/deep/d.txt']],
    ['samples/{a,c}.*', ['samples/a.txt', 'samples/c.md']],
    ['*/deep/*', ['samples/deep/d.txt']],
    ['../shared/*.txt', ['../shared/e.txt']],
    ['nothing/*.txt', []],
    ['*.csv', []],
  ])('%s, sorted by name, hidden ones left out', (pattern, paths) => {
    expect(matching(pattern)).toEqual(paths);
  });

  it('never lie outside the project', () => {
    expect(matching('../../outside/*.txt')).toEqual([]);
    expect(matching('../../**/*.txt')).toEqual([]);
    expect(matching('/etc/*')).toEqual([]);
  });
});

describe.runIf(POSIX)('links', () => {
  beforeAll(() => {
    project.link('flow/out', '../../outside');
    project.link('flow/in', '../shared');
    project.link('flow/circle', '.');
    project.link('flow/samples/out', '../../../outside');
    project.link('flow/samples/z.txt', '../../ok.txt');
    project.link('../door', 'repo');
  });

  it('to folders are not followed below the pattern', () => {
    expect(matching('**/*.txt')).toEqual(['samples/a.txt', 'samples/b.txt', 'samples/deep/d.txt', 'samples/z.txt']);
  });

  it('to folders are not followed where the pattern begins with one: not even names outside are seen', () => {
    expect(matching('out/*.txt')).toEqual([]);
    expect(matching('samples/out/*')).toEqual([]);
  });

  it('to folders are not followed where they stay inside, so that a circle ends', () => {
    expect(matching('in/*.txt')).toEqual([]);
    expect(matching('circle/circle/**/*.txt')).toEqual([]);
  });

  it('to the project itself change nothing', () => {
    const door = join(project.base, 'door');
    expect(matchingPaths(door, join(door, 'flow'), 'samples/*.md')).toEqual(['samples/c.md']);
  });
});
