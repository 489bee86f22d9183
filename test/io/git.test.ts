import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statesOf } from '../../src/baseline/state.ts';
import type { Files } from '../../src/io/files.ts';
import { sameIn, traced } from '../../src/io/git/trace.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { BAD_PATHS } from './project.ts';

const LIMIT = 1 << 20;

let repository: TestRepository;
let files: Files;
beforeAll(() => {
  repository = makeRepository();
  repository.write({ 'sub/a.txt': 'in a folder\n', 'ok.txt': 'committed\n', '../outside/secret.txt': 'CANARY\n' });
  repository.link('link.txt', 'ok.txt');
  repository.link('outlink.txt', '../outside/secret.txt');
  repository.link('evil', '../outside');
  repository.commit({ 'big.txt': 'x'.repeat(LIMIT + 1) });
  repository.write({ 'ok.txt': 'changed since\n', 'new.txt': 'not committed\n' });
  const states = statesOf(repository.root, 'main', null);
  if ('problem' in states) throw new Error(states.problem);
  files = states.base.files;
});
afterAll(() => repository.remove());

const read = (path: string): string => {
  const { root } = repository;
  const found = files.confined(root, root, path, LIMIT);
  return 'bytes' in found ? new TextDecoder().decode(found.bytes) : found.problem;
};

describe('files of a revision', () => {
  it('are those that were committed, whatever the working tree holds', () => {
    expect([read('ok.txt'), read('sub/a.txt'), read('new.txt')]).toEqual(['committed\n', 'in a folder\n', 'there is no such file']);
    expect(files.names(repository.root)).toEqual(['big.txt', 'evil', 'link.txt', 'ok.txt', 'outlink.txt', 'sub']);
    expect(files.matching(repository.root, repository.root, '**/*.txt')).toContain('sub/a.txt');
  });

  it('are never reached through a link, inside or outside', () => {
    for (const path of ['link.txt', 'outlink.txt']) expect(read(path)).toContain('a symbolic link');
    expect(read('evil/secret.txt')).toBe('there is no such file');
  });

  it('have the limits of files on the disk', () => {
    expect(read('big.txt')).toBe('it is larger than 1 MiB');
  });

  it.each(BAD_PATHS.filter(({ posix }) => posix === undefined))('refuse $path', ({ path, code }) => {
    const { root } = repository;
    const found = files.confined(root, root, path, LIMIT);
    expect('problem' in found && found.problem).toBeTruthy();
    expect('problem' in found && found.outside).toBe(code === 'file-outside-root');
  });

  it('are known by what was asked of them, so that equal answers need no second computation', () => {
    const states = statesOf(repository.root, 'main', null);
    if ('problem' in states || states.base.tree === null) throw new Error('main is there');
    const { root } = repository;
    const { files: noted, trace } = traced(states.head.files, states.repository, states.base.commit ?? '', { shipped: '', ignored: '' });
    noted.confined(root, root, 'sub/a.txt', LIMIT);
    noted.stands(join(root, 'gone.txt'));
    expect(sameIn(trace, states.base.files, states.base.tree)).toBe(true);
    noted.confined(root, root, 'ok.txt', LIMIT);
    expect(sameIn(trace, states.base.files, states.base.tree)).toBe(false);
  });
});

const problemOf = (first: string, second: string | null = null, root = repository.root): string => {
  const states = statesOf(root, first, second);
  return 'problem' in states ? [states.problem, ...states.help].join('\n') : '';
};

describe('a revision that cannot be had', () => {
  it.each(['nowhere', '-c', '--upload-pack=x', 'main:ok.txt', 'a b', '$(touch x)', ''])('"%s" is told', (name) => {
    expect(problemOf(name === '' ? '' : name)).toMatch(/there is no revision/);
  });

  it('names the remote branch where only that is there', () => {
    repository.git('update-ref', 'refs/remotes/origin/release', 'main');
    expect(problemOf('release')).toContain('did you mean origin/release?');
  });

  it('is told to be missing from a shallow clone, with what to fetch', () => {
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.root}`, '../shallow');
    expect(problemOf('HEAD~1', null, join(repository.root, '..', 'shallow'))).toContain('fetch-depth: 0');
  });

  it('is told where two branches have nothing in common', () => {
    repository.git('checkout', '--quiet', '--orphan', 'island');
    repository.commit({});
    repository.git('checkout', '--quiet', 'main');
    expect(problemOf('island...main')).toContain('no common ancestor of "island" and "main"');
  });

  it('is told outside of any repository', () => {
    expect(problemOf('main', null, join(repository.root, '..', 'outside'))).toContain('no git repository');
  });
});

describe('git, asked for a revision', () => {
  it('runs nothing that the repository configures', () => {
    const mark = join(repository.root, '..', 'ran');
    const trap = join(repository.root, '..', 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch "${mark}"\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'filter.x.smudge', 'filter.x.clean', 'core.sshCommand'])
      repository.git('config', key, trap);
    repository.write({ '.gitattributes': '* filter=x diff=x\n', '.git/hooks/post-checkout': `#!/bin/sh\ntouch "${mark}"\n` });
    const states = statesOf(repository.root, 'main', null);
    expect('problem' in states).toBe(false);
    if ('base' in states) states.base.files.confined(repository.root, repository.root, 'ok.txt', LIMIT);
    expect(files.kindOf(mark)).toBeNull();
  });
});
