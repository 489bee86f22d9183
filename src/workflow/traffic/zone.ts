import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Reading } from '../reading.ts';
import type { Named } from '../spec.ts';

const MS_PER_MINUTE = 60_000;

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** A zone's clock, or null where no such zone is known. Making one takes longer than a thousand readings. */
const clockOf = (zone: string): Intl.DateTimeFormat | null => {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let clock: Intl.DateTimeFormat | null = null;
  try {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    if (/^[A-Za-z]/.test(zone))
      clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', hourCycle: 'h23', ...numeric });
  } catch {
    // RangeError: no such zone.
  }
  clocks.set(zone, clock);
  return clock;
};

/** Returns the time zone that is written at a place, or null after reporting one that does not exist. */
export const readZone = (reading: Reading, raw: string | undefined, at: Named['at']): Named | null => {
  if (raw === undefined) return null;
  if (clockOf(raw) !== null) return { name: raw, at };
  const guess = didYouMean(raw, Intl.supportedValuesOf('timeZone'));
  reading.problems.error('unknown-name', at, `"${raw.slice(0, 60)}" is no time zone`, {
    label: guess === '' ? 'write an IANA name such as Europe/Berlin' : guess,
  });
  return null;
};

/**
 * Returns how many minutes a zone's clocks are ahead of UTC at a moment: 60 for Europe/Berlin on a winter day, 120 in
 * summer. The moment is in milliseconds since 1970.
 */
export const utcOffsetMinutes = (zone: string, moment: number): number => {
  const clock = clockOf(zone);
  if (clock === null) return 0;
  const parts = new Map(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - moment) / MS_PER_MINUTE);
};
