import { liveOf } from './entries.ts';
import type { Program } from './program.ts';
import { playMany } from './session.ts';

/** Requests that are played first to learn what they send: of a single future, and of all futures together. */
const LEAST_PILOT = 256;
const MOST_PILOT = 2048;

/** Run numbers of pilots: below 0, where draws are spread evenly. */
const PILOT_RUN = -(2 ** 20);

const MS_PER_HOUR = 3_600_000;
const HOURS_PER_DAY = 24;

/** Returns whether it must be known how much traffic there is: others keep a cache warm, or extras are free up to a number a month. */
export const dependsOnVolume = ({ entries, extras, plan }: Program): boolean =>
  plan.traffic !== null && (entries.some(({ forAll }) => forAll) || extras.some(({ freePerMonth }) => freePerMonth > 0));

/** What a request does on average: the share of them that send each entry, and the units that they use of each extra. */
export type Habits = { readonly sends: Float64Array; readonly units: Float64Array };

/** Plays requests in which nothing is found from others; returns what they do. */
const pilot = (program: Program, from: number, requests: number): Habits => {
  const { entries, warmth, sent, play, feeUnits } = program;
  const senders = new Float64Array(entries.length);
  warmth.fill(0);
  feeUnits.fill(0);
  const played = playMany(program, from, requests, {
    request: () => {
      for (const { index } of entries) if (sent.wasSent(index, play.ending.wallMs)) senders[index] = (senders[index] ?? 0) + 1;
    },
    whole: () => undefined,
  });
  return { sends: senders.map((count) => count / played), units: feeUnits.map((units) => units / played) };
};

/** Returns the habits of a program's requests, learnt from a pilot. */
export const habitsOf = (program: Program, requests: number): Habits =>
  pilot(program, PILOT_RUN, Math.min(MOST_PILOT, Math.max(LEAST_PILOT, requests)));

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
 * Returns the habits of the requests of several futures, from a small pilot in each: what a future's own few requests leave
 * open is told by those of the others.
 */
export const habitsIn = (programs: readonly Program[], values: readonly (readonly number[])[]): readonly Habits[] => {
  const requests = Math.ceil(MOST_PILOT / programs.length);
  const pilots = programs.map((program, at) => pilot(program, PILOT_RUN + at * MOST_PILOT, requests));
  const unknowns = (values[0] ?? []).map((_, unknown) => values.map((own) => own[unknown] ?? 0));
  const lines = (pick: (habits: Habits) => Float64Array): readonly (readonly number[])[] =>
    Array.from(pick(pilots[0] as Habits), (_, figure) =>
      smoothed(
        pilots.map((one) => pick(one)[figure] ?? 0),
        unknowns,
      ),
    );
  const [sends, units] = [lines((one) => one.sends), lines((one) => one.units)];
  return programs.map((_, at) => ({
    sends: Float64Array.from(sends, (line) => Math.min(1, Math.max(0, line[at] ?? 0))),
    units: Float64Array.from(units, (line) => Math.max(0, line[at] ?? 0)),
  }));
};

/**
 * Sets how warm others keep each entry of a program: λ·TTL, λ being the requests of the mean hour times the share of them that
 * send it; for how long each of those keeps it; and what is left to pay for a unit of each extra once the free ones of the month are taken off.
 */
export const warm = (program: Program, { sends, units }: Habits, requestsPerHour: number): void => {
  const { plan, entries, warmth, storedHours, extras, feeUsd } = program;
  for (const entry of entries) {
    const sendsPerHour = entry.forAll ? requestsPerHour * (sends[entry.index] ?? 0) : 0;
    const kept = (sendsPerHour * entry.ttlMs) / MS_PER_HOUR;
    warmth[entry.index] = kept;
    storedHours[entry.index] = sendsPerHour === 0 || !entry.stored ? 0 : liveOf(entry, kept, plan.traffic?.hours ?? []) / sendsPerHour;
  }
  const requestsPerMonth = requestsPerHour * HOURS_PER_DAY * (plan.months[0]?.days ?? 0);
  for (const [index, { usd, freePerMonth }] of extras.entries()) {
    const used = (units[index] ?? 0) * requestsPerMonth;
    feeUsd[index] = used === 0 ? usd : (usd * Math.max(0, used - freePerMonth)) / used;
  }
};
