import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { bytesOf } from './blocks.ts';
import { whyOf } from './confined.ts';
import { piped } from './piped.ts';

/** A text, or a part of one: `ends` with its last part. Long files come in parts, records whole. */
export type TextPart = { readonly file: string; readonly line: number; readonly text: string; readonly ends: boolean };

/** What to read: a file as the user named it, `-` for standard input, and the field of its records. */
export type TextSource = { readonly file: string; readonly path: string; readonly field: string | null };

/** SPEC 11. */
const MOST_BYTES = 256 << 20;

const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

const ending = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** Decodes a file's bytes block by block; throws on what is not UTF-8. A leading byte-order mark is dropped. */
async function* blocksOf(path: string, watch: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of bytesOf(path)) {
    watch(bytes);
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

async function* linesOf(blocks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const block of blocks) {
    const lines = (rest + block).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Follows a dotted field through a record, a field of that very name first; own properties only. */
const fieldOf = (record: unknown, field: string): unknown => {
  const own = (at: unknown, key: string): unknown =>
    typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  return own(record, field) ?? field.split('.').reduce(own, record);
};

/** Reads the texts of one source; a record without a text is a problem, and the next one follows. */
class Reader {
  readonly #source: TextSource;
  readonly #problems: Problems;

  constructor(source: TextSource, problems: Problems) {
    this.#source = source;
    this.#problems = problems;
  }

  #record(record: unknown, line: number, place: string): TextPart | undefined {
    const { field, file } = this.#source;
    const value = field === null ? record : fieldOf(record, field);
    if (typeof value === 'string' || typeof value === 'number') return { file, line, text: String(value), ends: true };
    const fields = typeof record === 'object' && record !== null ? Object.entries(record) : [];
    const keys = fields.map(([key]) => key);
    if (field === null)
      return this.#problems.error('no-samples', null, `"${file}" holds records, not texts`, {
        help: [`add --field ${fields.find(([, of]) => typeof of === 'string')?.[0] ?? keys[0] ?? 'name'}`],
      });
    const [guess] = nearest(field, keys);
    return this.#problems.error('no-samples', null, `${place} has no text in "${field}"`, {
      help: [
        ...(guess === undefined ? [] : [`did you mean "${guess}"?`]),
        ...(keys.length === 0 ? [] : [`its fields: ${keys.slice(0, 8).join(', ')}`]),
      ],
    });
  }

  async *text(blocks: AsyncIterable<string>): AsyncGenerator<TextPart> {
    const { file } = this.#source;
    for await (const text of blocks) yield { file, line: 1, text, ends: false };
    yield { file, line: 1, text: '', ends: true };
  }

  async *jsonLines(blocks: AsyncIterable<string>): AsyncGenerator<TextPart> {
    let line = 0;
    for await (const text of linesOf(blocks)) {
      line++;
      if (text.trim() === '') continue;
      const place = `${this.#source.file}:${line}`;
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch {
        this.#problems.error('no-samples', null, `${place} is not JSON`, { help: ['one JSON value a line'] });
        continue;
      }
      const part = this.#record(record, line, place);
      if (part !== undefined) yield part;
    }
  }

  async *json(blocks: AsyncIterable<string>): AsyncGenerator<TextPart> {
    const { file } = this.#source;
    const parts: string[] = [];
    for await (const block of blocks) parts.push(block);
    let value: unknown;
    try {
      value = JSON.parse(parts.join(''));
    } catch {
      return this.#problems.error('no-samples', null, `"${file}" is not JSON`);
    }
    if (!Array.isArray(value))
      return this.#problems.error('no-samples', null, `"${file}" is not a JSON array`, {
        help: ['texts are an array of texts or records'],
      });
    for (const [index, record] of value.entries()) {
      const part = this.#record(record, index + 1, `item ${index + 1} of ${file}`);
      if (part !== undefined) yield part;
    }
  }

  async *table(blocks: AsyncIterable<string>, delimiter: string): AsyncGenerator<TextPart> {
    const { file, field } = this.#source;
    if (field === null) return this.#problems.error('no-samples', null, `"${file}" is a table`, { help: ['add --field <column>'] });
    const { parse } = await import('csv-parse');
    const rows = piped(Readable.from(blocks), parse({ delimiter, info: true, skip_empty_lines: true }));
    let column = -1;
    let header: readonly string[] | undefined;
    let line = 1;
    for await (const { record, info } of rows as AsyncIterable<{ record: readonly string[]; info: { lines: number } }>) {
      if (header === undefined) {
        header = record;
        column = header.indexOf(field);
        if (column === -1) {
          const [guess] = nearest(field, header);
          return this.#problems.error('no-samples', null, `"${file}" has no column "${field}"`, {
            help: [...(guess === undefined ? [] : [`did you mean "${guess}"?`]), `its columns: ${header.slice(0, 12).join(', ')}`],
          });
        }
      } else yield { file, line, text: record[column] ?? '', ends: true };
      line = info.lines + 1;
    }
  }
}

const partsOf = (source: TextSource, problems: Problems, blocks: AsyncIterable<string>): AsyncGenerator<TextPart> => {
  const reader = new Reader(source, problems);
  switch (source.path === '-' ? (source.field === null ? 'txt' : 'jsonl') : ending(source.file)) {
    case 'jsonl':
    case 'ndjson':
      return reader.jsonLines(blocks);
    case 'json':
      return source.field === null ? reader.text(blocks) : reader.json(blocks);
    case 'csv':
      return source.field === null ? reader.text(blocks) : reader.table(blocks, ',');
    case 'tsv':
      return source.field === null ? reader.text(blocks) : reader.table(blocks, '\t');
    default:
      return reader.text(blocks);
  }
};

/**
 * Yields the texts of a file: a text file is one, JSON Lines one a line, with a field also CSV and TSV one a row and JSON one an
 * item of its array; without one these count as the text that they are. Files are read block by block; what cannot be read is reported.
 */
export async function* textsOf(
  source: TextSource,
  problems: Problems,
  watch: (bytes: Uint8Array) => void,
  unlimited: boolean,
): AsyncGenerator<TextPart> {
  const { file, path } = source;
  try {
    if (path !== '-' && !unlimited && statSync(path).size > MOST_BYTES) {
      return problems.error('limit', null, `"${file}" is larger than ${MOST_BYTES >> 20} MiB`, {
        help: ['count some of its texts: --sample 1000'],
      });
    }
    yield* partsOf(source, problems, blocksOf(path, watch));
  } catch (thrown) {
    const { code, lines } = thrown as { readonly code?: string; readonly lines?: number };
    if (code?.startsWith('CSV_')) {
      const where = lines === undefined ? `"${file}"` : `${file}:${lines}`;
      problems.error('no-samples', null, `${where} is not a row of this table`, { help: [code.toLowerCase().replaceAll('_', ' ')] });
    } else if (code === NOT_UTF8) problems.error('encoding', null, `"${file}" is not UTF-8 text`, { help: ['save it as UTF-8'] });
    else if (code?.startsWith('E')) problems.error('file-unreadable', null, `"${file}" cannot be read: ${whyOf(thrown)}`);
    else throw thrown;
  }
}
