import type { Fate } from './chain.ts';
import { type Fixed, piecesOf } from './filling.ts';

/** More ways than this are not told apart, loops in loops together: each is a pass of its own. */
export const MOST_WAYS = 64;

type Fixing = { readonly weight: number; readonly fixed: Fixed };

/** A fate with the step whose items draw it anew, null where it is drawn once a request. */
type Owned = Fate & { readonly owner: number | null };

/** A way in which a body may go: how likely, and what it comes to then. */
export type Way<T> = { readonly weight: number; readonly passed: T };

/** Each combination of the points of some fates, with its probability; `exact` where no draw had to be put into strata. */
const fixings = (fates: readonly Fate[], most: number): { readonly all: readonly Fixing[]; readonly exact: boolean } => {
  const bySource = new Map<string, { readonly of: Fate['of']; readonly cuts: number[] }>();
  for (const { source, of, cuts } of fates) {
    const known = bySource.get(source) ?? { of, cuts: [] };
    known.cuts.push(...cuts);
    bySource.set(source, known);
  }
  const strata = Math.max(4, Math.floor((most / 2) ** (1 / Math.max(1, bySource.size))));
  let all: readonly Fixing[] = [{ weight: 1, fixed: new Map() }];
  let exact = true;
  for (const [source, { of, cuts }] of bySource) {
    const pieces = { cuts, strata };
    const atoms = piecesOf(of, pieces);
    const room = all.length * atoms.weights.length <= most;
    exact &&= room && atoms.exact;
    if (!room) continue;
    all = all.flatMap(({ weight: before, fixed }) =>
      atoms.weights.map((weight, point) => ({ weight: before * weight, fixed: new Map([...fixed, [source, { point, pieces }] as const]) })),
    );
  }
  return { all, exact };
};

/**
 * The ways in which a body goes: one, unless a draw that stays the same through all of its passes decides whether some
 * prompt fits. Then each point of that draw is a way, since rounds that send the same prompt fit or fail together.
 */
export const waysOf = <T extends { readonly fates: readonly Owned[]; readonly exact: boolean }>(
  pass: (fixed: Fixed, room: number) => T,
  fixed: Fixed,
  owner: number | null,
  room: number,
): readonly Way<T>[] => {
  const first = pass(fixed, 1);
  const mine = first.fates.filter((fate) => fate.owner === owner && !fixed.has(fate.source));
  if (mine.length === 0) return [{ weight: 1, passed: first.fates.length === 0 || room === 1 ? first : pass(fixed, room) }];
  const { all, exact } = fixings(mine, room);
  const left = Math.max(1, Math.floor(room / all.length));
  return all.map((way) => {
    const passed = pass(new Map([...fixed, ...way.fixed]), left);
    return { weight: way.weight, passed: { ...passed, exact: passed.exact && exact } };
  });
};
