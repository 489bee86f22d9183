import { CsvError, parse } from 'csv-parse/sync';
import { visibleWithin } from '../../diagnostics/escape.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import type { Path } from '../../yaml/read.ts';
import type { Reading } from '../reading.ts';
import { HOURS_PER_WEEK, overMean } from './hours.ts';
import { utcOffsetMinutes } from './zone.ts';

const MS_PER_HOUR = 3_600_000;

/** 1970-01-01 was a Thursday: Monday 0:00 of its week lies 72 hours before. */
const EPOCH_HOUR_OF_WEEK = 72;

/** Names that a column of timestamps goes by. */
const TIME_COLUMN = /^(?:.*[ _.-])?(?:timestamp|time|date|datetime|created|created_at|ts)(?:[ _.-].*)?$/i;

/** A moment in UTC, or the clock as it stood on the wall where the record names no zone. */
type Moment = { readonly ms: number; readonly local: boolean };

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Seconds from 2001 to 2286 have ten digits, milliseconds thirteen. */
const EPOCH = /^\d{10}(?:\d{3})?(?:\.\d+)?$/;

/** Returns the moment that a field states: ISO 8601, or seconds or milliseconds since 1970. */
const momentOf = (field: string): Moment | undefined => {
  const text = field.trim();
  if (EPOCH.test(text)) return { ms: Number(text) * (text.split('.')[0]?.length === 10 ? 1000 : 1), local: false };
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const local = match[1] === undefined;
  const zoned = match[1] === undefined || match[1] === 'Z' ? 'Z' : match[1].replace(/^(...):?(..)$/, '$1:$2');
  const plain = text.slice(0, match[1] === undefined ? undefined : text.length - match[1].length).trim();
  const [clock = '', fraction = ''] = plain.replace(' ', 'T').split(/[.,]/);
  // No engine reads more digits than milliseconds for certain, and an hour of the week needs none.
  const ms = Date.parse(`${clock.length === 16 ? `${clock}:00` : clock}${fraction === '' ? '' : '.000'}${zoned}`);
  return Number.isNaN(ms) ? undefined : { ms, local };
};

const hourOfWeek = (ms: number): number => {
  const hours = Math.floor(ms / MS_PER_HOUR) + EPOCH_HOUR_OF_WEEK;
  return ((hours % HOURS_PER_WEEK) + HOURS_PER_WEEK) % HOURS_PER_WEEK;
};

/** Hours of the week in a zone; its offset is looked up once a quarter of an hour, in which no zone's clocks change. */
const localHours = (zone: string): ((moment: Moment) => number) => {
  const offsets = new Map<number, number>();
  return ({ ms, local }) => {
    if (local) return hourOfWeek(ms);
    const quarter = Math.floor(ms / (MS_PER_HOUR / 4));
    const known = offsets.get(quarter);
    const minutes = known ?? utcOffsetMinutes(zone, quarter * (MS_PER_HOUR / 4));
    if (known === undefined) offsets.set(quarter, minutes);
    return hourOfWeek(ms + minutes * 60_000);
  };
};

const rowsOf = (reading: Reading, file: SourceFile, at: Span): readonly (readonly string[])[] | undefined => {
  try {
    return parse(file.text, { delimiter: /\.tsv$/i.test(file.name) ? '\t' : ',', skip_empty_lines: true, relax_column_count: false });
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = 'lines' in thrown ? Number(thrown['lines']) : 1;
    return reading.problems.error('no-samples', at, `line ${line} of "${visibleWithin(file.name, 60)}" is not a row of its table`, {
      label: thrown.code.toLowerCase().replaceAll('_', ' '),
    });
  }
};

/** The column that holds the timestamps: one called so, else the first whose first record is one. */
const timeColumn = (header: readonly string[], first: readonly string[]): number => {
  const holds = (column: number): boolean => momentOf(first[column] ?? '') !== undefined;
  const named = header.findIndex((name, column) => TIME_COLUMN.test(name.trim()) && holds(column));
  return named === -1 ? first.findIndex((_, column) => holds(column)) : named;
};

/** A file may begin with its first record: then no name stands above the timestamps. */
const momentsOf = (reading: Reading, file: SourceFile, at: Span): readonly Moment[] | undefined => {
  const rows = rowsOf(reading, file, at);
  if (rows === undefined) return undefined;
  const [header = [], second = []] = rows;
  const headless = timeColumn([], header) !== -1;
  const column = timeColumn(headless ? [] : header, headless ? header : second);
  const name = visibleWithin(file.name, 60);
  if (column === -1)
    return reading.problems.error('no-samples', at, `"${name}" has no column of timestamps`, {
      label: 'ISO 8601 (2026-11-02T09:30:00Z), or seconds or milliseconds since 1970',
    });
  const body = headless ? rows : rows.slice(1);
  const moments = body.map((row) => momentOf(row[column] ?? ''));
  const wrong = moments.indexOf(undefined);
  if (wrong !== -1)
    return reading.problems.error('no-samples', at, `record ${wrong + 1} of "${name}" has no timestamp`, {
      label: `column ${column + 1} holds the others`,
    });
  return moments.filter((moment) => moment !== undefined);
};

const traces = new WeakMap<SourceFile, readonly Moment[]>();

/** The timestamps of a file, read once however many scenarios have its shape. */
const knownMoments = (reading: Reading, file: SourceFile, at: Span): readonly Moment[] | undefined => {
  const moments = traces.get(file) ?? momentsOf(reading, file, at);
  if (moments !== undefined) traces.set(file, moments);
  return moments;
};

/** A trace of half an hour would have a week with all its requests in one hour. */
const checkSpan = (reading: Reading, moments: readonly Moment[], at: Span): void => {
  const hours = moments.map(({ ms }) => Math.floor(ms / MS_PER_HOUR));
  const span = hours.reduce((a, b) => Math.max(a, b), -Infinity) - hours.reduce((a, b) => Math.min(a, b), Infinity) + 1;
  if (span >= HOURS_PER_WEEK) return;
  const covered = span === 1 ? '1 hour' : `${span} hours`;
  reading.problems.warning('no-samples', at, `this trace covers ${covered} of a week: all other hours get no traffic`, {
    label: 'give whole weeks, or state `hours` and `weekdays`',
  });
};

/**
 * Returns the requests of a trace by hour of the week over their mean, in the hours of a zone. A timestamp without a zone
 * of its own stands in it already.
 */
export const readTrace = (reading: Reading, path: string, zone: string, where: Path): readonly number[] | undefined => {
  const at = reading.doc.spanOf(where);
  const files = reading.loader.matching([path], reading.doc.file, at);
  const moments = files?.map((file) => knownMoments(reading, file, at));
  if (moments === undefined || moments.includes(undefined)) return undefined;
  const all = moments.flatMap((list) => list ?? []);
  if (all.length === 0)
    return reading.problems.error('no-samples', at, `"${visibleWithin(path, 60)}" holds no record`, {
      label: 'give a trace with requests in it',
    });
  checkSpan(reading, all, at);
  const hourOf = localHours(zone);
  const counts = Array.from({ length: HOURS_PER_WEEK }, () => 0);
  for (const moment of all) {
    const hour = hourOf(moment);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return overMean(counts);
};
