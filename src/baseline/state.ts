import { shippedPricing } from '../io/disk.ts';
import { DISK, type Files } from '../io/files.ts';
import { type Commit, commitOf, mergeBaseOf, type NoBaseline, type Repository, repositoryAt } from '../io/git/revision.ts';
import { type Tree, treeOf } from '../io/git/tree.ts';
import { treeFiles } from '../io/git/tree-files.ts';

/** A state of a project: its working tree, or a revision of it. */
export type State = {
  /** As it is called in reports: `main`, `working tree`. */
  readonly name: string;
  readonly commit: string | null;
  readonly cwd: string;
  readonly files: Files;
  /** Of a revision; null for the working tree. */
  readonly tree: Tree | null;
};

/** Two states of one project. */
export type States = { readonly repository: Repository; readonly base: State; readonly head: State };

const WORKING_TREE = 'working tree';

/** Returns the files that lie on the disk. */
export const workingTree = (cwd: string): State => ({ name: WORKING_TREE, commit: null, cwd, files: DISK, tree: null });

const revision = (repository: Repository, commit: Commit): State | NoBaseline => {
  const tree = treeOf(repository, commit);
  if ('problem' in tree) return tree;
  const files = treeFiles(repository, tree, shippedPricing());
  return { name: commit.name, commit: commit.id, cwd: repository.cwd, files, tree };
};

type Asked = { readonly base: string; readonly head: string | null; readonly common: boolean };

/** `a...b` compares b with where it parted from a; an empty end is HEAD, as in git. */
const askedOf = (text: string): Asked => {
  const [, base = '', dots = '', head = ''] = /^(.*?)(\.{2,3})(.*)$/.exec(text) ?? [];
  if (dots === '') return { base: text, head: null, common: false };
  return { base: base || 'HEAD', head: head || 'HEAD', common: dots === '...' };
};

/** Returns whether an argument is a range of revisions. */
export const isRange = (text: string): boolean => /\.{2,3}/.test(text) && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(text);

/** Returns the state that a change began from, and the working tree: where its revision and HEAD parted, else the revision itself. */
export const baseState = (cwd: string, name: string): States | NoBaseline => {
  const repository = repositoryAt(cwd);
  if ('problem' in repository) return repository;
  const commit = commitOf(repository, name);
  if ('problem' in commit) return commit;
  const here = commitOf(repository, 'HEAD');
  const parted = 'problem' in here ? here : mergeBaseOf(repository, commit, here);
  const base = revision(repository, 'problem' in parted ? commit : parted);
  return 'problem' in base ? base : { repository, base, head: workingTree(repository.cwd) };
};

/**
 * Returns the two states that revisions name: `main...HEAD`, `main..HEAD`, `main` and `feature`, or one revision and the working
 * tree. Why they cannot be had otherwise.
 */
export const statesOf = (cwd: string, first: string, second: string | null): States | NoBaseline => {
  const repository = repositoryAt(cwd);
  if ('problem' in repository) return repository;
  const asked = second === null ? askedOf(first) : { base: first, head: second, common: false };
  const named = commitOf(repository, asked.base);
  if ('problem' in named) return named;
  const after = asked.head === null ? null : commitOf(repository, asked.head);
  if (after !== null && 'problem' in after) return after;
  const before = asked.common && after !== null ? mergeBaseOf(repository, named, after) : named;
  if ('problem' in before) return before;
  const base = revision(repository, before);
  if ('problem' in base) return base;
  const head = after === null ? workingTree(repository.cwd) : revision(repository, after);
  return 'problem' in head ? head : { repository, base, head };
};
