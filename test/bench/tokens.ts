import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpora } from './corpora.ts';
import { shipped } from './shipped.ts';

// Tokenizers against each other in o200k_base, each in a process of its own, in processor seconds, so that a busy machine slows all
// alike. Each corpus is cut in two: one half is the first pass, a dozen more warm up, the other half is then counted unseen.

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

const RIVALS = ['outlay', 'tiktoken', 'js-tiktoken', 'gpt-tokenizer'] as const;
type Rival = (typeof RIVALS)[number];

/** js-tiktoken takes minutes on a megabyte of Chinese: each rival gets as much as it can do. */
const MOST: Readonly<Record<Rival, number>> = { outlay: Infinity, tiktoken: Infinity, 'js-tiktoken': 60_000, 'gpt-tokenizer': Infinity };

const isInstalled = (name: string): boolean => {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
};

/** Each rival as the body of a script that defines `count`. */
const SETUP: Readonly<Record<Rival, string>> = {
  outlay: `import { loadCounters } from ${JSON.stringify(join(root, 'dist/bench-vocabularies.mjs'))};
const counter = loadCounters(['o200k_base']).get('o200k_base'); const count = (text) => counter.count(text);`,
  tiktoken: `import { get_encoding } from 'tiktoken'; const of = get_encoding('o200k_base'); const count = (text) => of.encode_ordinary(text).length;`,
  'js-tiktoken': `import { Tiktoken } from 'js-tiktoken/lite'; import ranks from 'js-tiktoken/ranks/o200k_base';
const of = new Tiktoken(ranks); const count = (text) => of.encode(text, [], []).length;`,
  'gpt-tokenizer': `import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
const count = (text) => countTokens(text, { disallowedSpecial: new Set() });`,
};

const MEASURE = `
import { readFileSync } from 'node:fs';
const text = readFileSync(process.argv[2], 'utf8');
const middle = text.indexOf('\\n', text.length / 2) + 1 || text.indexOf('。', text.length / 2) + 1;
const [seen, unseen] = [text.slice(0, middle), text.slice(middle)];
const rate = (part) => {
  const start = process.cpuUsage();
  count(part);
  const { user, system } = process.cpuUsage(start);
  return Buffer.byteLength(part) / (user + system);
};
const first = rate(seen);
for (let pass = 0; pass < 12; pass++) rate(seen);
process.stdout.write(JSON.stringify({ first, warm: rate(unseen), tokens: count(seen) + count(unseen) }));`;

type Rates = { readonly first: number; readonly warm: number; readonly tokens: number };

const PROCESSES = 2;

/** The best of a few processes: whatever else the machine does can only slow one down. */
const measure = (folder: string, rival: Rival, text: string): Rates => {
  const runs = Array.from({ length: PROCESSES }, () => measureOnce(folder, rival, text));
  const best = (of: (rates: Rates) => number): number => Math.max(...runs.map(of));
  return { first: best(({ first }) => first), warm: best(({ warm }) => warm), tokens: runs[0]?.tokens ?? 0 };
};

const measureOnce = (folder: string, rival: Rival, text: string): Rates => {
  const [script, corpus] = [join(root, 'dist', `bench-${rival}.mjs`), join(folder, 'corpus.txt')];
  writeFileSync(script, SETUP[rival] + MEASURE);
  writeFileSync(corpus, text);
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script, corpus], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${rival} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as Rates;
  } finally {
    rmSync(script, { force: true });
  }
};

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The prefix of a text up to a length, cut where a line or a sentence ends. */
const upTo = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const end = Math.max(text.lastIndexOf('\n', most), text.lastIndexOf('。', most));
  return text.slice(0, end + 1);
};

const compare = (folder: string): void => {
  const rivals = RIVALS.filter((name) => name === 'outlay' || isInstalled(name));
  print(`o200k_base, MB per processor second: first pass / warm, on the half not seen before. Installed: ${rivals.join(', ')}\n`);
  print(
    `| corpus | ${rivals.join(' | ')} | ${rivals
      .slice(1)
      .map((name) => `× ${name}`)
      .join(' | ')} |`,
  );
  print(`|---|${'---|'.repeat(2 * rivals.length - 1)}`);
  for (const [name, text] of corpora()) {
    const rates = rivals.map((rival) => measure(folder, rival, upTo(text, MOST[rival])));
    const [own] = rates;
    const cells = rates.map(({ first, warm }) => `${first.toFixed(1)} / ${warm.toFixed(1)}`);
    const ratios = rates
      .slice(1)
      .map(({ first, warm }) => `${((own?.first ?? 0) / first).toFixed(1)} / ${((own?.warm ?? 0) / warm).toFixed(1)}`);
    print(`| ${name} | ${cells.join(' | ')} | ${ratios.join(' | ')} |`);
  }
};

const UNITS = ['a', ' ', '\n', '-', '漢', '一A', '😀', '\u200b', '\u0301', 'abcdefghij', '"\\'] as const;

/** The best of a few: the first one pays for code that is made fast. */
const ROUNDS = 4;

const hostile = async (): Promise<void> => {
  const { loadCounters } = (await import(join(root, 'dist', 'bench-vocabularies.mjs'))) as typeof import('../../src/io/vocabularies.ts');
  print('\nRuns without a break, processor milliseconds in a fresh counter: 100,000 characters, ten times that, and the ratio\n');
  print('| run of | 100,000 | 1,000,000 | ratio |\n|---|---|---|---|');
  for (const unit of UNITS) {
    const once = (text: string): number => {
      const counter = loadCounters(['o200k_base']).get('o200k_base');
      const start = process.cpuUsage();
      counter?.count(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    const time = (characters: number): number => {
      const text = unit.repeat(characters / unit.length);
      return Math.min(...Array.from({ length: ROUNDS }, () => once(text)));
    };
    const [short, long] = [time(100_000), time(1_000_000)];
    print(`| ${JSON.stringify(unit)} | ${short.toFixed(0)} | ${long.toFixed(0)} | ${(long / short).toFixed(1)} |`);
  }
};

const memory = (folder: string): void => {
  const corpus = join(folder, 'large.txt');
  const text = [...corpora().values()].join('\n');
  writeFileSync(corpus, text.repeat(Math.ceil(30e6 / Buffer.byteLength(text))));
  const script = join(root, 'dist', 'bench-memory.mjs');
  const main = join(root, 'dist', 'cli', 'main.js');
  writeFileSync(
    script,
    `process.argv = [process.argv[0], ${JSON.stringify(main)}, 'tokens', ${JSON.stringify(corpus)}, '--model', 'o200k_base', '--no-cache', '--quiet'];
process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
await import(${JSON.stringify(main)});`,
  );
  const { stderr } = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
  rmSync(script, { force: true });
  print(`\nResident memory of outlay tokens on a text of 30 MB, threads included: ${(Number(stderr) / 1000).toFixed(0)} MB at most`);
};

/** Prints how fast tokens are counted, beside the tokenizers that are installed. */
export const benchTokens = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'outlay-bench-'));
  try {
    await shipped('src/io/vocabularies.ts');
    compare(folder);
    await hostile();
    memory(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
