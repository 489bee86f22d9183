import { visibleWithin } from '../../diagnostics/escape.ts';
import { nextMonth, parseDay } from '../../pricing/day.ts';
import type { RawQuantity } from '../../quantity/shape.ts';
import type { Path } from '../../yaml/read.ts';
import { type Reading, stated, statedRate } from '../reading.ts';
import type { Merged } from './extend.ts';
import { periodsPerDay, VOLUME_PERIODS } from './period.ts';
import type { VolumeSpec } from './spec.ts';

const MOST_MONTHS = 120;

type Per = VolumeSpec['per'];

const KEYS = { request: 'requests', session: 'sessions' } as const satisfies Record<Per, string>;

const readRate = (reading: Reading, { raw, path }: Merged, per: Per, text: number | string): VolumeSpec | null => {
  const key = KEYS[per];
  const rate = statedRate(reading, text, 'count', VOLUME_PERIODS, path(key));
  if (rate === null) return null;
  const perUser = rate.per === 'user per month';
  if (perUser !== (raw.users !== undefined))
    reading.problems.error(
      'missing-key',
      reading.doc.spanOf(path(key)),
      perUser ? `${key} per user need the number of users` : `with \`users\`, ${key} are per user`,
      { label: perUser ? 'add users: 2000' : 'write "… per user per month", or remove `users`' },
    );
  const users = stated(reading, raw.users, 'count', path('users'));
  return { kind: 'rate', per, stated: rate.stated, periodsPerDay: periodsPerDay(rate.per), users };
};

type MonthVolume = Extract<VolumeSpec, { kind: 'by_month' }>['months'][number];

const readMonth = (reading: Reading, month: string, quantity: RawQuantity, path: Path): MonthVolume | undefined => {
  const from = parseDay(`${month}-01`);
  if (from === undefined)
    return reading.problems.error('bad-date', reading.doc.keySpanOf(path), `"${visibleWithin(month, 40)}" is not a month`, {
      label: 'write YYYY-MM',
      help: ['a map gives the total of each month: { 2027-01: 40k, 2027-02: 55k }; a rate is a text: 8k to 15k per day'],
    });
  const total = stated(reading, quantity, 'count', path);
  return total === null ? undefined : { from, total };
};

/** Keys that say which months there are, or what changes from one to the next: a map of months says so itself. */
const BESIDE = { start: 'the first month of the map is the first', growth: 'the totals themselves grow', months: 'the map has its months' };

const checkBeside = (reading: Reading, { raw, path }: Merged, key: string): void => {
  for (const [other, why] of Object.entries(BESIDE)) {
    if (raw[other as keyof typeof BESIDE] === undefined) continue;
    reading.problems.error('ambiguous', reading.doc.keySpanOf(path(other)), `"${other}" does not go with ${key} by month`, {
      label: `remove it: ${why}`,
    });
  }
  if (raw.users !== undefined)
    reading.problems.error('ambiguous', reading.doc.keySpanOf(path('users')), `"users" does not go with ${key} by month`, {
      label: 'remove it: a month has its total',
    });
};

const readByMonth = (reading: Reading, merged: Merged, per: Per, raw: Readonly<Record<string, RawQuantity>>): VolumeSpec | null => {
  const key = KEYS[per];
  const path = merged.path(key);
  checkBeside(reading, merged, key);
  const entries = Object.entries(raw);
  if (entries.length === 0)
    return (
      reading.problems.error('missing-key', reading.doc.spanOf(path), 'no month is given', { label: 'write { 2027-01: 40k }' }) ?? null
    );
  if (entries.length > MOST_MONTHS)
    reading.problems.error('limit', reading.doc.keySpanOf(path), `more than ${MOST_MONTHS} months`, { label: 'at most 120 months' });
  const read = entries.map(([month, quantity]) => readMonth(reading, month, quantity, [...path, month]));
  if (!read.every((month) => month !== undefined)) return null;
  for (const [index, [month]] of entries.entries()) {
    const before = read[index - 1];
    if (before === undefined || nextMonth(before.from) === read[index]?.from) continue;
    reading.problems.error('bad-date', reading.doc.keySpanOf([...path, month]), `${month} does not follow ${entries[index - 1]?.[0]}`, {
      label: 'months stand in order, without a gap',
    });
  }
  return { kind: 'by_month', per, at: reading.doc.spanOf(path), months: read };
};

/** Returns how many requests or sessions a scenario has, or null after reporting what is wrong with it. */
export const readVolume = (reading: Reading, merged: Merged, hasSessions: boolean): VolumeSpec | null => {
  const { raw, path, name } = merged;
  if (raw.requests !== undefined && raw.sessions !== undefined)
    return (
      reading.problems.error('ambiguous', reading.doc.keySpanOf(path('sessions')), `scenario "${name}" has requests and sessions`, {
        label: 'keep one: requests = sessions × mean turns',
      }) ?? null
    );
  const per: Per = raw.sessions === undefined ? 'request' : 'session';
  const volume = raw.sessions ?? raw.requests;
  if (volume === undefined)
    return (
      reading.problems.error('missing-key', merged.at, `scenario "${name}" does not say how much traffic there is`, {
        label: 'add requests: 10k per day',
      }) ?? null
    );
  if (per === 'session' && !hasSessions)
    reading.problems.error('missing-key', reading.doc.keySpanOf(path('sessions')), 'the workflow does not say what a session is', {
      label: 'write requests: …, or add `session: { turns: … }` to the workflow',
    });
  return typeof volume === 'object' ? readByMonth(reading, merged, per, volume) : readRate(reading, merged, per, volume);
};
