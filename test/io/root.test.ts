import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootOf } from '../../src/io/root.ts';

let base: string;
let flow: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'outlay-root-')));
  flow = join(base, 'repo', 'scenarios', 'flow');
  mkdirSync(flow, { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('the project root of a folder', () => {
  it('is the folder above that holds .git', () => {
    mkdirSync(join(base, 'repo', '.git'));
    expect(rootOf(flow)).toBe(join(base, 'repo'));
  });

  it.each(['.git', 'outlay.yaml', 'package.json'])('is the folder above that holds the file %s', (mark) => {
    writeFileSync(join(base, 'repo', mark), '');
    expect(rootOf(flow)).toBe(join(base, 'repo'));
  });

  it('is the nearest of several', () => {
    mkdirSync(join(base, 'repo', '.git'));
    writeFileSync(join(base, 'repo', 'scenarios', 'package.json'), '{}');
    expect(rootOf(flow)).toBe(join(base, 'repo', 'scenarios'));
  });

  it('is the folder itself where it has a mark', () => {
    mkdirSync(join(base, 'repo', '.git'));
    writeFileSync(join(flow, 'outlay.yaml'), '');
    expect(rootOf(flow)).toBe(flow);
  });

  it('is the folder itself where none is found', () => {
    expect(rootOf(flow)).toBe(flow);
  });
});
