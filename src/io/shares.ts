/** What all threads that do a work know of it: how many parts each stage has, and how many threads there are. */
export type Shares = {
  /** Parts are numbered through; those of a stage are begun before those of the next. */
  readonly stages: readonly number[];
  readonly seats: number;
  /** How many parts are taken of each share: a row of `seats` for each stage. Shared memory. */
  readonly taken: Int32Array;
};

/** Returns shares of which nothing is taken. */
export const sharesOf = (stages: readonly number[], seats: number): Shares => ({
  ...{ stages, seats },
  taken: new Int32Array(new SharedArrayBuffer(4 * stages.length * seats)),
});

/**
 * Takes a part for the thread of a seat: of its own share, the same stretch of every stage, then of those of others; null where
 * nothing is left. So a thread that has made something ready in one stage has it at hand in the next.
 */
export const takePart = ({ stages, seats, taken }: Shares, seat: number): number | null => {
  let before = 0;
  for (const [stage, count] of stages.entries()) {
    for (let other = 0; other < seats; other++) {
      const share = (seat + other) % seats;
      const [first, end] = [Math.floor((count * share) / seats), Math.floor((count * (share + 1)) / seats)];
      const at = stage * seats + share;
      if (Atomics.load(taken, at) >= end - first) continue;
      const part = first + Atomics.add(taken, at, 1);
      if (part < end) return before + part;
    }
    before += count;
  }
  return null;
};
