import type { Span } from '../../diagnostics/source.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Path } from '../../yaml/read.ts';
import type { Reading } from '../reading.ts';
import type { RawScenario, RawTraffic } from './shape.ts';

/** A scenario with all that it extends, and where each of its keys stands. */
export type Merged = {
  readonly name: string;
  readonly at: Span;
  readonly raw: RawScenario;
  /** Of a key, or of an entry of `inputs` or `assumptions`: where the scenario that states it has it. */
  readonly path: (...keys: readonly string[]) => Path;
};

/** A scenario's own keys and where they stand. */
type Own = { readonly raw: RawScenario; readonly path: Path };

/** Returns a scenario after all that it extends, the last one extended first; a cycle or an unknown name is reported. */
const chainOf = (reading: Reading, all: RawTraffic, root: Path, name: string, seen: readonly string[]): readonly Own[] => {
  const raw = all[name] ?? {};
  const own: Own = { raw, path: [...root, name] };
  const parent = raw.extends;
  if (parent === undefined) return [own];
  const at = reading.doc.spanOf([...own.path, 'extends']);
  if (!Object.hasOwn(all, parent)) {
    reading.problems.error('unknown-name', at, `no scenario is called "${parent.slice(0, 60)}"`, {
      label: didYouMean(parent, Object.keys(all)),
    });
    return [own];
  }
  if (parent === name || seen.includes(parent)) {
    reading.problems.error('cycle', at, `scenarios extend each other: ${[...seen, name, parent].join(' → ')}`, {
      label: 'one of them must stand alone',
    });
    return [own];
  }
  return [...chainOf(reading, all, root, parent, [...seen, name]), own];
};

/**
 * What a scenario with a volume of its own does not take over: the other volume, users unless its rate is per user, and
 * what does not go with totals by month.
 */
const leftBehind = ({ requests, sessions }: RawScenario): readonly (keyof RawScenario)[] => {
  const own = requests ?? sessions;
  if (own === undefined) return [];
  if (typeof own === 'object') return ['requests', 'sessions', 'users', 'start', 'growth', 'months'];
  return /\bper\s+user\b/.test(String(own)) ? ['requests', 'sessions'] : ['requests', 'sessions', 'users'];
};

/** SPEC 12: maps are replaced whole, but these entry by entry. */
const BY_ENTRY = ['inputs', 'assumptions'] as const;

/** Returns a scenario with all that it extends. */
export const extended = (reading: Reading, all: RawTraffic, root: Path, name: string): Merged => {
  let raw: RawScenario = {};
  let paths = new Map<string, Path>();
  for (const own of chainOf(reading, all, root, name, [])) {
    const left: readonly string[] = leftBehind(own.raw);
    const kept = Object.fromEntries(Object.entries(raw).filter(([key]) => !left.includes(key)));
    const entries = BY_ENTRY.filter((key) => own.raw[key] !== undefined).map((key) => [key, { ...raw[key], ...own.raw[key] }]);
    raw = { ...kept, ...own.raw, ...Object.fromEntries(entries) };
    paths = new Map([...paths, ...Object.keys(own.raw).map((key) => [key, [...own.path, key]] as const)]);
    for (const key of BY_ENTRY)
      for (const entry of Object.keys(own.raw[key] ?? {})) paths.set(`${key}.${entry}`, [...own.path, key, entry]);
  }
  const base = [...root, name];
  return {
    name,
    at: reading.doc.keySpanOf(base),
    raw,
    path: (...keys) => paths.get(keys.join('.')) ?? [...base, ...keys],
  };
};
