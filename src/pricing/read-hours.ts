import { visibleWithin } from '../diagnostics/escape.ts';
import type { Path } from '../yaml/read.ts';
import { MINUTES_PER_DAY, minutesOfWeek } from './hours.ts';
import { priceFactor, type Reading } from './reading.ts';
import type { RawHours } from './shape.ts';
import type { HourPrice } from './table.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Days of a text such as `mon-fri` or `sat, sun`; `fri-mon` goes over the end of the week. */
const daysOf = (text: string): readonly boolean[] | undefined => {
  const days = DAYS.map(() => false);
  for (const part of text.toLowerCase().split(',')) {
    const [first = '', last = first, ...more] = part.split('-').map((name) => name.trim());
    const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    if (from === -1 || to === -1 || more.length > 0) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days[day] = true;
      if (day === to) break;
    }
  }
  return days;
};

const SPAN = /^(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})$/;

const minuteOf = (hour: string | undefined, minute: string | undefined): number | undefined => {
  const [hours, minutes] = [Number(hour), Number(minute)];
  return minutes < 60 && hours * 60 + minutes <= MINUTES_PER_DAY ? hours * 60 + minutes : undefined;
};

const minutesOf = (text: string): readonly [number, number] | undefined => {
  const match = SPAN.exec(text.trim());
  if (match === null) return undefined;
  const [from, until] = [minuteOf(match[1], match[2]), minuteOf(match[3], match[4])];
  if (from === undefined || until === undefined || from === until || from === MINUTES_PER_DAY) return undefined;
  return [from, until < from ? until + MINUTES_PER_DAY : until];
};

const readHour = (reading: Reading, raw: RawHours, path: Path): HourPrice | undefined => {
  const minutes = minutesOf(raw.utc);
  const days = daysOf(raw.days ?? 'mon-sun');
  const factor = priceFactor(reading, raw.factor, [...path, 'factor']);
  const wrong = (key: string, text: string, what: string, label: string): undefined =>
    reading.problems.error('bad-value', reading.doc.spanOf([...path, key]), `"${visibleWithin(text, 40)}" is ${what}`, { label });
  if (minutes === undefined) wrong('utc', raw.utc, 'no stretch of the day', 'write "01:00-04:00"; 24:00 is the end of the day');
  if (days === undefined) wrong('days', raw.days ?? '', 'no list of days', 'write mon-fri, or sat, sun');
  return minutes && days && { fromMinute: minutes[0], untilMinute: minutes[1], days, factor };
};

/** Returns the time-of-day prices of a row; of two that overlap, no one could say which holds. */
export const readHours = (reading: Reading, raw: readonly RawHours[], path: Path): readonly HourPrice[] => {
  const hours = raw.map((entry, index) => readHour(reading, entry, [...path, index]));
  const sound = hours.filter((hour) => hour !== undefined);
  if (sound.length < hours.length) return sound;
  const clashes = new Set<number>();
  minutesOfWeek(sound, (_, index) => clashes.add(index));
  for (const index of clashes) {
    reading.problems.error('bad-value', reading.doc.spanOf([...path, index, 'utc']), 'two time-of-day prices overlap', {
      label: 'end one where the other begins',
    });
  }
  return sound;
};
