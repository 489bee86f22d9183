import { z } from 'zod';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Path, YamlDocument } from './read.ts';

// A file is read once a run: compiling a parser for it would take longer than reading it.
z.config({ jitless: true });

/** What a map is called in messages, and which of the language's keys this version reads but cannot compute yet. */
type About = { readonly later?: readonly string[] };

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
  if (def.type === 'object') return (def as z.core.$ZodObjectDef).shape[String(key)];
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

type Reader = { readonly doc: YamlDocument; readonly problems: Problems; budget: number };

const reportUnknown = (reader: Reader, holder: z.core.$ZodType, path: Path, keys: readonly string[]): void => {
  const { def } = holder._zod;
  const known = def.type === 'object' ? Object.keys((def as z.core.$ZodObjectDef).shape) : [];
  const later = about.get(holder as z.ZodType)?.later ?? [];
  for (const key of keys) {
    if (path.length === 0 && key.startsWith('x-')) continue;
    const span = reader.doc.keySpanOf([...path, key]);
    const shown = visibleWithin(key, 60);
    if (later.includes(key)) {
      reader.problems.error('not-computed-yet', span, `"${key}"${placeName(path)} is not computed yet by this version`, {
        label: 'remove it: a key that is ignored would make the figures wrong',
      });
      continue;
    }
    const guess = didYouMean(key, [...known, ...later]);
    const help = guess === '' && known.length > 0 ? [`keys here: ${known.join(', ')}`] : [];
    reader.problems.error('unknown-key', span, `unknown key "${shown}"${placeName(path)}`, {
      label: guess === '' ? 'not a key of this place' : guess,
      help,
    });
  }
};

const reportKind = (reader: Reader, schema: z.core.$ZodType, path: Path, value: unknown): void => {
  const name = path.findLast((part) => typeof part === 'string');
  const kinds = [...new Set(optionsOf(schema).map(kindOfSchema))];
  if (value === undefined) {
    const span = reader.doc.keySpanOf(path.slice(0, -1));
    reader.problems.error('missing-key', span, `"${name}" is missing${placeName(path.slice(0, -1))}`, { label: `add "${name}"` });
    return;
  }
  const subject = name === undefined ? 'this' : `"${visibleWithin(String(name), 60)}"`;
  const quote = kinds.includes('a text') && (typeof value === 'number' || typeof value === 'boolean');
  reader.problems.error('bad-value', reader.doc.spanOf(path), `${subject} must be ${list(kinds)}, not ${kindOfValue(value)}`, {
    label: quote ? 'put it in quotes' : `write ${list(kinds)} here`,
  });
};

const reportIssue = (reader: Reader, holder: z.core.$ZodType, path: Path, issue: z.core.$ZodIssue): void => {
  if (issue.code === 'unrecognized_keys') {
    reportUnknown(reader, holder, path, issue.keys);
    return;
  }
  const inKey = issue.code === 'invalid_key';
  const span = inKey ? reader.doc.keySpanOf(path) : reader.doc.spanOf(path);
  const name = path.findLast((part) => typeof part === 'string');
  const text = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? 'not a name') : issue.message;
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const value = valueAt(reader.doc.value, path);
  const message = values.length > 0 ? `must be one of ${values.join(', ')}` : text;
  reader.problems.error('bad-value', span, `"${visibleWithin(String(name ?? ''), 60)}"${placeName(path.slice(0, -1))}: ${message}`, {
    label: values.length > 0 && typeof value === 'string' ? didYouMean(value, values) : '',
  });
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, part) => (at === null || typeof at !== 'object' ? undefined : (at as Record<string | number, unknown>)[part]),
    value,
  );

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
    let holder: z.core.$ZodType = option;
    let at: unknown = value;
    let depth = 0;
    for (; depth < steps.length; depth++) {
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
    if (depth === steps.length) reportIssue(reader, holder, [...path, ...steps], issue);
  }
};

/**
 * Returns the document as the typed value that a schema describes, or reports every difference at its own place:
 * unknown keys with a suggestion, missing keys, wrong kinds of value.
 */
export const checkShape = <Schema extends z.ZodType>(
  doc: YamlDocument,
  schema: Schema,
  problems: Problems,
): z.output<Schema> | undefined => {
  const own = Object.entries(doc.value).filter(([key]) => !key.startsWith('x-'));
  const value = Object.fromEntries(own);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  explain({ doc, problems, budget: 5000 }, schema, [], value);
  return undefined;
};
