import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  type YAMLParseError,
} from 'yaml';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { guardTokens, LIMITS } from './guard.ts';
import { type AliasTargets, aliasTargets, toValue } from './value.ts';

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A YAML file as plain data, with the place of every value. */
export type YamlDocument = {
  readonly file: SourceFile;
  readonly value: Readonly<Record<string, unknown>>;
  /** The place of the value at a path, or of the nearest value around it. */
  readonly spanOf: (path: Path) => Span;
  /** The place of the key at the end of a path, or of the nearest value around it. */
  readonly keySpanOf: (path: Path) => Span;
};

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  uniqueKeys: true,
  merge: false,
  resolveKnownTags: false,
  strict: true,
  logLevel: 'error',
  prettyErrors: false,
} as const;

const REMEDIES: Partial<Record<YAMLParseError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces, not with a tab',
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that holds ": "',
  BAD_SCALAR_START: 'quote a text that begins with @, ` or %',
  BAD_INDENT: 'close the bracket, or indent what belongs inside',
  MISSING_CHAR: 'a bracket, quote or colon is missing here',
  BAD_DQ_ESCAPE: 'use single quotes for text with backslashes',
  NON_STRING_KEY: 'quote the key',
};

/** The key that begins at an offset, quoted or plain. */
const keyAt = (text: string): string =>
  /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s:,{}[\]]+))/
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined) ?? '';

const reportLibrary = (file: SourceFile, error: YAMLParseError, problems: Problems): void => {
  const [start, end] = error.pos;
  const duplicate = error.code === 'DUPLICATE_KEY';
  const key = visibleWithin(keyAt(file.text.slice(start, start + 1000)), 60);
  const message = duplicate ? `the key "${key}" stands twice in one map` : visibleWithin(error.message, 160);
  const label = duplicate ? 'remove one of the two' : (REMEDIES[error.code] ?? '');
  const last = Math.max(0, file.text.trimEnd().length - 1);
  const from = Math.min(start, last);
  problems.error('bad-yaml', { file, start: from, end: Math.max(from + 1, Math.min(end, start + 200)) }, message, { label });
};

/** More syntax errors than this are one: a file that is no YAML. */
const MOST_ERRORS = 1000;

/** What files without a mistake were read as: one that is planned with, or edited, again and again is read once. */
const composed = new WeakMap<SourceFile, Document.Parsed>();
const documents = new WeakMap<SourceFile, YamlDocument>();

/** Returns a file as a document of the library, or reports its syntax errors; bounded before anything recurses. */
export const compose = (file: SourceFile, problems: Problems): Document.Parsed | undefined => {
  const known = composed.get(file);
  if (known !== undefined) return known;
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(file.text)];
  if (!guardTokens(file, tokens, problems)) return undefined;
  const [document] = new Composer(OPTIONS).compose(tokens, true, file.text.length);
  if (document === undefined) return undefined;
  for (const error of [...document.errors, ...document.warnings].slice(0, MOST_ERRORS))
    reportLibrary(file, error as YAMLParseError, problems);
  if (document.errors.length + document.warnings.length > 0) return undefined;
  composed.set(file, document as Document.Parsed);
  return document as Document.Parsed;
};

const rangeOf = (file: SourceFile, node: Node | null | undefined): Span | undefined => {
  const range = node?.range;
  if (!range) return undefined;
  return { file, start: range[0], end: Math.max(range[0], range[1]) };
};

/** Follows a path through maps, lists and aliases; returns the last pair's key and value that exist. */
const follow = (document: Document.Parsed, targets: AliasTargets, path: Path): { key: Node | null; value: Node | null; whole: boolean } => {
  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node);
  let key: Node | null = null;
  let value: Node | null = document.contents;
  for (const part of path) {
    const holder = resolved(value);
    if (isMap(holder)) {
      const pair = holder.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair) return { key, value, whole: false };
      key = pair.key as Node;
      value = (pair.value as Node | null) ?? key;
    } else if (isSeq(holder) && holder.items[Number(part)] !== undefined) {
      key = null;
      value = holder.items[Number(part)] as Node;
    } else return { key, value, whole: false };
  }
  return { key, value, whole: true };
};

/** A span never runs past the end of its first line: a missing key points at the head of its map. */
const firstLine = (span: Span): Span => {
  const text = span.file.text.slice(span.start, span.end);
  const line = text.split('\n', 1)[0]?.trimEnd() ?? '';
  return { ...span, end: span.start + Math.max(1, line.length) };
};

const spans = (file: SourceFile, document: Document.Parsed, targets: AliasTargets): Pick<YamlDocument, 'spanOf' | 'keySpanOf'> => {
  const start = { file, start: 0, end: Math.min(1, file.text.length) };
  const place = (path: Path, wanted: 'key' | 'value'): Span => {
    const found = follow(document, targets, path);
    const value = rangeOf(file, found.value);
    const key = rangeOf(file, found.key);
    const span = !found.whole || wanted === 'key' ? (key ?? value) : (value ?? key);
    return firstLine(span ?? start);
  };
  return { spanOf: (path) => place(path, 'value'), keySpanOf: (path) => place(path, 'key') };
};

/**
 * Returns a YAML 1.2 file as plain data, or reports everything wrong with it. Safe on hostile input: size, depth, keys,
 * values and alias expansion are bounded before anything recurses, no tag is resolved, cycles and nulls are errors.
 */
export const readYaml = (file: SourceFile, problems: Problems): YamlDocument | undefined => {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const whole = { file, start: 0, end: 0 };
  if (new TextEncoder().encode(file.text).length > LIMITS.bytes) {
    return problems.error('limit', whole, `"${file.name}" is larger than 1 MiB, the limit for a YAML file`);
  }
  const before = problems.list.length;
  const document = compose(file, problems);
  if (problems.list.length > before) return undefined;
  if (document === undefined || document.contents === null || isEmpty(document.contents)) {
    return problems.error('empty-file', whole, `"${file.name}" is empty`, { help: ['the smallest workflow has `steps:`; see the README'] });
  }
  const targets = aliasTargets(document);
  const at = spans(file, document, targets);
  if (!isMap(document.contents)) {
    const kind = isSeq(document.contents) ? 'a list' : 'a single value';
    return problems.error('bad-value', at.spanOf([]), `a mapping of keys is expected, not ${kind}`, { label: 'write "key: value" lines' });
  }
  const value = toValue(document, targets, file, problems);
  if (problems.list.length > before) return undefined;
  const read = { file, value: value as Record<string, unknown>, ...at };
  documents.set(file, read);
  return read;
};

const isEmpty = (node: ParsedNode): boolean => isScalar(node) && node.value === null;
