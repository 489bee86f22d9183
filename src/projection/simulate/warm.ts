import { liveOf } from './entries.ts';
import type { Habits } from './pilots.ts';
import type { Program } from './program.ts';

const MS_PER_HOUR = 3_600_000;
const HOURS_PER_DAY = 24;

/** Returns whether it must be known how much traffic there is: others keep a cache warm, or extras are free up to a number a month. */
export const dependsOnVolume = ({ entries, extras, plan }: Program): boolean =>
  plan.traffic !== null && (entries.some(({ forAll }) => forAll) || extras.some(({ freePerMonth }) => freePerMonth > 0));

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
