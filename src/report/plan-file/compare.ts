import * as z from 'zod';
import type { PlanRequest } from './resolved.ts';

const hashed = z.object({ sha256: z.string() });

/** What a plan on file must have so that it can be held against another; all else in it is left alone. */
const planFileShape = z.object({
  schema: z.literal('outlay.plan/1'),
  tool: z.object({ version: z.string() }),
  settings: z.object({ seed: z.number(), runs: z.number(), as_of: z.string(), set: z.array(z.string()) }),
  inputs: z.array(hashed.extend({ file: z.string() })),
  pricing: z.array(hashed.extend({ provider: z.string() })),
  scenarios: z.array(z.looseObject({ name: z.string() })),
  resolved: z
    .object({
      request: z.object({
        path: z.string(),
        scenarios: z.array(z.string()),
        traffic: z.string().nullable(),
        pricing: z.string().nullable(),
      }) satisfies z.ZodType<PlanRequest>,
    })
    .optional(),
});

export type PlanFile = z.output<typeof planFileShape>;

/** Returns a plan on file; undefined where a text is none. */
export const readPlanFile = (text: string): PlanFile | undefined => {
  try {
    return planFileShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** A figure that differs; undefined where one of the two has none. */
export type Moved = { readonly figure: string; readonly before: unknown; readonly now: unknown };

export type Comparison = {
  /** How many figures were compared. */
  readonly figures: number;
  readonly moved: readonly Moved[];
  /** What went in and is another now, in words. */
  readonly changed: readonly string[];
};

/** What tells the items of a list apart, so that one more does not move all others. */
const KEYS = ['name', 'month', 'model', 'bucket', 'step'] as const;

/** Reports are some eight levels deep; a file made to overflow the stack is not followed. */
const DEEPEST = 40;

const keyOf = (item: unknown, index: number): string => {
  if (typeof item !== 'object' || item === null) return String(index);
  const key = KEYS.map((name) => (item as Readonly<Record<string, unknown>>)[name]).find((value) => typeof value === 'string');
  return (key as string | undefined) ?? String(index);
};

/** Every number, text and null of some data by the path that leads to it. */
const figuresIn = (value: unknown, path: string, found: Map<string, unknown>, depth = 0): Map<string, unknown> => {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return found.set(path, value);
  const entries = Array.isArray(value) ? value.map((item, index) => [keyOf(item, index), item] as const) : Object.entries(value);
  for (const [key, item] of entries) figuresIn(item, path === '' ? key : `${path}.${key}`, found, depth + 1);
  return found;
};

const hashes = (list: readonly { readonly sha256: string }[], nameOf: (index: number) => string): ReadonlyMap<string, string> =>
  new Map(list.map(({ sha256 }, index) => [nameOf(index), sha256]));

const changesOf = (before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, what: string): readonly string[] => [
  ...[...before].flatMap(([name, hash]) => {
    const own = now.get(name);
    if (own === undefined) return [`${what} ${name} is gone`];
    return own === hash ? [] : [`${what} ${name} has other content`];
  }),
  ...[...now.keys()].filter((name) => !before.has(name)).map((name) => `${what} ${name} is new`),
];

const inputsOf = ({ inputs }: PlanFile) => hashes(inputs, (index) => inputs[index]?.file ?? '');
const tablesOf = ({ pricing }: PlanFile) => hashes(pricing, (index) => pricing[index]?.provider ?? '');

/** Returns what two plans differ in: their figures, and what went into them. */
export const comparePlans = (before: PlanFile, now: PlanFile): Comparison => {
  const [old, own] = [figuresIn(before.scenarios, '', new Map()), figuresIn(now.scenarios, '', new Map())];
  const names = [...new Set([...old.keys(), ...own.keys()])];
  const moved = names
    .filter((figure) => old.get(figure) !== own.get(figure))
    .map((figure) => ({ figure, before: old.get(figure), now: own.get(figure) }));
  const version = before.tool.version === now.tool.version ? [] : [`outlay ${before.tool.version} is ${now.tool.version} now`];
  const changed = [
    ...changesOf(inputsOf(before), inputsOf(now), 'file'),
    ...changesOf(tablesOf(before), tablesOf(now), 'price table'),
    ...version,
  ];
  return { figures: names.length, moved, changed };
};
