import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for a test, with the files given by their paths. */
export type Folder = { readonly path: string; readonly remove: () => void };

export const folderOf = (files: Readonly<Record<string, string>> = {}): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'outlay-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, ...name.split('/'))), { recursive: true });
    writeFileSync(join(path, ...name.split('/')), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
