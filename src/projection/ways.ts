import type { Fate, Offer } from './chain.ts';
import { type Fixed, piecesOf } from './filling.ts';
import type { OwnedFate } from './scope-state.ts';
import type { Sums } from './sums.ts';

/** What one pass through a scope comes to. A scope is the workflow, or the body of a loop. */
export type Passed = {
  readonly sums: Sums;
  readonly failed: number;
  /** What its last step hands on, given that the pass succeeds; shares sum to less than 1 where it may have no answer. */
  readonly offers: readonly Offer[];
  /** The same for every step inside, by index. */
  readonly inside: ReadonlyMap<number, readonly Offer[]>;
  readonly exact: boolean;
  readonly fates: readonly OwnedFate[];
};

/** A way in which a loop's body may go: how likely for an item, and what a pass comes to then. */
type Way = { readonly weight: number; readonly passed: Passed };

/** More ways than this are not told apart, loops in loops together: each is a pass of its own. */
export const MOST_WAYS = 64;

type Fixing = { readonly weight: number; readonly fixed: Fixed };

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
export const waysOf = (pass: (fixed: Fixed, room: number) => Passed, fixed: Fixed, owner: number | null, room: number): readonly Way[] => {
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
