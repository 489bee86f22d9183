import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** How a command ended. */
export type Run = { readonly stdout: string; readonly stderr: string; readonly code: number };

type Answer = Run & { readonly id: number };

let host: ChildProcess | undefined;
let asked = 0;
const waiting = new Map<number, (run: Run) => void>();

const hosting = (): ChildProcess => {
  if (host !== undefined) return host;
  const started = fork(join(import.meta.dirname, 'command-host.mjs'), [join(root, 'dist', 'cli', 'main.js')], { silent: true });
  started.on('message', ({ id, ...run }: Answer) => {
    waiting.get(id)?.(run);
    waiting.delete(id);
  });
  process.on('exit', () => started.kill());
  host = started;
  return started;
};

/** A clean environment: what a test prints must not depend on who runs it. */
export const cleanEnvironment = (extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(['PATH', 'SystemRoot'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
  COLUMNS: '100',
  ...extra,
});

/** Runs the built program with some arguments in a folder, beside other runs of the same test file in one process. */
export const command = (args: readonly string[], cwd: string = root, env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  new Promise((done) => {
    const id = ++asked;
    waiting.set(id, done);
    hosting().send({ id, args, cwd, env: cleanEnvironment(env) });
  });
