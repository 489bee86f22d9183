import { type Program, turnsIn } from './program.ts';

/** Requests of one future in a row, from a run number on. */
export type Stretch = { readonly future: number; readonly from: number; readonly requests: number };

/** A stretch of some requests, and behind it the first run that is left. */
type Cut = { readonly stretch: Stretch; readonly next: number };

/** Whole sessions until there are so many requests; they may be a few more. */
const cut = ({ session }: Program, future: number, from: number, requests: number): Cut => {
  if (session === null) return { stretch: { future, from, requests }, next: from + requests };
  let [run, turns] = [from, 0];
  while (turns < requests) turns += turnsIn(session, run++);
  return { stretch: { future, from, requests: turns }, next: run };
};

/**
 * Returns so many requests of a future, or as many more as its last session takes, in stretches of about `most`. They depend on the
 * runs alone, never on who plays them. `program` is that of the future, asked for where there is something to cut.
 */
export const stretchesOf = (program: () => Program, { future, from, requests }: Stretch, most: number): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let [run, left] = [from, requests];
  while (left > most) {
    const { stretch, next } = cut(program(), future, run, most);
    stretches.push(stretch);
    run = next;
    left -= stretch.requests;
  }
  return left > 0 ? [...stretches, { future, from: run, requests: left }] : stretches;
};

/** Returns stretches in groups of about as many requests, at most `most` where there are several: what one thread plays in one piece. */
export const grouped = (stretches: readonly Stretch[], most: number): readonly (readonly Stretch[])[] => {
  const groups: Stretch[][] = [];
  let room = 0;
  for (const stretch of stretches) {
    room -= stretch.requests;
    if (room >= 0) groups.at(-1)?.push(stretch);
    else {
      groups.push([stretch]);
      room = most - stretch.requests;
    }
  }
  return groups;
};
