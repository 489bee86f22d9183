import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { visibleWithin } from '../../diagnostics/escape.ts';
import { git } from './run.ts';

/** A repository on the disk: the top of its working tree, and a folder in it. */
export type Repository = { readonly top: string; readonly cwd: string };

/** A baseline that cannot be had, in words for its reader: exit code 3. */
export type NoBaseline = { readonly problem: string; readonly help: readonly string[] };

/** A commit, and the name by which it was asked for. */
export type Commit = { readonly name: string; readonly id: string };

/** Returns the repository that a folder lies in. */
export const repositoryAt = (folder: string): Repository | NoBaseline => {
  const found = git(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (found.why !== null) {
    const help = /dubious ownership/.test(found.why)
      ? ['the repository belongs to another user: git config --global --add safe.directory <its folder>']
      : ['name two files or folders, or a saved plan: outlay plan … --format json > base.json'];
    return { problem: `no git repository can be read here: ${found.why}`, help };
  }
  const [top = '', prefix = ''] = found.text.split('\n');
  const real = realpathSync(top);
  return { top: real, cwd: join(real, prefix) };
};

/** What git would take for an option or for something other than a commit is no name of a revision. */
const isName = (text: string): boolean => text !== '' && !text.startsWith('-') && !text.includes(':') && !/[\s\p{Cc}]/u.test(text);

const SHALLOW = [
  'this clone is shallow: it does not hold the whole history',
  'fetch what is missing: git fetch --unshallow, or fetch-depth: 0 in actions/checkout, or GIT_DEPTH: 0 in GitLab',
];

const isShallow = ({ top }: Repository): boolean => git(top, ['rev-parse', '--is-shallow-repository']).text === 'true';

const resolve = ({ top }: Repository, name: string): string | null => {
  const found = git(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return found.why === null && /^[0-9a-f]{40,64}$/.test(found.text) ? found.text : null;
};

/** Returns the commit that a name stands for; `main` where only `origin/main` is there is told. */
export const commitOf = (repository: Repository, name: string): Commit | NoBaseline => {
  const shown = visibleWithin(name, 80);
  const id = isName(name) ? resolve(repository, name) : null;
  if (id !== null) return { name, id };
  const remote = isName(name) && resolve(repository, `origin/${name}`) !== null;
  const help = [
    ...(remote ? [`did you mean origin/${shown}?`] : []),
    ...(isShallow(repository) ? SHALLOW : remote ? [] : ['git branch --all lists the branches, git tag the tags']),
  ];
  return { problem: `there is no revision "${shown}" in this repository`, help };
};

/** Returns the commit from which two others parted. */
export const mergeBaseOf = (repository: Repository, a: Commit, b: Commit): Commit | NoBaseline => {
  const found = git(repository.top, ['merge-base', a.id, b.id]);
  if (found.why === null && /^[0-9a-f]{40,64}$/.test(found.text)) return { name: a.name, id: found.text };
  const [left, right] = [visibleWithin(a.name, 80), visibleWithin(b.name, 80)];
  return {
    problem: `no common ancestor of "${left}" and "${right}" is known`,
    help: isShallow(repository) ? SHALLOW : [`compare the two as they are: ${left}..${right}`],
  };
};
