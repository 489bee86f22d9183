import { visibleWithin } from '../../diagnostics/escape.ts';
import { originOf, positionAt, type Span } from '../../diagnostics/source.ts';
import type { Path, YamlDocument } from '../../yaml/read.ts';

/** A place in a file; lines and columns from 1, columns in characters; the end column is that after the last character. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
};

/** Where a workflow's keys stand: its own file, and its scenarios' (the same, below `traffic`, or `traffic.yaml`). */
export type Written = {
  readonly workflow: YamlDocument | undefined;
  readonly traffic: YamlDocument | undefined;
  /** Where scenarios begin in the document that holds them. */
  readonly trafficRoot: Path;
};

type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const LONGEST = 80;

const inline = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isItem(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inline(inner)}`)
    .join(', ')} }`;
};

/** Returns the value at a path of a document; undefined where there is none. */
const valueAt = (doc: YamlDocument | undefined, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (isItem(value) ? value[String(part)] : undefined), doc?.value);

const textAt = (doc: YamlDocument | undefined, path: Path): string | null => {
  const value = valueAt(doc, path);
  return value === undefined ? null : inline(value).replaceAll(/\s+/g, ' ');
};

/** Characters that are kept before the first one that differs. */
const BEFORE = 24;

const firstDifference = (a: string, b: string): number => {
  const [left, right] = [[...a], [...b]];
  const found = left.findIndex((character, index) => character !== right[index]);
  return found === -1 ? left.length : found;
};

/** A long text from where it begins to differ. */
const cut = (text: string, from: number): string => {
  const shown = [...text].length <= LONGEST || from <= BEFORE ? text : `…${[...text].slice(from - BEFORE).join('')}`;
  return visibleWithin(shown, LONGEST);
};

/** A place to look something up: a path of a document. */
export type At = { readonly doc: YamlDocument | undefined; readonly path: Path };

/** Returns what was and what is written at two places, each on one line; long ones from where they differ. Null where nothing is. */
export const textsAt = (base: At, head: At): { readonly before: string | null; readonly after: string | null } => {
  const [before, after] = [textAt(base.doc, base.path), textAt(head.doc, head.path)];
  const from = before === null || after === null ? 0 : firstDifference(before, after);
  return { before: before === null ? null : cut(before, from), after: after === null ? null : cut(after, from) };
};

/** Returns where a span was written, as a place to annotate. */
export const placeOf = (span: Span): Place => {
  const { file, start, end } = originOf(span);
  const from = positionAt(file, start);
  const to = positionAt(file, Math.max(start, end));
  return { file: file.name, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
};

/** Returns where a path stands in a document: its key, or what is nearest around it. */
export const placeAt = (doc: YamlDocument | undefined, path: Path): Place | null =>
  doc === undefined ? null : placeOf(doc.keySpanOf(path));

/** Returns the path of a step, in a group or not. */
export const stepPath = (doc: YamlDocument | undefined, name: string, under: Path = ['steps']): Path | undefined => {
  const steps = valueAt(doc, under);
  if (!isItem(steps)) return undefined;
  if (Object.hasOwn(steps, name)) return [...under, name];
  for (const inner of Object.keys(steps)) {
    const found = stepPath(doc, name, [...under, inner, 'steps']);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Returns the path of a step's key: its own, or that of the workflow's defaults where it leaves it to them. */
export const stepKeyPath = (doc: YamlDocument | undefined, name: string, key: string): Path => {
  const own = [...(stepPath(doc, name) ?? ['steps', name]), key];
  const shared = ['defaults', key];
  return valueAt(doc, own) === undefined && valueAt(doc, shared) !== undefined ? shared : own;
};

/** Returns the path of a scenario's key: of the scenario itself, or of what it extends. */
export const scenarioKeyPath = ({ traffic, trafficRoot }: Written, name: string, key: string, seen: readonly string[] = []): Path => {
  const own = [...trafficRoot, name];
  const scenario = valueAt(traffic, own);
  // `traffic: 10k per day` is a scenario by itself.
  if (!isItem(scenario)) return isItem(valueAt(traffic, trafficRoot)) ? own : trafficRoot;
  const parent = scenario['extends'];
  if (Object.hasOwn(scenario, key) || typeof parent !== 'string' || seen.includes(parent)) return [...own, key];
  const inherited = scenarioKeyPath({ workflow: undefined, traffic, trafficRoot }, parent, key, [...seen, name]);
  return valueAt(traffic, inherited) === undefined ? [...own, key] : inherited;
};
