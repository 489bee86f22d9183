import { basename, dirname, resolve } from 'node:path';
import type { State } from './state.ts';

/** A workflow by its file on both sides; null where one side does not have it. */
export type Pair = { readonly base: string | null; readonly head: string | null };

/** What a workflow is recognised by when its file has moved. */
export type Marks = { readonly content: string; readonly name: string | null };

const MOST_BYTES = 1 << 20;

/** The name that a workflow file states, without reading the whole of it as a workflow. */
const nameIn = (text: string): string | null => /^workflow:[ \t]*["']?([^"'#\r\n]+?)["']?[ \t]*(?:#.*)?\r?$/m.exec(text)?.[1] ?? null;

const marksOf = ({ cwd, files }: State, path: string): Marks => {
  const absolute = resolve(cwd, path);
  const read = files.confined(files.rootOf(dirname(absolute)), dirname(absolute), basename(absolute), MOST_BYTES);
  const content = 'bytes' in read ? new TextDecoder().decode(read.bytes) : '';
  return { content, name: nameIn(content) };
};

const moved = (
  gone: readonly string[],
  come: readonly string[],
  same: (before: string, after: string) => boolean,
): readonly { readonly base: string; readonly head: string }[] => {
  const free = new Set(come);
  return gone.flatMap((base) => {
    const head = [...free].find((path) => same(base, path));
    if (head === undefined) return [];
    free.delete(head);
    return [{ base, head }];
  });
};

/**
 * Returns the workflows of both states in pairs: by their path, else by their content, else by the name that they state; what is
 * left over was added or removed. In the order of the head, removed ones last.
 */
export const pairsOf = (base: State, head: State, before: readonly string[], after: readonly string[]): readonly Pair[] => {
  const gone = before.filter((path) => !after.includes(path));
  const come = after.filter((path) => !before.includes(path));
  const [old, fresh] = [new Map(gone.map((path) => [path, marksOf(base, path)])), new Map(come.map((path) => [path, marksOf(head, path)]))];
  const equal = (key: keyof Marks) => (one: string, other: string) => {
    const mark = old.get(one)?.[key] ?? null;
    return mark !== null && mark !== '' && mark === fresh.get(other)?.[key];
  };
  const byContent = moved(gone, come, equal('content'));
  const rest = {
    gone: gone.filter((path) => byContent.every((pair) => pair.base !== path)),
    come: come.filter((path) => byContent.every((pair) => pair.head !== path)),
  };
  const renamed = [...byContent, ...moved(rest.gone, rest.come, equal('name'))];
  const formerly = new Map(renamed.map((pair) => [pair.head, pair.base]));
  const removed = gone.filter((path) => renamed.every((pair) => pair.base !== path));
  return [
    ...after.map((path) => ({ base: formerly.get(path) ?? (before.includes(path) ? path : null), head: path })),
    ...removed.map((path) => ({ base: path, head: null })),
  ];
};
