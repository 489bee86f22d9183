import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alreadyThere, writeWhole } from '../../src/io/template.ts';
import { type Folder, folderOf } from '../cli/project.ts';

let folder: Folder;
beforeEach(() => {
  folder = folderOf();
});
afterEach(() => folder.remove());

const files = new Map([
  ['workflow.yaml', 'steps: {}\n'],
  ['prompts/answer.md', 'Answer.\n'],
]);

describe('files are written whole or not at all', () => {
  it('into a folder that is made', () => {
    writeWhole(join(folder.path, 'a', 'b'), files);
    expect(readdirSync(join(folder.path, 'a'))).toEqual(['b']);
    expect(readFileSync(join(folder.path, 'a', 'b', 'prompts', 'answer.md'), 'utf8')).toBe('Answer.\n');
  });

  it('into a folder that is there, with nothing of the writing left over', () => {
    writeWhole(folder.path, files);
    expect(readdirSync(folder.path).sort()).toEqual(['prompts', 'workflow.yaml']);
  });

  it('so that what was moved goes again where the rest cannot follow', () => {
    // A folder in the place of a file cannot be replaced by it on any system.
    mkdirSync(join(folder.path, 'workflow.yaml'));
    writeFileSync(join(folder.path, 'workflow.yaml', 'inside'), '');
    expect(alreadyThere(folder.path, files)).toEqual(['workflow.yaml']);
    expect(() => writeWhole(folder.path, files)).toThrow();
    expect(readdirSync(folder.path)).toEqual(['workflow.yaml']);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('and a folder that may not be written is an error', () => {
    chmodSync(folder.path, 0o500);
    expect(() => writeWhole(join(folder.path, 'x'), files)).toThrow('EACCES');
    chmodSync(folder.path, 0o700);
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
