import type { Program } from './program.ts';
import { playMany } from './session.ts';
import type { Stretch } from './stretches.ts';

/** Requests that are played first to learn what they send: of a single future, and of all futures together. */
const LEAST_PILOT = 256;
const MOST_PILOT = 2048;

/** Run numbers of pilots: below 0, where draws are spread evenly. */
const PILOT_RUN = -(2 ** 20);

/** What a request does on average: the share of them that send each entry, and the units that they use of each extra. */
export type Habits = { readonly sends: Float64Array; readonly units: Float64Array };

/** What is played first: one pilot for all futures that differ in their traffic alone, else a small one in each. */
export const pilotsFor = (plans: number, runs: number): readonly Stretch[] => {
  const requests = plans === 1 ? Math.min(MOST_PILOT, Math.max(LEAST_PILOT, runs)) : Math.ceil(MOST_PILOT / plans);
  return Array.from({ length: plans }, (_, future) => ({ future, from: PILOT_RUN + future * MOST_PILOT, requests }));
};

/** What a pilot counts, as all programs of a job have it: entries of caches and priced extras. */
export type Counted = { readonly entries: number; readonly extras: number };

export const countedIn = ({ entries, extras }: Program): Counted => ({ entries: entries.length, extras: extras.length });

/** Plays requests in which nothing is found from others; returns how many, of them those that send each entry, and units of each extra. */
export const pilot = (program: Program, { from, requests }: Stretch): Float64Array => {
  const { entries, extras, warmth, sent, play, feeUnits } = program;
  const seen = new Float64Array(1 + entries.length + extras.length);
  warmth.fill(0);
  feeUnits.fill(0);
  seen[0] = playMany(program, from, requests, {
    request: () => {
      for (const { index } of entries) if (sent.wasSent(index, play.ending.wallMs)) seen[1 + index] = (seen[1 + index] ?? 0) + 1;
    },
    whole: () => undefined,
  });
  seen.set(feeUnits.subarray(0, extras.length), 1 + entries.length);
  return seen;
};

/** Returns the habits of requests that some pilots have played. */
export const habitsOf = (pilots: readonly Float64Array[], { entries }: Counted): Habits => {
  const [first = new Float64Array(1)] = pilots;
  const means = first.map((_, at) => pilots.reduce((sum, seen) => sum + (seen[at] ?? 0), 0));
  const played = means[0] ?? 0;
  const habits = means.subarray(1).map((sum) => sum / played);
  return { sends: habits.subarray(0, entries), units: habits.subarray(entries) };
};

const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;

/** The straight line through what was seen in some futures, as it runs over each unknown; the unknowns are spread independently. */
const smoothed = (seen: readonly number[], unknowns: readonly (readonly number[])[]): readonly number[] => {
  const middle = meanOf(seen);
  const lines = unknowns.map((values) => {
    const centre = meanOf(values);
    const spread = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    const together = values.reduce((sum, value, at) => sum + (value - centre) * ((seen[at] ?? 0) - middle), 0);
    return { values, centre, slope: spread === 0 ? 0 : together / spread };
  });
  return seen.map((_, at) => lines.reduce((sum, { values, centre, slope }) => sum + slope * ((values[at] ?? 0) - centre), middle));
};

/**
 * Returns the habits of the requests of several futures, from those that a small pilot in each has shown: what a future's own few
 * requests leave open is told by those of the others. `values` are the unknowns of each future.
 */
export const habitsAcross = (shown: readonly Habits[], values: readonly (readonly number[])[]): readonly Habits[] => {
  const unknowns = (values[0] ?? []).map((_, unknown) => values.map((own) => own[unknown] ?? 0));
  const lines = (pick: (habits: Habits) => Float64Array): readonly (readonly number[])[] =>
    Array.from(pick(shown[0] as Habits), (_, figure) =>
      smoothed(
        shown.map((one) => pick(one)[figure] ?? 0),
        unknowns,
      ),
    );
  const [sends, units] = [lines((one) => one.sends), lines((one) => one.units)];
  return shown.map((_, at) => ({
    sends: Float64Array.from(sends, (line) => Math.min(1, Math.max(0, line[at] ?? 0))),
    units: Float64Array.from(units, (line) => Math.max(0, line[at] ?? 0)),
  }));
};
