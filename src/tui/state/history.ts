/** Values that can be undone and redone, newest last. */
export type History<T> = { readonly past: readonly T[]; readonly now: T; readonly future: readonly T[] };

/** More steps back than anyone takes; memory stays flat. */
const MOST = 200;

/** Returns a history that begins with a value. */
export const begun = <T>(now: T): History<T> => ({ past: [], now, future: [] });

/** Returns the history with a new value; what was undone is gone. */
export const changed = <T>({ past, now }: History<T>, next: T): History<T> => ({
  past: [...past, now].slice(-MOST),
  now: next,
  future: [],
});

/** Returns the history one step back, the same one where there is none. */
export const undone = <T>(history: History<T>): History<T> => {
  const { past, now, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), now: before, future: [now, ...future] };
};

/** Returns the history one step forward, the same one where there is none. */
export const redone = <T>(history: History<T>): History<T> => {
  const { past, now, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, now], now: next, future: rest };
};
