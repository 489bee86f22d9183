import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** How a command ended. */
export type Run = { readonly stdout: string; readonly stderr: string; readonly code: number | null };

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
  // One that dies takes its runs with it: they end without a code, as processes do that are killed.
  started.on('exit', () => {
    host = undefined;
    for (const done of waiting.values()) done({ stdout: '', stderr: '', code: null });
    waiting.clear();
  });
  process.on('exit', () => started.kill());
  host = started;
  return started;
};

/** A clean environment: what a test prints must not depend on who runs it. Tests run side by side, and leave no core to threads. */
export const cleanEnvironment = (extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(['PATH', 'SystemRoot'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
  COLUMNS: '100',
  OUTLAY_THREADS: '1',
  ...extra,
});

/** Runs the built program in a folder and with an environment of its own, in one process with other runs of the same test file. */
export const hosted = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> =>
  new Promise((done) => {
    const id = ++asked;
    waiting.set(id, done);
    hosting().send({ id, args, cwd, env });
  });

/** The same in a clean environment. */
export const command = (args: readonly string[], cwd: string = root, env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  hosted(args, cwd, cleanEnvironment(env));
