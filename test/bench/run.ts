import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchCheck } from './check.ts';
import { shipped } from './shipped.ts';
import { benchTokens } from './tokens.ts';

// Whole processes, timed from outside, each beside an empty Node process in the same round, so that a slow or busy machine
// slows both. Quote the ratios, not the milliseconds. `npm run bench` builds nothing: run it after a build.

const root = join(import.meta.dirname, '..', '..');
const outlay = join(root, 'dist', 'cli', 'main.js');
const ROUNDS = 21;

type Case = { readonly name: string; readonly args: readonly string[]; readonly limit: number };

const EMPTY: readonly string[] = ['-e', '0'];

const CASES: readonly Case[] = [
  { name: 'outlay --help', args: [outlay, '--help'], limit: 1.3 },
  {
    name: 'outlay tokens, one prompt',
    args: [outlay, 'tokens', 'scenarios/support-agent/prompts/answer.md', '--model', 'o200k_base'],
    limit: 1.7,
  },
  { name: 'outlay plan, the smallest workflow', args: [outlay, 'plan', 'test/golden/workflows/smallest.yaml'], limit: 10 },
  { name: 'outlay plan, the support agent', args: [outlay, 'plan', 'scenarios/support-agent'], limit: 10 },
  {
    name: 'outlay plan, the coding agent, one scenario',
    args: [outlay, 'plan', 'scenarios/coding-agent', '--scenario', 'two-teams'],
    limit: 25,
  },
];

const timeMs = (args: readonly string[]): number => {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const measure = ({ name, args, limit }: Case): string => {
  timeMs(args);
  const rounds = Array.from({ length: ROUNDS }, () => ({ empty: timeMs(EMPTY), own: timeMs(args) }));
  const own = median(rounds.map((round) => round.own));
  const empty = median(rounds.map((round) => round.empty));
  const ratio = median(rounds.map((round) => round.own / round.empty));
  const verdict = ratio <= limit ? 'yes' : 'NO';
  return `| ${name} | ${own.toFixed(0)} ms | ${empty.toFixed(0)} ms | ${ratio.toFixed(2)} | ${limit} | ${verdict} |`;
};

const loaded = async <Part>(file: string): Promise<Part> => (await import(pathToFileURL(await shipped(file)).href)) as Part;

process.env['NODE_ENV'] = 'production';

process.stdout.write(`Node ${process.version}, ${ROUNDS} rounds, medians of whole processes\n\n`);
process.stdout.write('| command | own | empty Node | ratio | limit | within |\n|---|---|---|---|---|---|\n');
for (const one of CASES) process.stdout.write(`${measure(one)}\n`);

process.stdout.write(`\n${benchCheck()}\n`);

process.stdout.write('\n');
const { benchEngine } = await loaded<typeof import('./engine.ts')>('test/bench/engine.ts');
benchEngine();

process.stdout.write('\n');
const { benchApp } = await loaded<typeof import('./app.tsx')>('test/bench/app.tsx');
await benchApp('scenarios/coding-agent');

process.stdout.write('\n');
await benchTokens();
