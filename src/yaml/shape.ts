import * as z from 'zod';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { valueAt } from './plain.ts';
import type { Path, YamlDocument } from './read.ts';

// A file is read once a run: compiling a parser for it would take longer than reading it.
z.config({ jitless: true });

/** The keys that fit a map, where what it holds decides. */
type About = { readonly keys: (value: object) => readonly string[] };

/** Facts about schemas that messages need and that do not belong in the published JSON Schema. */
export const about = z.registry<About>();

type Kind = 'a mapping' | 'a list' | 'a text' | 'a number' | 'true or false' | 'nothing';

const kindOfValue = (value: unknown): Kind => {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'true or false' : 'a text';
};

/** Looks through optional, default and lazy wrappers. */
const bare = (schema: z.core.$ZodType): z.core.$ZodType => {
  const { def } = schema._zod;
  if (def.type === 'lazy') return bare((def as z.core.$ZodLazyDef).getter());
  if ('innerType' in def) return bare((def as z.core.$ZodOptionalDef).innerType);
  return schema;
};

const KINDS: Partial<Record<string, Kind>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  number: 'a number',
  boolean: 'true or false',
};

const optionsOf = (schema: z.core.$ZodType): readonly z.core.$ZodType[] => {
  const { def } = bare(schema)._zod;
  return def.type === 'union' ? (def as z.core.$ZodUnionDef).options.flatMap(optionsOf) : [bare(schema)];
};

const kindOfSchema = (schema: z.core.$ZodType): Kind => KINDS[schema._zod.def.type] ?? 'a text';

/**
 * The alternative that a value was meant to be. In this language alternatives always differ in their kind of value, and
 * among maps there is one shape only, so that a message can speak of the shape that was meant.
 */
const meant = (schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined =>
  optionsOf(schema).find((option) => kindOfSchema(option) === kindOfValue(value));

const childSchema = (schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined => {
  const { def } = schema._zod;
  if (def.type === 'object') return (def as z.core.$ZodObjectDef).shape[String(key)] ?? (def as z.core.$ZodObjectDef).catchall;
  if (def.type === 'record') return (def as z.core.$ZodRecordDef).valueType;
  if (def.type === 'array') return (def as z.core.$ZodArrayDef).element;
  return undefined;
};

/** Returns where in the language a path lies, in its own words: `in step "answer"`, `in "retry" of step "answer"`. */
export const placeName = (path: Path): string => {
  const steps = path.lastIndexOf('steps');
  const named = steps === -1 ? path.findIndex((part) => part === 'traffic' || part === 'inputs' || part === 'models') : steps;
  const word = { steps: 'step', traffic: 'scenario', inputs: 'input', models: 'model' }[String(path[named])];
  const name = path[named + 1];
  if (named === -1 || word === undefined || typeof name !== 'string') {
    return path.length === 0 ? '' : ` in "${path.filter((part) => typeof part === 'string').join('.')}"`;
  }
  const rest = path.slice(named + 2).filter((part) => typeof part === 'string');
  return ` in ${rest.length > 0 ? `"${rest.join('.')}" of ` : ''}${word} "${name}"`;
};

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

type Reader = {
  readonly doc: YamlDocument;
  readonly problems: Problems;
  /** What has to go so that the rest can be read on. */
  readonly wrong: Path[];
  budget: number;
};

const reportUnknown = (reader: Reader, holder: z.core.$ZodType, path: Path, keys: readonly string[]): void => {
  const { def } = holder._zod;
  const known = def.type === 'object' ? Object.keys((def as z.core.$ZodObjectDef).shape) : [];
  const fitting = about.get(holder as z.ZodType)?.keys;
  const value = valueAt(reader.doc.value, path);
  const here = fitting && typeof value === 'object' && value !== null ? fitting(value) : known;
  for (const key of keys) {
    reader.wrong.push([...path, key]);
    const span = reader.doc.keySpanOf([...path, key]);
    const shown = visibleWithin(key, 60);
    const guess = didYouMean(key, here);
    const help = guess === '' && here.length > 0 ? [`keys here: ${here.join(', ')}`] : [];
    reader.problems.error('unknown-key', span, `unknown key "${shown}"${placeName(path)}`, {
      label: guess === '' ? 'not a key of this place' : guess,
      help,
    });
  }
};

const reportKind = (reader: Reader, schema: z.core.$ZodType, path: Path, value: unknown): void => {
  const name = path.findLast((part) => typeof part === 'string');
  const kinds = [...new Set(optionsOf(schema).map(kindOfSchema))];
  reader.wrong.push(value === undefined ? path.slice(0, -1) : path);
  if (value === undefined) {
    const span = reader.doc.keySpanOf(path.slice(0, -1));
    reader.problems.error('missing-key', span, `"${name}" is missing${placeName(path.slice(0, -1))}`, { label: `add "${name}"` });
    return;
  }
  const subject = name === undefined ? 'this' : `"${visibleWithin(String(name), 60)}"`;
  const quote = kinds.length === 1 && kinds[0] === 'a text' && (typeof value === 'number' || typeof value === 'boolean');
  reader.problems.error('bad-value', reader.doc.spanOf(path), `${subject} must be ${list(kinds)}, not ${kindOfValue(value)}`, {
    label: quote ? 'put it in quotes' : `write ${list(kinds)} here`,
  });
};

/** The name that a refused one comes closest to. */
const nameLike = (name: string): string => {
  const like = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return like === '' || like === name ? '' : `write "${like.slice(0, 60)}"`;
};

const reportIssue = (reader: Reader, holder: z.core.$ZodType, path: Path, issue: z.core.$ZodIssue): void => {
  if (issue.code === 'unrecognized_keys') {
    reportUnknown(reader, holder, path, issue.keys);
    return;
  }
  reader.wrong.push(path);
  const inKey = issue.code === 'invalid_key';
  const span = inKey ? reader.doc.keySpanOf(path) : reader.doc.spanOf(path);
  const name = path.findLast((part) => typeof part === 'string');
  const text = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? 'not a name') : issue.message;
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const value = valueAt(reader.doc.value, path);
  const infinite = typeof value === 'number' && !Number.isFinite(value);
  const message = values.length > 0 ? `must be one of ${values.join(', ')}` : infinite ? 'must be a finite number' : text;
  reader.problems.error('bad-value', span, `"${visibleWithin(String(name ?? ''), 60)}"${placeName(path.slice(0, -1))}: ${message}`, {
    label: values.length > 0 && typeof value === 'string' ? didYouMean(value, values) : inKey ? nameLike(String(name)) : '',
  });
};

/** Reports what is wrong with a value that its schema refused, each issue at the deepest place that is known. */
const explain = (reader: Reader, schema: z.core.$ZodType, path: Path, value: unknown): void => {
  const option = meant(schema, value);
  if (option === undefined) {
    reportKind(reader, schema, path, value);
    return;
  }
  const result = z.safeParse(option, value);
  if (result.success) return;
  for (const issue of result.error.issues) {
    if (reader.budget-- <= 0) return;
    const steps = issue.path as readonly (string | number)[];
    // What is wrong with a key is no business of its value: the value may be all right.
    const values = issue.code === 'invalid_key' ? steps.length - 1 : steps.length;
    let holder: z.core.$ZodType = option;
    let at: unknown = value;
    let depth = 0;
    for (; depth < values; depth++) {
      const step = steps[depth] as string | number;
      const child = childSchema(holder, step);
      if (child === undefined) break;
      at = valueAt(at, [step]);
      const next = meant(child, at);
      if (next === undefined || optionsOf(child).length > 1) {
        explain(reader, child, [...path, ...steps.slice(0, depth + 1)], at);
        break;
      }
      holder = next;
    }
    if (depth === values) reportIssue(reader, holder, [...path, ...steps], issue);
  }
};

/** Removes what stands at a path. An item of a list takes the whole list with it: the places of the others must stay true. */
const remove = (value: unknown, path: Path): void => {
  const last = path.findLastIndex((part) => typeof part === 'string');
  const holder = valueAt(value, path.slice(0, last));
  if (last >= 0 && typeof holder === 'object' && holder !== null) delete (holder as Record<string, unknown>)[String(path[last])];
};

/** A document in its shape. `whole` is false where parts had to go: then the rest serves only to find more problems. */
export type Shaped<T> = { readonly value: T; readonly whole: boolean };

/** How often what is wrong is removed before a document is given up: removing a key may leave its map without one it needs. */
const ROUNDS = 5;

/** Documents that fit their schema: nothing is said of them, so that nobody has to hear it again. */
const fitting = new WeakMap<YamlDocument, Map<z.ZodType, unknown>>();

/**
 * Returns the document as the typed value that a schema describes. Every difference is reported at its own place: unknown
 * keys with a suggestion, missing keys, wrong kinds of value; what is right is returned all the same, to be read on.
 */
export const checkShape = <Schema extends z.ZodType>(
  doc: YamlDocument,
  schema: Schema,
  problems: Problems,
): Shaped<z.output<Schema>> | undefined => {
  const known = fitting.get(doc) ?? new Map<z.ZodType, unknown>();
  if (known.has(schema)) return { value: known.get(schema) as z.output<Schema>, whole: true };
  const value = structuredClone(Object.fromEntries(Object.entries(doc.value).filter(([key]) => !key.startsWith('x-'))));
  for (let round = 0; round < ROUNDS; round++) {
    const result = schema.safeParse(value);
    if (result.success) {
      if (round === 0) fitting.set(doc, known.set(schema, result.data));
      return { value: result.data, whole: round === 0 };
    }
    const reader: Reader = { doc, problems: round === 0 ? problems : new Problems(), wrong: [], budget: 5000 };
    explain(reader, schema, [], value);
    for (const path of reader.wrong) remove(value, path);
  }
  return undefined;
};
