import type * as z from 'zod';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { type Day, parseDay } from '../pricing/day.ts';
import { readScalar, type Unit } from '../quantity/scalar.ts';
import { type Path, readYaml, type YamlDocument } from '../yaml/read.ts';
import { checkShape } from '../yaml/shape.ts';
import { configShape } from './shape.ts';

/** What a finding is worth: nothing, a line, or a failed check. */
export type Level = 'off' | 'warn' | 'error';

/** A finding that is accepted. */
export type Suppression = {
  readonly rule: string;
  /** Null: in every workflow. */
  readonly workflow: string | null;
  readonly reason: string;
  readonly until: Day | null;
};

/** A project's `outlay.yaml`. What it does not say is null or empty. */
export type Config = {
  readonly workflows: readonly string[];
  readonly asOf: Day | null;
  /** Relative limits as fractions, Infinity for off; the floor in dollars a month. Null where nothing is said. */
  readonly regression: { readonly cost: number | null; readonly latency: number | null; readonly floorUsd: number | null };
  readonly rules: ReadonlyMap<string, Level>;
  readonly gates: 'base' | 'head';
  /** Units of each currency for one dollar, and the day of these rates. */
  readonly currency: { readonly rates: ReadonlyMap<string, number>; readonly on: Day } | null;
  readonly ignore: readonly Suppression[];
};

type Reading = { readonly doc: YamlDocument; readonly problems: Problems };

const day = ({ doc, problems }: Reading, raw: number | string | undefined, path: Path): Day | null => {
  if (raw === undefined) return null;
  const parsed = parseDay(String(raw));
  if (parsed !== undefined) return parsed;
  problems.error('bad-date', doc.spanOf(path), `"${String(raw).slice(0, 40)}" is not a date`, {
    label: 'write YYYY-MM-DD, a day that exists',
  });
  return null;
};

const scalar = ({ doc, problems }: Reading, raw: number | string | undefined, unit: Unit, path: Path): number | null => {
  if (raw === undefined) return null;
  const read = readScalar(raw, unit);
  if ('value' in read) return read.value;
  problems.error('bad-quantity', doc.spanOf(path), read.problem, { label: read.label });
  return null;
};

/** `off` limits nothing. */
const limit = (reading: Reading, raw: number | string | undefined, key: 'cost' | 'latency'): number | null =>
  raw === 'off' ? Infinity : scalar(reading, raw, 'factor', ['regression', key]);

/** What a dollar buys of another currency; more than nothing. */
const rateOf = (reading: Reading, raw: number | string, path: Path): number | null => {
  const rate = scalar(reading, raw, 'count', path);
  if (rate !== 0) return rate;
  return reading.problems.error('bad-quantity', reading.doc.spanOf(path), 'a dollar buys more than 0 of a currency') ?? null;
};

const currency = (reading: Reading, raw: Readonly<Record<string, number | string>> | undefined): Config['currency'] => {
  if (raw === undefined) return null;
  const { on, ...rates } = raw;
  const path = ['currency'];
  if (on === undefined)
    return (
      reading.problems.error('missing-key', reading.doc.keySpanOf(path), '"on" is missing in "currency"', {
        label: 'add the day of the rates, on: 2026-11-20',
      }) ?? null
    );
  const known = Object.entries(rates).flatMap(([code, raw]) => {
    const rate = rateOf(reading, raw, [...path, code]);
    return rate === null ? [] : [[code, rate] as const];
  });
  return { rates: new Map(known), on: day(reading, on, [...path, 'on']) ?? 0 };
};

type RawConfig = z.output<typeof configShape>;

const configOf = (reading: Reading, raw: RawConfig): Config => {
  const { regression = {} } = raw;
  return {
    workflows: raw.workflows ?? [],
    asOf: day(reading, raw.as_of, ['as_of']),
    regression: {
      cost: limit(reading, regression.cost, 'cost'),
      latency: limit(reading, regression.latency, 'latency'),
      floorUsd: scalar(reading, regression.floor, 'money', ['regression', 'floor']),
    },
    rules: new Map(Object.entries(raw.rules ?? {})),
    gates: raw.gates ?? 'base',
    currency: currency(reading, raw.currency),
    ignore: (raw.ignore ?? []).map(({ rule, workflow = null, reason, until }, index) => ({
      rule,
      workflow,
      reason,
      until: day(reading, until, ['ignore', index, 'until']),
    })),
  };
};

/** A file with nothing in it marks the root of a project, and settles nothing. */
const saysNothing = ({ text }: SourceFile): boolean => text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));

/**
 * Returns a project's settings, or undefined where it says nothing or too much is wrong; every problem is reported at its
 * place.
 */
export const readConfig = (file: SourceFile, problems: Problems): Config | undefined => {
  if (saysNothing(file)) return undefined;
  const doc = readYaml(file, problems);
  const raw = doc && checkShape(doc, configShape, problems)?.value;
  return doc && raw && configOf({ doc, problems }, raw);
};
