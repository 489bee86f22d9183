import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export type Ended = { readonly code: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string };

type How = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A file descriptor to write standard output to; a pipe by default. */
  readonly stdout?: number;
  /** Closes the reading end of standard output at once, as `head` does when it has seen enough. */
  readonly closePipe?: boolean;
  readonly input?: string;
};

/** What decides about colour and width is set by each test, not by the terminal that runs them. */
const DECIDING = new Set([
  'NO_COLOR',
  'FORCE_COLOR',
  'COLUMNS',
  'TERM',
  'NODE_OPTIONS',
  'OUTLAY_DEBUG',
  'TZ',
  'LANG',
  'LC_ALL',
  'GITHUB_STEP_SUMMARY',
]);

const environment = (own: How['env'] = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !DECIDING.has(name))),
  ...own,
});

/** Runs the bundled command line as a user does and returns how it ended. */
export const runOutlay = (args: readonly string[], how: How = {}): Promise<Ended> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      ...(how.cwd === undefined ? {} : { cwd: how.cwd }),
      env: environment(how.env),
      stdio: ['pipe', how.stdout ?? 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    if (how.closePipe) child.stdout?.destroy();
    else child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin?.on('error', () => undefined).end(how.input ?? '');
    child.on('error', fail).on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
