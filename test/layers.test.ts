import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folder of src may import which: the table of src/README.md, as code. Every folder may import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  stats: [],
  tokens: [],
  yaml: ['diagnostics'],
  io: ['diagnostics', 'tokens'],
  quantity: ['stats'],
  pricing: ['diagnostics', 'stats', 'quantity', 'tokens', 'yaml'],
  workflow: ['diagnostics', 'stats', 'quantity', 'tokens', 'yaml', 'pricing'],
  projection: ['diagnostics', 'stats', 'tokens', 'pricing', 'workflow'],
  config: ['diagnostics', 'quantity', 'yaml', 'pricing'],
  planning: ['diagnostics', 'quantity', 'yaml', 'io', 'config', 'tokens', 'pricing', 'workflow', 'projection'],
  analysis: ['diagnostics', 'stats', 'quantity', 'yaml', 'pricing', 'workflow', 'projection'],
  report: ['diagnostics', 'stats', 'tokens', 'pricing', 'workflow', 'projection', 'analysis'],
  review: ['diagnostics', 'stats', 'pricing', 'workflow', 'projection', 'report'],
  check: ['diagnostics', 'config', 'pricing', 'workflow', 'projection', 'analysis', 'report', 'review'],
  baseline: ['diagnostics', 'yaml', 'io', 'config', 'pricing', 'workflow', 'projection', 'planning', 'analysis', 'review', 'check'],
  usage: ['diagnostics', 'stats', 'quantity', 'pricing'],
  calibration: ['diagnostics', 'stats', 'yaml', 'quantity', 'usage', 'pricing', 'workflow', 'projection', 'planning', 'analysis', 'report'],
  tui: ['diagnostics', 'stats', 'tokens', 'yaml', 'io', 'pricing', 'workflow', 'projection', 'planning', 'analysis', 'report'],
  cli: [
    'diagnostics',
    'stats',
    'quantity',
    'tokens',
    'yaml',
    'io',
    'pricing',
    'config',
    'workflow',
    'projection',
    'planning',
    'analysis',
    'report',
    'review',
    'check',
    'baseline',
    'usage',
    'calibration',
    'tui',
  ],
};

/** Folders that may touch files, clock, environment and terminal. */
const RIM = /^(?:io|cli|tui\/rim)\//;

/** What only the rim may name; each would make the same input give other figures on another day or machine. */
const IMPURE = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bprocess\./,
  /\bconsole\./,
  /from 'node:(?:fs|process|child_process|os)/,
];

const source = join(import.meta.dirname, '..', 'src');

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name));

const folderOf = (file: string): string => file.split('/')[0] ?? '';

const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map((match) =>
    posix.normalize(posix.join(posix.dirname(file), match[1] ?? match[2] ?? '')),
  );
};

describe('layers', () => {
  it('finds the sources and their imports, so that it cannot pass by checking nothing', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(150);
  });

  it('knows every folder, and no folder that is gone', () => {
    expect(Object.keys(MAY_IMPORT).sort()).toEqual([...new Set(files.map(folderOf))].sort());
  });

  it('lets each folder import only what stands below it', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => folderOf(target) !== folderOf(file) && !MAY_IMPORT[folderOf(file)]?.includes(folderOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps files, clock, environment and chance out of the core', () => {
    const wrong = files
      .filter((file) => !RIM.test(file))
      .flatMap((file) =>
        IMPURE.filter((pattern) => pattern.test(readFileSync(join(source, file), 'utf8'))).map((pattern) => `${file} has ${pattern}`),
      );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle among folders', () => {
    const reach = (folder: string, seen: ReadonlySet<string>): boolean =>
      (MAY_IMPORT[folder] ?? []).some((next) => seen.has(next) || reach(next, new Set([...seen, next])));
    expect(Object.keys(MAY_IMPORT).filter((folder) => reach(folder, new Set([folder])))).toEqual([]);
  });

  it('is told in src/README.md with the same words', () => {
    const map = readFileSync(join(source, 'README.md'), 'utf8');
    for (const [folder, below] of Object.entries(MAY_IMPORT)) {
      const row = map.split('\n').find((line) => line.startsWith(`| \`${folder}/\``));
      expect(row, `a row for ${folder}/`).toBeDefined();
      for (const other of folder === 'cli' ? [] : below) expect(row).toContain(other);
    }
  });
});
