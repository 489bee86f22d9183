import { parseDay } from '../pricing/day.ts';
import type { Path } from '../yaml/read.ts';
import { unknownName } from './read-step.ts';
import { type Reading, stated, statedRate } from './reading.ts';
import type { RawScenario, RawTraffic } from './shape.ts';
import type { InputSpec, ScenarioSpec } from './spec.ts';

/** SPEC 12: all rates use months of 730 hours. */
export const DAYS_PER_MONTH = 730 / 24;

const PER_DAY: Readonly<Record<string, number>> = {
  day: 1,
  second: 86_400,
  minute: 1440,
  hour: 24,
  week: 1 / 7,
  month: 1 / DAYS_PER_MONTH,
  'user per month': 1 / DAYS_PER_MONTH,
};

const readRequests = (
  reading: Reading,
  raw: number | string | undefined,
  users: RawScenario['users'],
  path: Path,
): ScenarioSpec['requestsPerDay'] => {
  if (raw === undefined) return null;
  const rate = statedRate(reading, raw, 'count', Object.keys(PER_DAY), path);
  if (rate === null) return null;
  const perUser = rate.per === 'user per month';
  const usersPath = [...path.slice(0, -1), 'users'];
  if (perUser !== (users !== undefined)) {
    reading.problems.error(
      'missing-key',
      reading.doc.spanOf(path),
      perUser ? 'requests per user need the number of users' : 'with `users`, requests are per user',
      {
        label: perUser ? 'add users: 2000' : 'write "… per user per month", or remove `users`',
      },
    );
  }
  return { stated: rate.stated, perDay: PER_DAY[rate.per] ?? 1, users: stated(reading, users, 'count', usersPath) };
};

const readGrowth = (reading: Reading, raw: RawScenario['growth'], path: Path): ScenarioSpec['growth'] => {
  const text = typeof raw === 'string' ? raw.replace(/\s+per\s+month\s*$/, '') : raw;
  const growth = stated(reading, text, 'growth', path);
  return growth === null ? null : { ...growth, text: String(raw) };
};

/** Returns inputs by name, each with its place. */
export const readInputs = (reading: Reading, raw: RawScenario['inputs'], path: Path): ReadonlyMap<string, InputSpec> => {
  const inputs = Object.entries(raw ?? {}).flatMap(([name, quantity]) => {
    const value = stated(reading, quantity, 'tokens', [...path, name]);
    return value === null ? [] : [[name, { name, at: reading.doc.keySpanOf([...path, name]), stated: value }] as const];
  });
  return new Map(inputs);
};

/** A scenario and where each of its keys stands: an extending scenario's own keys, then those of what it extends. */
type Merged = { readonly raw: RawScenario; readonly paths: ReadonlyMap<string, Path> };

/** Returns a scenario with all that it extends; a cycle or an unknown name is reported once. */
const merge = (reading: Reading, all: RawTraffic, root: Path, name: string, seen: readonly string[]): Merged => {
  const own = all[name] ?? {};
  const paths = new Map<string, Path>(Object.keys(own).map((key) => [key, [...root, name, key]]));
  const parent = own.extends;
  if (parent === undefined) return { raw: own, paths };
  const at = reading.doc.spanOf([...root, name, 'extends']);
  if (!Object.hasOwn(all, parent)) {
    unknownName(reading, 'scenario', parent, at, Object.keys(all));
    return { raw: own, paths };
  }
  if (parent === name || seen.includes(parent)) {
    reading.problems.error('cycle', at, `scenarios extend each other: ${[...seen, name, parent].join(' → ')}`, {
      label: 'one of them must stand alone',
    });
    return { raw: own, paths };
  }
  const base = merge(reading, all, root, parent, [...seen, name]);
  const inputs = own.inputs || base.raw.inputs ? { inputs: { ...base.raw.inputs, ...own.inputs } } : {};
  return { raw: { ...base.raw, ...own, ...inputs }, paths: new Map([...base.paths, ...paths]) };
};

const readScenario = (reading: Reading, all: RawTraffic, root: Path, name: string): ScenarioSpec => {
  const { raw, paths } = merge(reading, all, root, name, []);
  const path = (key: string): Path => paths.get(key) ?? [...root, name, key];
  const start = raw.start === undefined ? null : parseDay(raw.start);
  if (start === undefined)
    reading.problems.error('bad-date', reading.doc.spanOf(path('start')), `"${raw.start?.slice(0, 40)}" is not a date`, {
      label: 'write YYYY-MM-DD, a day that exists',
    });
  const requestsPerDay = readRequests(reading, raw.requests, raw.users, path('requests'));
  if (raw.requests === undefined)
    reading.problems.error(
      'missing-key',
      reading.doc.keySpanOf([...root, name]),
      `scenario "${name}" does not say how much traffic there is`,
      { label: 'add requests: 10k per day' },
    );
  return {
    name,
    at: reading.doc.keySpanOf([...root, name]),
    requestsPerDay,
    growth: readGrowth(reading, raw.growth, path('growth')),
    months: { value: raw.months ?? (raw.growth === undefined ? 1 : 12), stated: raw.months !== undefined },
    start: start ?? null,
    inputs: readInputs(reading, raw.inputs, path('inputs')),
  };
};

/** Returns the scenarios of a traffic map in file order. */
export const readTraffic = (reading: Reading, raw: RawTraffic, root: Path): readonly ScenarioSpec[] => {
  const names = Object.keys(raw);
  if (names.length === 0)
    reading.problems.error('missing-key', reading.doc.spanOf(root), 'no scenario is given', {
      label: 'add base: { requests: 10k per day }',
    });
  return names.map((name) => readScenario(reading, raw, root, name));
};

/** Returns the one scenario of `traffic: 10k per day`, or of no traffic at all: then only per-request figures exist. */
export const baseScenario = (reading: Reading, rate: number | string | undefined): ScenarioSpec => ({
  name: 'base',
  at: reading.doc.keySpanOf(rate === undefined ? [] : ['traffic']),
  requestsPerDay: readRequests(reading, rate, undefined, ['traffic']),
  growth: null,
  months: { value: 1, stated: false },
  start: null,
  inputs: new Map(),
});
