import { type Cause, idsOf, joined } from './causes.ts';
import { type Split, shapley, type Vector } from './shapley.ts';

/** What a hybrid comes to that has some edits of the head; null where it does not fit together. */
export type Valued = (ids: ReadonlySet<string>) => Vector | null;

/** The causes of a change with what each moves; their shares sum to `all − none`. */
export type Attribution = {
  readonly causes: readonly Cause[];
  readonly split: Split;
  readonly none: Vector;
  readonly all: Vector;
};

const equal = (a: Vector | null, b: Vector | null): boolean =>
  a !== null && b !== null && a.every((value, index) => Object.is(value, b[index]));

const membersOf = (causes: readonly Cause[], mask: number): readonly Cause[] => causes.filter((_, index) => (mask & (1 << index)) !== 0);

type Worth = (causes: readonly Cause[]) => Vector | null;

/** Remembers what each set of edits comes to: hybrids are asked for again after causes are joined. */
const remembering = (worthOf: Valued): Worth => {
  const known = new Map<string, Vector | null>();
  return (causes) => {
    const ids = [...idsOf(causes)].sort();
    const key = JSON.stringify(ids);
    const found = known.has(key) ? (known.get(key) ?? null) : worthOf(new Set(ids));
    known.set(key, found);
    return found;
  };
};

/** Joins the cause that does not fit by itself with one that it needs. */
const withoutUnfit = (causes: readonly Cause[], mask: number, value: Worth): readonly Cause[] => {
  const inside = membersOf(causes, mask);
  const outside = causes.filter((cause) => !inside.includes(cause));
  const a = inside.find((one) => value(inside.filter((cause) => cause !== one)) !== null) ?? inside[0];
  const b = outside.find((one) => value([...inside, one]) !== null) ?? outside[0];
  if (a === undefined || b === undefined) return causes;
  return causes.flatMap((cause) => (cause === b ? [] : cause === a ? [joined(a, b)] : [cause]));
};

const idleAmong = (causes: readonly Cause[], value: Worth): readonly Cause[] => {
  const [none, all] = [value([]), value(causes)];
  const still = causes.filter((cause) => equal(value([cause]), none) && equal(value(causes.filter((one) => one !== cause)), all));
  return equal(value(still), none) ? still : [];
};

/** Returns the causes that move nothing, neither alone nor as the last one; none where they move something together. */
export const idleCauses = (causes: readonly Cause[], worthOf: Valued): readonly Cause[] => idleAmong(causes, remembering(worthOf));

/**
 * Returns how a change splits over its causes. Causes that do not fit without each other (a prompt that names a new step) become
 * one; null where base or head cannot be computed.
 */
export const attribute = (causes: readonly Cause[], worthOf: Valued): Attribution | null => {
  const value = remembering(worthOf);
  const [none, all] = [value([]), value(causes)];
  if (none === null || all === null) return null;
  const still = idleAmong(causes, value);
  let live: readonly Cause[] = causes.filter((cause) => !still.includes(cause));
  for (;;) {
    const players = live;
    const split = shapley(players.length, (mask) => value(membersOf(players, mask)));
    if (!('unfit' in split)) {
      const nothing = still.map(() => none.map(() => 0));
      return { causes: [...live, ...still], split: { ...split, shares: [...split.shares, ...nothing] }, none, all };
    }
    live = withoutUnfit(live, split.unfit, value);
  }
};
