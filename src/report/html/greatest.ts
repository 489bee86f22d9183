/** More bars than these say less; the table behind them has them all. */
const MOST_BARS = 24;

/** Returns those of a list that a chart has room for: the greatest, in the order of the list. */
export const greatest = <T>(list: readonly T[], size: (one: T) => number): readonly T[] => {
  const kept = new Set([...list].sort((a, b) => size(b) - size(a)).slice(0, MOST_BARS));
  return list.filter((one) => kept.has(one));
};

/** Returns what a caption says of those that are not drawn. */
export const leftOut = (all: number, shown: number): string => (all > shown ? ` The ${shown} greatest of ${all} are drawn.` : '');
