import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What stands in the files outside the project. It must never appear in any output. */
const CANARY = 'CANARY-7f3a91 secret';

/** Links and named pipes need a system that has them for everyone. */
export const POSIX = process.platform !== 'win32';

/** A project in a folder of its own, beside a folder that it must not reach. */
export type Project = {
  readonly base: string;
  readonly root: string;
  /** Writes files by their path relative to the project. */
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void;
  readonly link: (path: string, target: string) => void;
  readonly remove: () => void;
};

export const makeProject = (): Project => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'outlay-io-')));
  const root = join(base, 'repo');
  const write: Project['write'] = (files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  };
  mkdirSync(join(root, '.git'), { recursive: true });
  mkdirSync(join(root, 'sub'));
  write({ '../outside/secret.txt': `${CANARY}\n`, '../repo-beside/secret.txt': `${CANARY}\n`, 'ok.txt': 'hello sample\n' });
  return {
    base,
    root,
    write,
    link: (path, target) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
};

/** Makes a named pipe, which nobody writes to: reading it carelessly would wait for ever. */
export const makePipe = (path: string): void => {
  execFileSync('/usr/bin/env', ['mkfifo', path]);
};

/** Adds what only a POSIX system has: links to the inside and the outside, a circle of links, a named pipe. */
export const addPosixTraps = ({ root, link }: Project): void => {
  link('inlink.txt', 'ok.txt');
  link('outlink.txt', '../outside/secret.txt');
  link('evil', '../outside');
  link('inside', 'sub');
  link('loop', 'loop');
  link('dangling', 'nowhere');
  link('beside.txt', '../repo-beside/secret.txt');
  makePipe(join(root, 'fifo'));
};

/** A path that a file may name, and why it is refused. */
export type BadPath = {
  readonly path: string;
  readonly why: string;
  readonly code: 'file-outside-root' | 'file-unreadable';
  readonly posix?: boolean;
};

const unreadable = (path: string, why: string): BadPath => ({ path, why, code: 'file-unreadable' });
const outside = (path: string): BadPath => ({ path, why: 'it lies outside the project', code: 'file-outside-root' });
const posix = (bad: BadPath): BadPath => ({ ...bad, posix: true });

export const BAD_PATHS: readonly BadPath[] = [
  outside('../outside/secret.txt'),
  outside('sub/../../outside/secret.txt'),
  outside('../repo-beside/secret.txt'),
  outside('..'),
  unreadable('/etc/passwd', 'relative'),
  unreadable('//server/share/x', 'relative'),
  unreadable('C:/Windows/win.ini', 'relative'),
  unreadable('C:\\Windows\\win.ini', 'written with /'),
  unreadable('..\\outside\\secret.txt', 'written with /'),
  unreadable('\\\\server\\share\\x', 'written with /'),
  unreadable('file:///etc/passwd', 'an address'),
  unreadable('https://example.com/x', 'an address'),
  unreadable('data:text/plain,x', 'an address'),
  unreadable('~/.ssh/id_rsa', 'no such file'),
  unreadable('$HOME/.netrc', 'no such file'),
  unreadable('%USERPROFILE%/x', 'no such file'),
  unreadable('missing.txt', 'no such file'),
  unreadable('ok.txt/x', 'no such file'),
  unreadable('sub', 'a folder'),
  unreadable('.', 'a folder'),
  unreadable('', 'empty'),
  unreadable('a\u0000b', 'NUL'),
  unreadable('ok.txt\u0000.md', 'NUL'),
  posix(unreadable('x'.repeat(5000), 'too long')),
  posix(outside('outlink.txt')),
  posix(outside('evil/secret.txt')),
  posix(outside('beside.txt')),
  posix(unreadable('loop', 'in a circle')),
  posix(unreadable('loop/x', 'in a circle')),
  posix(unreadable('dangling', 'no such file')),
  posix(unreadable('fifo', 'not a regular file')),
];
