import type { Span } from '../diagnostics/source.ts';
import { burstOf, type DailyRate, dailyRate, daysOf, dayToDay, hourWeights, weekdayWeights } from '../usage/days.ts';
import { inlineText, writtenNumber } from '../usage/fit/written.ts';
import { sessionsOf } from '../usage/sessions.ts';
import type { Spec, Stated } from '../workflow/spec.ts';
import { DAYS_PER_MONTH } from '../workflow/traffic/period.ts';
import type { ScenarioSpec, StatedNumber, VolumeSpec } from '../workflow/traffic/spec.ts';
import { utcOffsetMinutes } from '../workflow/traffic/zone.ts';
import type { Observed } from './observed.ts';
import { fittedNumber, fittedQuantity, type Place, type Proposal, statedMean } from './proposal.ts';

const MS_PER_DAY = 86_400_000;
const MS_PER_QUARTER = 900_000;

/** Returns moments on the clock of a scenario's zone; its offset is looked up once a quarter of an hour. */
export const onClock = (momentsMs: readonly number[], { timezone }: ScenarioSpec): readonly number[] => {
  if (timezone === null) return momentsMs;
  const offsets = new Map<number, number>();
  return momentsMs.map((moment) => {
    const quarter = Math.floor(moment / MS_PER_QUARTER);
    const known = offsets.get(quarter) ?? utcOffsetMinutes(timezone.name, quarter * MS_PER_QUARTER) * 60_000;
    offsets.set(quarter, known);
    return moment + known;
  });
};

/** `9.4k to 10.6k per day`; a number where days are too few to say how sure it is. */
const rateText = ({ perDay, interval }: DailyRate, times: number, period: string): string => {
  const shown = (value: number): number | string => writtenNumber(value * times, 'count');
  const ends = interval === null || shown(interval.low) === shown(interval.high) ? null : interval;
  return `${ends === null ? shown(perDay) : `${shown(ends.low)} to ${shown(ends.high)}`} per ${period}`;
};

const asStated = (number: StatedNumber | null): Stated | null =>
  number && {
    quantity: { kind: 'random', of: { kind: 'constant', value: number.value } },
    at: number.at,
    text: number.text,
    unit: 'share',
  };

const heldVolume = ({ scale, volume }: ScenarioSpec): string | null => {
  if (volume?.kind === 'by_month') return 'its volume is stated by month';
  if (scale.length > 0) return 'its volume is scaled';
  return volume?.kind === 'rate' && volume.users !== null && statedMean(volume.users) === null ? 'its users are not a plain number' : null;
};

const perDayBefore = (volume: VolumeSpec | null): number | null => {
  if (volume?.kind !== 'rate') return null;
  const [rate, users] = [statedMean(volume.stated), volume.users === null ? 1 : statedMean(volume.users)];
  return rate === null || users === null ? null : rate * users * volume.periodsPerDay;
};

const fittedVolume = (
  scenario: ScenarioSpec,
  momentsMs: readonly number[],
  place: (key: string) => Omit<Place, 'unit' | 'stated'>,
): Proposal | null => {
  const { volume } = scenario;
  const key = volume?.per === 'session' ? 'sessions' : 'requests';
  const rate = dailyRate(daysOf(momentsMs));
  if (momentsMs.length === 0) return null;
  const users = volume?.kind === 'rate' && volume.users !== null ? statedMean(volume.users) : null;
  const stated = volume?.kind === 'rate' ? volume.stated : null;
  const where: Place = { ...place(key), unit: 'count', stated };
  const span = ((momentsMs.at(-1) ?? 0) - (momentsMs[0] ?? 0)) / MS_PER_DAY;
  const fallback: DailyRate = { perDay: span === 0 ? 0 : momentsMs.length / span, interval: null, days: 0 };
  const { perDay, interval, days } = rate ?? fallback;
  const text =
    users === null
      ? rateText({ perDay, interval, days }, 1, 'day')
      : rateText({ perDay, interval, days }, DAYS_PER_MONTH / users, 'user per month');
  const left = heldVolume(scenario) ?? (rate === null ? 'the logs cover no whole day' : null);
  const proposal = fittedNumber(where, { after: text, observed: perDay, interval, records: momentsMs.length }, left);
  return { ...proposal, meanBefore: perDayBefore(volume), note: rate === null ? null : `${days} whole ${days === 1 ? 'day' : 'days'}` };
};

/** What an author wrote at a place, on one line. */
const writtenAt = ({ file, start, end }: Span): string => file.text.slice(start, end).replaceAll(/\s+/g, ' ').trim();

const fittedShape = (
  scenario: ScenarioSpec,
  momentsMs: readonly number[],
  place: (key: string) => Omit<Place, 'unit' | 'stated'>,
): Proposal | null => {
  const [hours, weekdays] = [hourWeights(momentsMs), weekdayWeights(daysOf(momentsMs))];
  if (hours === null && weekdays === null) return null;
  const weights = (list: readonly number[] | null): readonly (number | string)[] | undefined =>
    list?.map((weight) => writtenNumber(weight, 'count'));
  const raw = { ...(hours && { hours: weights(hours) }), ...(weekdays && { weekdays: weights(weekdays) }) };
  const busiest = Math.max(...(hours ?? [1])) * Math.max(...(weekdays ?? [1]));
  const proposal = fittedNumber(
    { ...place('shape'), unit: 'factor', stated: null },
    { after: inlineText(raw), observed: busiest, interval: null, records: momentsMs.length },
  );
  const before = scenario.shape;
  const flat = before === null ? 1 : Math.max(...before.hours);
  return { ...proposal, before: before && writtenAt(before.at), meanBefore: flat, note: 'the busiest hour over the mean' };
};

const fittedSpread = (
  scenario: ScenarioSpec,
  momentsMs: readonly number[],
  place: (key: string) => Omit<Place, 'unit' | 'stated'>,
): readonly Proposal[] => {
  const days = daysOf(momentsMs);
  const [daily, minutes] = [dayToDay(days), burstOf(momentsMs)];
  const share = (key: string, stated: StatedNumber | null, value: number, records: number, note: string): Proposal => ({
    ...fittedNumber(
      { ...place(key), unit: 'share', stated: asStated(stated) },
      { after: String(writtenNumber(value, 'share')), observed: value, interval: null, records },
    ),
    note,
  });
  return [
    ...(daily === null ? [] : [share('day_to_day', scenario.dayToDay, daily, momentsMs.length, `${days.counts.length} days`)]),
    ...(minutes === null ? [] : [share('burst', scenario.burst, minutes.burst, momentsMs.length, `${minutes.hours} busy hours`)]),
  ];
};

/** Beyond so many times as much, or as little, the logs are of another situation than the scenario. */
const ANOTHER = 3;

/** Why the traffic of a scenario that nobody has named is left alone: a pilot's logs must not become the launch. */
const ofAnother = (volume: Proposal | null): string | null => {
  const { observed = 0, meanBefore = null } = volume ?? {};
  const ratio = meanBefore === null || meanBefore === 0 ? 1 : observed / meanBefore;
  return ratio > ANOTHER || ratio < 1 / ANOTHER ? 'the logs are of another size: name their scenario with --scenario' : null;
};

/**
 * Returns what the logs say of a scenario's traffic: volume, hours and weekdays, how days and minutes differ. `chosen` is whether
 * there is no doubt that they are of this scenario.
 */
export const fittedTraffic = (scenario: ScenarioSpec, observed: Observed, chosen: boolean): readonly Proposal[] => {
  if (scenario.volume === null)
    return [fittedVolume(scenario, observed.startsMs, () => ({ what: 'traffic', path: ['traffic'] }))].filter((one) => one !== null);
  const place = (key: string): Omit<Place, 'unit' | 'stated'> => ({
    what: `${scenario.name}.${key}`,
    path: ['traffic', scenario.name, key],
  });
  const starts = scenario.volume.per === 'session' ? sessionsOf(observed.requests).startsMs : observed.startsMs;
  const clock = onClock(starts, scenario);
  const requests = onClock(observed.startsMs, scenario);
  const volume = fittedVolume(scenario, clock, place);
  const shape = fittedShape(scenario, requests, place);
  const all = [...(volume === null ? [] : [volume]), ...(shape === null ? [] : [shape]), ...fittedSpread(scenario, requests, place)];
  const another = chosen ? null : ofAnother(volume);
  return another === null ? all : all.map((proposal) => ({ ...proposal, after: null, left: proposal.left ?? another }));
};

/** Returns what the logs say of conversations: turns, and the time between the starts of two of them. */
export const fittedSessions = ({ session }: Spec, { requests }: Observed): readonly Proposal[] => {
  if (session === null) return [];
  const { turns, gapsMs } = sessionsOf(requests);
  return [
    fittedQuantity({ what: 'session.turns', path: ['session', 'turns'], unit: 'count', stated: session.turns }, turns),
    fittedQuantity({ what: 'session.gap', path: ['session', 'gap'], unit: 'duration', stated: session.gap }, gapsMs),
  ].filter((proposal) => proposal !== null);
};
