import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** Who commits and when: ids of commits are then the same everywhere. */
const COMMITTER = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-11-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_COMMITTER_DATE: '2026-11-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

type Files = Readonly<Record<string, string | null>>;

type Ended = { readonly stdout: string; readonly stderr: string; readonly code: number | null };

/** A git repository in a folder of its own. */
export type TestRepository = {
  readonly root: string;
  /** Writes files by their path; null deletes. */
  readonly write: (files: Files) => void;
  readonly link: (path: string, target: string) => void;
  readonly git: (...args: readonly string[]) => string;
  /** Writes files and commits all there is. */
  readonly commit: (files: Files) => void;
  /** Runs the built command line in it. */
  readonly outlay: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Ended;
  readonly remove: () => void;
};

/** Returns an empty repository whose branch is `main`. */
export const makeRepository = (): TestRepository => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'outlay-git-')));
  const root = join(base, 'repo');
  mkdirSync(root);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: base, COLUMNS: '100', ...COMMITTER };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { cwd: root, env: environment, encoding: 'utf8' }).trim();
  const write = (files: Files): void => {
    for (const [path, text] of Object.entries(files)) {
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      if (text === null) rmSync(place, { recursive: true, force: true });
      else writeFileSync(place, text);
    }
  };
  git('init', '--quiet', '--initial-branch=main', '.');
  return {
    root,
    write,
    link: (path, target) => symlinkSync(target, join(root, path)),
    git,
    commit: (files) => {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--message', 'a change');
    },
    outlay: (args, extra = {}) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], {
        cwd: root,
        env: { ...environment, OUTLAY_AS_OF: '2026-11-20', ...extra },
        encoding: 'utf8',
      });
      return { stdout, stderr, code: status };
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
};
