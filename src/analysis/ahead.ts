/** So many are begun before one is finished: enough that no thread idles, few enough that memory stays small. */
const AHEAD = 4;

/** Returns what some items come to, in their order: each is begun a few items before it is finished, for threads to work on meanwhile. */
export const ahead = <T, R>(items: readonly T[], begin: (item: T) => () => R): readonly R[] => {
  const begun = items.slice(0, AHEAD).map(begin);
  return items.map((_, at) => {
    const finish = begun.shift() as () => R;
    const result = finish();
    if (at + AHEAD < items.length) begun.push(begin(items[at + AHEAD] as T));
    return result;
  });
};
