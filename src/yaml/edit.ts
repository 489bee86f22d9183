import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { type Piece, type SourceFile, type Span, sourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { compose, type Path } from './read.ts';

/** A value to put into a file: YAML on one line that reads the same in any place, and where its author wrote it. */
export type Insert = { readonly text: string; readonly valueAt: Span; readonly keyAt: Span };

/** Why a place cannot be edited, and what would be there. */
export type Refusal = { readonly problem: string; readonly help: readonly string[] };

type Part = { readonly text: string; readonly origin: Span };

/** Returns a file with a stretch replaced; every place in it can still be traced to where it was written. */
const spliced = (file: SourceFile, start: number, end: number, parts: readonly Part[]): SourceFile => {
  const kept = (from: number, to: number): Part => ({ text: file.text.slice(from, to), origin: { file, start: from, end: to } });
  let at = 0;
  const pieces = [kept(0, start), ...parts, kept(end, file.text.length)].map(({ text, origin }): Piece & { text: string } => {
    at += text.length;
    return { start: at - text.length, end: at, origin, text };
  });
  return { ...sourceFile(file.name, pieces.map(({ text }) => text).join('')), pieces };
};

const endOf = (node: unknown, otherwise: number): number => (node as Node | null)?.range?.[1] ?? otherwise;

/** The end of what stands before an offset, blanks and line ends left out: block values end where the next key begins. */
const trimmed = (file: SourceFile, offset: number): number => file.text.slice(0, offset).trimEnd().length;

const pairEnd = (file: SourceFile, { key, value }: Pair): number => trimmed(file, Math.max(endOf(key, 0), endOf(value, 0)));

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);

const keysOf = (map: YAMLMap): readonly string[] => map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));

const named = (path: Path): string => (path.length === 0 ? 'it' : `"${visibleWithin(path.join('.'), 80)}"`);

/** Returns the value at a path, or why there is none. */
const valueAt = (file: SourceFile, contents: unknown, path: Path): { readonly node: unknown } | Refusal => {
  let node = contents;
  for (const [depth, part] of path.entries()) {
    const before = path.slice(0, depth);
    if (isMap(node)) {
      const pair = pairOf(node, String(part));
      const keys = keysOf(node);
      if (pair === undefined) {
        const help = [didYouMean(String(part), keys), `keys here: ${keys.join(', ')}`].filter((line) => line !== '');
        return { problem: `there is no "${visibleWithin(String(part), 60)}" in ${before.length === 0 ? file.name : named(before)}`, help };
      }
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)];
      if (!/^\d+$/.test(String(part)) || item === undefined) return outOfList(before, node.items.length);
      node = item;
    } else return notHolding(before, node);
  }
  return { node };
};

const outOfList = (path: Path, length: number): Refusal => ({
  problem: `${named(path)} is a list of ${length}`,
  help: length === 0 ? [] : [`its items are ${path.join('.')}.0 to ${path.join('.')}.${length - 1}`],
});

const notHolding = (path: Path, node: unknown): Refusal => ({
  problem: isAlias(node) ? `${named(path)} is an alias: what it stands for is shared` : `${named(path)} is a single value`,
  help: [`set ${named(path)} as a whole`],
});

/** Keys of the language need no quotes, and authors write none. */
const keyText = (key: string): string => (/^[a-z][a-z0-9_-]*$/.test(key) && !/^(?:true|false|null)$/.test(key) ? key : JSON.stringify(key));

/** How a file ends its lines. */
const lineEndOf = ({ text }: SourceFile): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** A new key goes last: before others it would change which step is the first, and which scenario is the base. */
const added = (file: SourceFile, map: YAMLMap, key: string, insert: Insert): SourceFile => {
  const words = [
    { text: keyText(key), origin: insert.keyAt },
    { text: ': ', origin: insert.keyAt },
    { text: insert.text, origin: insert.valueAt },
  ];
  const [first] = map.items;
  const last = map.items.at(-1);
  if (first === undefined || last === undefined) {
    const inside = (map.range?.[0] ?? 0) + 1;
    return spliced(file, inside, inside, words);
  }
  const end = pairEnd(file, last);
  if (map.flow) return spliced(file, end, end, [{ text: ', ', origin: insert.keyAt }, ...words]);
  const start = (first.key as Node).range?.[0] ?? 0;
  const column = start - (file.text.lastIndexOf('\n', start - 1) + 1);
  const line = /\r?$/m.exec(file.text.slice(end))?.index ?? 0;
  return spliced(file, end + line, end + line, [{ text: `${lineEndOf(file)}${' '.repeat(column)}`, origin: insert.keyAt }, ...words]);
};

/** A file that is no YAML is not edited: its own errors say so when it is read. */
const contentsOf = (file: SourceFile): Node | null => compose(file, new Problems())?.contents ?? null;

/**
 * Returns a file with one value replaced, or added under a key that its map does not have yet. The places of everything else
 * stay those of the file, and the places of the value those of its author.
 */
export const withValue = (file: SourceFile, path: Path, insert: Insert): SourceFile | Refusal => {
  const contents = contentsOf(file);
  if (contents === null) return file;
  const holder = path.slice(0, -1);
  const last = String(path.at(-1));
  const found = valueAt(file, contents, holder);
  if ('problem' in found) return found;
  const { node } = found;
  const value: Part = { text: insert.text, origin: insert.valueAt };
  if (isMap(node)) {
    const pair = pairOf(node, last);
    if (pair === undefined) return added(file, node, last, insert);
    const end = pairEnd(file, pair);
    return spliced(file, endOf(pair.key, end), end, [{ text: ': ', origin: insert.valueAt }, value]);
  }
  if (!isSeq(node)) return notHolding(holder, node);
  const item = node.items[Number(last)] as Node | undefined;
  if (!/^\d+$/.test(last) || item === undefined) return outOfList(holder, node.items.length);
  const start = item.range?.[0] ?? 0;
  return spliced(file, start, Math.max(start, trimmed(file, endOf(item, start))), [{ text: ' ', origin: insert.valueAt }, value]);
};

/** Returns a file without one of its top-level keys: renamed to one that begins with x-, which is nobody's. */
export const withoutKey = (file: SourceFile, key: string): SourceFile => {
  const contents = contentsOf(file);
  const pair = isMap(contents) ? pairOf(contents, key) : undefined;
  const range = (pair?.key as Node | undefined)?.range;
  if (!range) return file;
  return spliced(file, range[0], range[1], [{ text: `"x-replaced ${key}"`, origin: { file, start: range[0], end: range[1] } }]);
};

/**
 * Returns a file with a top-level key that holds some lines, each `key: value`: at the end of the file, or in place of what the key held.
 * What stands around it stays as it is.
 */
export const withBlock = (file: SourceFile, key: string, lines: readonly string[]): SourceFile => {
  const contents = contentsOf(file);
  const pair = isMap(contents) ? pairOf(contents, key) : undefined;
  const start = (pair?.key as Node | undefined)?.range?.[0] ?? file.text.trimEnd().length;
  const end = pair === undefined ? file.text.length : pairEnd(file, pair);
  const eol = lineEndOf(file);
  const block = [`${key}:`, ...lines.map((line) => `  ${line}`)].join(eol);
  const text = pair === undefined ? `${eol}${eol}${block}${eol}` : block;
  return spliced(file, start, end, [{ text, origin: { file, start, end: Math.max(start, end) } }]);
};
