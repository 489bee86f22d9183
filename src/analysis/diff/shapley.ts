import { streamOf, uniformAt } from '../../stats/random.ts';

/** A sum over figures: of steps, of standing costs, of a time. All vectors of one game are equally long. */
export type Vector = readonly number[];

/** How a change is split: for each player its vector; `exact` where all orders were taken into account. */
export type Split = { readonly shares: readonly Vector[]; readonly exact: boolean; readonly orders: number };

/** Thirteen players have 8,192 coalitions, seven 128: beyond this many some orders stand for all. */
const MOST_EXACT = 7;
/** Orders that stand for all, half of them the other half backwards. */
const SAMPLED = 40;

const minus = (a: Vector, b: Vector): Vector => a.map((value, index) => value - (b[index] ?? 0));

const add = (into: number[], vector: Vector, times: number): void => {
  for (const [index, value] of vector.entries()) into[index] = (into[index] ?? 0) + times * value;
};

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

const bit = (player: number): number => 1 << player;

const sizeOf = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + sizeOf(mask >> 1));

/** Every player's mean contribution over all orders: the weight of a coalition of s among n is s! (n − s − 1)! ÷ n!. */
const exactly = (players: number, value: (mask: number) => Vector): readonly Vector[] => {
  const shares = Array.from({ length: players }, (): number[] => value(0).map(() => 0));
  for (let mask = 0; mask < 1 << players; mask++) {
    const size = sizeOf(mask);
    if (size === players) continue;
    const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
    for (const [player, share] of shares.entries())
      if ((mask & bit(player)) === 0) add(share, minus(value(mask | bit(player)), value(mask)), weight);
  }
  return shares;
};

const ordersOf = (players: number): readonly (readonly number[])[] => {
  const stream = streamOf(1, 'orders of causes');
  const drawn = Array.from({ length: SAMPLED / 2 }, (_, order) => {
    const ranks = Array.from({ length: players }, (__, player) => uniformAt(stream, order, player));
    return ranks.map((_rank, player) => player).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  });
  return drawn.flatMap((order) => [order, order.toReversed()]);
};

const sampled = (players: number, value: (mask: number) => Vector): readonly Vector[] => {
  const shares = Array.from({ length: players }, (): number[] => value(0).map(() => 0));
  for (const order of ordersOf(players)) {
    let mask = 0;
    for (const player of order) {
      add(shares[player] ?? [], minus(value(mask | bit(player)), value(mask)), 1 / SAMPLED);
      mask |= bit(player);
    }
  }
  return shares;
};

/** Puts what rounding leaves over to the greatest share, so that the shares sum to the whole to the last digit that matters. */
const settled = (shares: readonly Vector[], whole: Vector): readonly Vector[] => {
  const corrected = shares.map((share) => [...share]);
  for (const [index, total] of whole.entries()) {
    const rest = total - corrected.reduce((sum, share) => sum + (share[index] ?? 0), 0);
    const greatest = corrected.reduce((most, share) => (Math.abs(share[index] ?? 0) > Math.abs(most[index] ?? 0) ? share : most));
    greatest[index] = (greatest[index] ?? 0) + rest;
  }
  return corrected;
};

/** The coalitions that a split asks for. */
const asked = (players: number): readonly number[] => {
  if (players <= MOST_EXACT) return Array.from({ length: 1 << players }, (_, mask) => mask);
  const reached = ordersOf(players).flatMap((order) => {
    let mask = 0;
    return order.map((player) => (mask |= bit(player)));
  });
  return [...new Set([0, ...reached])];
};

/**
 * Returns the Shapley value of each player: its mean contribution over all orders in which players can join (Shapley 1953), so
 * that the shares sum to `value(all) − value(none)` and what several do together is shared evenly. With more than seven players
 * forty orders stand for all of them; the sum holds all the same. `value` takes a bit a player; where it has none for a coalition,
 * that one is returned instead.
 */
export const shapley = (players: number, value: (mask: number) => Vector | null): Split | { readonly unfit: number } => {
  if (players === 0) return { shares: [], exact: true, orders: 0 };
  const known = new Map<number, Vector>();
  for (const mask of asked(players)) {
    const found = value(mask);
    if (found === null) return { unfit: mask };
    known.set(mask, found);
  }
  const once = (mask: number): Vector => known.get(mask) ?? [];
  const exact = players <= MOST_EXACT;
  const shares = exact ? exactly(players, once) : sampled(players, once);
  const whole = minus(once(2 ** players - 1), once(0));
  return { shares: settled(shares, whole), exact, orders: exact ? factorial(players) : SAMPLED };
};
