import { Readable } from 'node:stream';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { bytesOf } from './blocks.ts';
import { whyOf } from './confined.ts';
import { piped } from './piped.ts';

/** A map at a place of a log, or why what stands there is none. */
export type LogEntry = { readonly line: number } & ({ readonly entry: Readonly<Record<string, unknown>> } | { readonly bad: string });

/** A line holds one call, or the spans of some; what is longer is no log. */
const LONGEST_LINE = 16 << 20;
/** A document is read whole; logs of more calls stand a call a line. */
const MOST_DOCUMENT_BYTES = 256 << 20;
/** What is enough to tell JSON Lines, a document and a table apart. */
const HEAD = 1 << 16;

/** Blocks of a file, unpacked where they begin as gzip does. */
async function* unpacked(path: string): AsyncGenerator<Uint8Array> {
  const blocks = bytesOf(path);
  const first = await blocks.next();
  if (first.done) return;
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield Uint8Array.from(first.value);
    for await (const block of blocks) yield Uint8Array.from(block);
  };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* whole();
  else {
    const { createGunzip } = await import('node:zlib');
    yield* piped(Readable.from(whole()), createGunzip()) as AsyncIterable<Buffer>;
  }
}

async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const block of unpacked(path)) yield decoder.decode(block, { stream: true });
  yield decoder.decode();
}

/** Lines of a text; null for one that is too long to be kept. */
async function* linesOf(blocks: AsyncIterable<string>): AsyncGenerator<string | null> {
  let parts: string[] = [];
  let length = 0;
  const ended = (): string | null => {
    const line = length > LONGEST_LINE ? null : parts.join('');
    parts = [];
    length = 0;
    return line;
  };
  for await (const block of blocks) {
    let from = 0;
    for (let end = block.indexOf('\n'); end !== -1; end = block.indexOf('\n', from)) {
      length += end - from;
      parts.push(block.slice(from, end));
      from = end + 1;
      yield ended();
    }
    length += block.length - from;
    if (length <= LONGEST_LINE) parts.push(block.slice(from));
    else parts = [];
  }
  if (length > 0) yield ended();
}

const entryOf = (value: unknown, line: number): LogEntry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { line, entry: value as Readonly<Record<string, unknown>> }
    : { line, bad: 'not a record' };

const parsed = (text: string, line: number): LogEntry => {
  try {
    return entryOf(JSON.parse(text), line);
  } catch {
    return { line, bad: 'not JSON' };
  }
};

async function* jsonLines(blocks: AsyncIterable<string>): AsyncGenerator<LogEntry> {
  let line = 0;
  for await (const text of linesOf(blocks)) {
    line++;
    if (text === null) yield { line, bad: `longer than ${LONGEST_LINE >> 20} MiB` };
    else if (text.trim() !== '') yield parsed(text, line);
  }
}

/** A document, or each item of a list; items are numbered as lines would be. */
async function* json(blocks: AsyncIterable<string>): AsyncGenerator<LogEntry> {
  const parts: string[] = [];
  let length = 0;
  for await (const block of blocks) {
    parts.push(block);
    length += block.length;
    if (length > MOST_DOCUMENT_BYTES) return yield { line: 1, bad: `a document longer than ${MOST_DOCUMENT_BYTES >> 20} MiB` };
  }
  let value: unknown;
  try {
    value = JSON.parse(parts.join(''));
  } catch {
    return yield { line: 1, bad: 'not JSON' };
  }
  if (!Array.isArray(value)) return yield entryOf(value, 1);
  for (const [index, item] of value.entries()) yield entryOf(item, index + 1);
}

const delimiterOf = (head: string): string => {
  const header = head.split('\n', 1)[0] ?? '';
  return [',', '\t', ';'].map((sign) => ({ sign, times: header.split(sign).length })).sort((a, b) => b.times - a.times)[0]?.sign ?? ',';
};

const rowOf = (header: readonly string[], record: readonly string[]): Readonly<Record<string, unknown>> => {
  const row = Object.create(null) as Record<string, unknown>;
  for (const [index, name] of header.entries()) if (record[index] !== undefined && record[index] !== '') row[name] = record[index];
  return row;
};

async function* table(blocks: AsyncIterable<string>, delimiter: string): AsyncGenerator<LogEntry> {
  const { parse } = await import('csv-parse');
  const skipped: LogEntry[] = [];
  const options = {
    delimiter,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    relax_column_count: true,
    relax_quotes: true,
  } as const;
  const rows = piped(
    Readable.from(blocks),
    parse({
      ...options,
      max_record_size: LONGEST_LINE,
      on_skip: (error) => void skipped.push({ line: Number(error?.['lines'] ?? 0), bad: 'not a row of this table' }),
    }),
  );
  let header: readonly string[] | undefined;
  let line = 1;
  for await (const { record, info } of rows as AsyncIterable<{ record: readonly string[]; info: { lines: number } }>) {
    yield* skipped.splice(0);
    if (header === undefined) header = record.map((name) => name.trim());
    else yield { line, entry: rowOf(header, record) };
    line = info.lines + 1;
  }
  yield* skipped;
}

/** What has been taken from a text, and what comes behind it. */
const joined = async function* (head: readonly string[], rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield* head;
  yield* rest;
};

const startsWithRecord = (head: string): boolean => {
  const end = head.indexOf('\n');
  return end !== -1 && 'entry' in parsed(head.slice(0, end), 1);
};

async function* entriesIn(path: string): AsyncGenerator<LogEntry> {
  const blocks = textOf(path);
  const taken: string[] = [];
  for (let length = 0; length < HEAD; length += taken.at(-1)?.length ?? 0) {
    const next = await blocks.next();
    if (next.done) break;
    taken.push(next.value);
  }
  const head = taken.join('').trimStart();
  if (head === '') return;
  const all = joined(taken, blocks);
  if (head.startsWith('[')) yield* json(all);
  else if (!head.startsWith('{')) yield* table(all, delimiterOf(head));
  else if (startsWithRecord(head) || (head.length >= HEAD && !head.includes('\n'))) yield* jsonLines(all);
  else yield* json(all);
}

/**
 * Yields the records of a log as they stand there: JSON Lines, JSON or a table, found by what the file begins with, gzip unpacked. Lines
 * are read one after the other; what is no record is yielded with what is wrong with it. A file that cannot be read is reported.
 */
export async function* logEntries(file: string, path: string, problems: Problems): AsyncGenerator<LogEntry> {
  try {
    yield* entriesIn(path);
  } catch (thrown) {
    const { code } = thrown as { readonly code?: string };
    if (code === undefined || !/^(?:E|Z_|CSV_|ERR_)/.test(code)) throw thrown;
    const why = code.startsWith('Z_') ? 'it is no whole gzip file' : code.startsWith('CSV_') ? 'it is no table' : whyOf(thrown);
    problems.error('file-unreadable', null, `"${visibleWithin(file, 100)}" cannot be read: ${why}`);
  }
}
