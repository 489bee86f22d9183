import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnywhere, readConfined } from '../../src/io/confined.ts';
import { addPosixTraps, BAD_PATHS, makeProject, POSIX, type Project } from './project.ts';

const MIB = 1 << 20;
let project: Project;

beforeAll(() => {
  project = makeProject();
  if (POSIX) addPosixTraps(project);
});
afterAll(() => project.remove());

const confined = (path: string, folder = '.', limit = MIB): ReturnType<typeof readConfined> =>
  readConfined(project.root, join(project.root, folder), path, limit);
const textOf = (read: ReturnType<typeof readConfined>): string =>
  'bytes' in read ? Buffer.from(read.bytes).toString() : `refused: ${read.problem}`;

describe('a path that a file names is read where it stays inside the project', () => {
  it.each([
    ['beside it', '.', 'ok.txt'],
    ['with a dot', '.', './ok.txt'],
    ['above it, still inside', 'sub', '../ok.txt'],
    ['down and up again', '.', 'sub/../ok.txt'],
  ])('%s', (_where, folder, path) => {
    expect(textOf(confined(path, folder))).toBe('hello sample\n');
  });

  it.runIf(POSIX)('through a link to a file inside', () => {
    expect(textOf(confined('inlink.txt'))).toBe('hello sample\n');
  });

  it.runIf(POSIX)('through a link to a folder inside', () => {
    project.write({ 'sub/deep.txt': 'deep' });
    expect(textOf(confined('inside/deep.txt'))).toBe('deep');
  });

  it.runIf(POSIX)('also where the project itself is reached through a link', () => {
    project.link('../door', 'repo');
    expect(textOf(readConfined(join(project.base, 'door'), join(project.base, 'door', 'sub'), '../ok.txt', MIB))).toBe('hello sample\n');
  });

  it('as bytes, unchanged', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    project.write({ 'bytes.bin': bytes });
    const read = confined('bytes.bin');
    expect('bytes' in read && Buffer.from(read.bytes).equals(Buffer.from(bytes))).toBe(true);
  });

  it('an empty file too', () => {
    project.write({ 'empty.txt': '' });
    expect(textOf(confined('empty.txt'))).toBe('');
  });
});

describe('every other path is refused with nothing read', () => {
  it.each(BAD_PATHS.filter(({ posix }) => POSIX || !posix))('$path: $why', ({ path, why, code }) => {
    const read = confined(path);
    expect(read).toEqual({ problem: expect.stringContaining(why), outside: code === 'file-outside-root' });
  });

  it.runIf(POSIX)('a folder between that is a link to the outside, though the path looks harmless', () => {
    expect(confined('evil/secret.txt', 'sub')).toHaveProperty('problem');
    expect(confined('../evil/secret.txt', 'sub')).toEqual({ problem: 'it lies outside the project', outside: true });
  });

  it.runIf(POSIX)('a folder beside the project whose name begins like it', () => {
    expect(confined('../repo-beside/secret.txt')).toEqual({ problem: 'it lies outside the project', outside: true });
  });

  it.skipIf(!POSIX || process.getuid?.() === 0)('a file that may not be read', () => {
    project.write({ 'unreadable.txt': 'x' });
    chmodSync(join(project.root, 'unreadable.txt'), 0);
    expect(confined('unreadable.txt')).toEqual({ problem: 'it may not be read', outside: false });
  });

  it('does not say whether something outside exists', () => {
    expect(confined('../outside/secret.txt')).toEqual(confined('../outside/nothing-here.txt'));
  });
});

describe('the size is limited', () => {
  it('to the limit itself', () => {
    project.write({ 'just.txt': 'x'.repeat(MIB), 'over.txt': 'x'.repeat(MIB + 1) });
    expect(confined('just.txt')).toHaveProperty('bytes');
    expect(confined('over.txt')).toEqual({ problem: 'it is larger than 1 MiB', outside: false });
  });

  it.runIf(process.platform === 'linux')('while reading too, since some files say that they are empty', () => {
    expect(readAnywhere('/proc/self/status', MIB)).toHaveProperty('bytes');
    expect(readAnywhere('/proc/self/status', 10)).toHaveProperty('problem');
  });
});

describe('a file that the user names may lie anywhere', () => {
  it('outside the project too', () => {
    expect(textOf(readAnywhere(join(project.base, 'outside/secret.txt'), MIB))).toContain('CANARY');
  });

  it.each([
    ['missing.txt', 'there is no such file'],
    ['sub', 'it is a folder'],
  ])('but %s is refused: %s', (path, problem) => {
    expect(readAnywhere(join(project.root, path), MIB)).toEqual({ problem, outside: false });
  });

  it.runIf(POSIX).each([
    ['fifo', 'it is not a regular file'],
    ['loop', 'its symbolic links run in a circle'],
    ['/dev/zero', 'it is not a regular file'],
  ])('but %s is refused: %s', (path, problem) => {
    expect(readAnywhere(path.startsWith('/') ? path : join(project.root, path), MIB)).toEqual({ problem, outside: false });
  });
});
