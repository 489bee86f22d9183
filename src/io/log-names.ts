import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { isPattern, MOST_FILES, matchingPaths } from './glob.ts';

const LOG = /\.(?:jsonl|ndjson|json|csv|tsv)(?:\.gz)?$/i;

const logsBelow = (folder: string): readonly string[] => {
  const found: string[] = [];
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length > MOST_FILES) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && LOG.test(entry.name)) found.push(path);
    }
  };
  walk(folder);
  return found;
};

/** Returns the logs that some names mean: files, `-`, patterns, and folders with all logs below them. What names none is reported. */
export const logNames = (cwd: string, names: readonly string[], problems: Problems): readonly string[] => {
  const all = names.flatMap((name): readonly string[] => {
    const stat = name === '-' ? undefined : statSync(resolve(cwd, name), { throwIfNoEntry: false });
    if (name === '-' || (stat !== undefined && !stat.isDirectory())) return [name];
    const found = stat?.isDirectory() ? logsBelow(name) : isPattern(name) ? matchingPaths(cwd, cwd, name) : [name];
    if (found.length === 0)
      problems.error('no-samples', null, `"${visibleWithin(name, 100)}" holds no log`, {
        help: ['logs end in .jsonl, .json, .csv or .tsv, .gz behind it or not'],
      });
    return found;
  });
  if (all.length > MOST_FILES) problems.error('limit', null, `more than ${MOST_FILES} logs`, { help: ['name fewer files'] });
  return [...new Set(all)];
};
