import type { Outcomes } from './asked.ts';
import { product } from './greatest.ts';

/** What was paid on the way, last first: a step's own dollars, or another way so many times. */
type Paid =
  | { readonly before: Paid; readonly step: number; readonly usd: number }
  | { readonly before: Paid; readonly times: number; readonly of: Paid }
  | null;

/** A way through a workflow: what happened that still matters, and what it costs. */
export type Path = {
  readonly outcomes: Outcomes;
  readonly usd: number;
  /** Without what has no ceiling, so that of two ways without end the dearer one is known. */
  readonly boundedUsd: number;
  readonly paid: Paid;
};

/** Returns a way that has cost nothing yet. */
export const pathFrom = (outcomes: Outcomes): Path => ({ outcomes, usd: 0, boundedUsd: 0, paid: null });

const finite = (usd: number): number => (usd === Infinity ? 0 : usd);

/** Returns a way on which a step is paid too. */
export const paying = (path: Path, step: number, usd: number): Path => ({
  ...path,
  usd: path.usd + usd,
  boundedUsd: path.boundedUsd + finite(usd),
  paid: { before: path.paid, step, usd },
});

/** Returns a way on which another one is paid so many times. */
export const payingTimes = (path: Path, times: number, of: Path): Path => ({
  ...path,
  usd: path.usd + product(times, of.usd),
  boundedUsd: path.boundedUsd + finite(product(times, of.boundedUsd)),
  paid: { before: path.paid, times, of: of.paid },
});

/** Returns a way on which some steps ended so. */
export const knowing = (path: Path, endings: readonly (readonly [number, string | null])[]): Path =>
  endings.length === 0 ? path : { ...path, outcomes: new Map([...path.outcomes, ...endings]) };

const dearer = (a: Path, b: Path): boolean => a.usd > b.usd || (a.usd === b.usd && a.boundedUsd > b.boundedUsd);

/** Returns the dearest of some ways, undefined of none. */
export const dearestPath = (paths: readonly Path[]): Path | undefined =>
  paths.reduce<Path | undefined>((dearest, path) => (dearest === undefined || dearer(path, dearest) ? path : dearest), undefined);

const keyOf = ({ outcomes }: Path): string =>
  [...outcomes]
    .sort(([a], [b]) => a - b)
    .map(([step, outcome]) => `${step}${outcome === null ? '' : `:${outcome}`}`)
    .join();

/** Of ways after which the same can follow, the dearest. */
const merged = (paths: readonly Path[]): readonly Path[] => {
  const kept = new Map<string, Path>();
  for (const path of paths) {
    const key = keyOf(path);
    const known = kept.get(key);
    if (known === undefined || dearer(path, known)) kept.set(key, path);
  }
  return [...kept.values()];
};

const without = (path: Path, forgotten: (step: number) => boolean): Path =>
  [...path.outcomes.keys()].some(forgotten)
    ? { ...path, outcomes: new Map([...path.outcomes].filter(([step]) => !forgotten(step))) }
    : path;

/** More ways side by side are not told apart. */
const MOST_PATHS = 256;

/**
 * Returns the ways that can still become the dearest: what `matters` to no later step is forgotten, and of equal ways the dearest
 * stays. Where more than 256 are left, the oldest outcome is forgotten: it may then have been any, which never costs less.
 */
export const worthKeeping = (paths: readonly Path[], matters: (step: number) => boolean): readonly Path[] => {
  let kept = merged(paths.map((path) => without(path, (step) => !matters(step))));
  while (kept.length > MOST_PATHS) {
    const oldest = kept[0]?.outcomes.keys().next().value;
    kept = merged(kept.map((path) => without(path, (step) => step === oldest)));
  }
  return kept;
};

/** Adds what was paid on a way to the dollars of each step, so many times. */
export const addPaid = (paid: Paid, times: number, usd: number[]): void => {
  for (let at = paid; at !== null; at = at.before) {
    if ('step' in at) usd[at.step] = (usd[at.step] ?? 0) + product(times, at.usd);
    else addPaid(at.of, product(times, at.times), usd);
  }
};
