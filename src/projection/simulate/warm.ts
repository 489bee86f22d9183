import type { Future } from './futures.ts';
import type { Program } from './program.ts';
import { playMany } from './session.ts';

/** Requests that are played first to learn what they send. */
const LEAST_PILOT = 256;
const MOST_PILOT = 8192;

/** Run numbers of pilots: none that the simulation itself uses. */
const PILOT_RUN = 2 ** 31;

const MS_PER_HOUR = 3_600_000;
const HOURS_PER_MONTH = 730;

/** Returns whether it must be known how much traffic there is: others keep a cache warm, or extras are free up to a number a month. */
export const dependsOnVolume = ({ entries, extras, plan }: Program): boolean =>
  plan.traffic !== null && (entries.some(({ forAll }) => forAll) || extras.some(({ freePerMonth }) => freePerMonth > 0));

/**
 * Sets how warm others keep each entry of a program: λ·TTL, λ being the requests of the mean hour times the share of them that
 * send it. That share, and the units of extras in a month, are learnt from a pilot that finds nothing from others.
 */
export const warm = (program: Program, { requestsPerHour }: Future, requests: number): void => {
  if (!dependsOnVolume(program) || requestsPerHour === 0) return;
  const { entries, warmth, sent, play, extras, feeUsd, feeUnits } = program;
  const senders = new Float64Array(entries.length);
  warmth.fill(0);
  feeUnits.fill(0);
  const played = playMany(program, PILOT_RUN, Math.min(MOST_PILOT, Math.max(LEAST_PILOT, requests)), {
    request: () => {
      for (const { index } of entries) if (sent.wasSent(index, play.ending.wallMs)) senders[index] = (senders[index] ?? 0) + 1;
    },
    whole: () => undefined,
  });
  for (const { index, ttlMs, forAll } of entries)
    if (forAll) warmth[index] = (requestsPerHour * ((senders[index] ?? 0) / played) * ttlMs) / MS_PER_HOUR;
  for (const [index, { usd, freePerMonth }] of extras.entries()) {
    const units = ((feeUnits[index] ?? 0) / played) * requestsPerHour * HOURS_PER_MONTH;
    feeUsd[index] = units === 0 ? usd : (usd * Math.max(0, units - freePerMonth)) / units;
  }
};
