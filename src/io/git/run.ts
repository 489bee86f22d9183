import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** What a git command printed; `why` is null where it went well. */
export type GitOutput = { readonly bytes: Buffer; readonly text: string; readonly why: string | null };

/** Nothing of a repository's settings runs: no hook, no file monitor, no pager, no transport that would fetch what is missing. */
const SAFE = [
  ...['--no-pager', '--no-optional-locks', '--no-replace-objects', '--literal-pathspecs'],
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.allow=never'],
];

const QUIET = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };

const failure = (error: NodeJS.ErrnoException | undefined, stderr: string, status: number | null): string | null => {
  if (error?.code === 'ENOENT') return 'git is not installed';
  if (error !== undefined) return `git cannot be run (${error.code ?? 'unknown'})`;
  if (status === 0) return null;
  return (
    stderr
      .split('\n')[0]
      ?.replace(/^(?:fatal|error): /, '')
      .trim() || 'git failed'
  );
};

/** Returns what `git` prints in a folder. No shell is involved; `input` goes to its standard input. */
export const git = (cwd: string, args: readonly string[], input = '', mostBytes = 512 << 20): GitOutput => {
  // Started elsewhere: Windows would take a git.exe that lies in the repository itself.
  const { stdout, stderr, status, error } = spawnSync('git', ['-C', cwd, ...SAFE, ...args], {
    cwd: dirname(process.execPath),
    input,
    maxBuffer: mostBytes,
    env: { ...process.env, ...QUIET },
    windowsHide: true,
  });
  const bytes = stdout ?? Buffer.alloc(0);
  return { bytes, text: bytes.toString('utf8').trim(), why: failure(error, stderr?.toString('utf8') ?? '', status) };
};
