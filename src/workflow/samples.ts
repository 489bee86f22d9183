import { CsvError, parse } from 'csv-parse/sync';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { nearest } from '../diagnostics/suggest.ts';

type Records = { readonly file: SourceFile; readonly field: string | null; readonly problems: Problems; readonly at: Span };

const ending = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

const lineSpan = (file: SourceFile, line: number): Span => {
  const start = file.lineStarts[line] ?? 0;
  const text = file.text.slice(start, file.lineStarts[line + 1] ?? file.text.length).trimEnd();
  return { file, start, end: start + Math.max(1, Math.min(text.length, 80)) };
};

/** Follows a dotted field through a record; own properties only. */
const fieldOf = (record: unknown, field: string): unknown => {
  if (typeof record === 'object' && record !== null && Object.hasOwn(record, field)) return (record as Record<string, unknown>)[field];
  return field
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined),
      record,
    );
};

const textOf = (records: Records, record: unknown, span: Span): string | undefined => {
  const { field, problems } = records;
  const value = field === null ? record : fieldOf(record, field);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const keys = typeof record === 'object' && record !== null ? Object.keys(record) : [];
  if (field === null)
    return problems.error('no-samples', records.at, `"${records.file.name}" holds records, not texts`, {
      label: `add field: ${keys[0] ?? 'name'}`,
    });
  const guess = nearest(field, keys)[0];
  return problems.error('no-samples', span, `this record has no text in "${field}"`, {
    label: guess !== undefined && guess !== field ? `did you mean "${guess}"?` : '',
    help: keys.length > 0 ? [`its fields: ${keys.slice(0, 8).join(', ')}`] : [],
  });
};

const jsonLines = (records: Records): readonly (string | undefined)[] =>
  records.file.text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const span = lineSpan(records.file, index);
    try {
      return [textOf(records, JSON.parse(line), span)];
    } catch {
      return [records.problems.error('no-samples', span, `line ${index + 1} is not JSON`, { label: 'one JSON value a line' })];
    }
  });

const jsonArray = (records: Records): readonly (string | undefined)[] => {
  const whole: Span = { file: records.file, start: 0, end: 0 };
  let value: unknown;
  try {
    value = JSON.parse(records.file.text);
  } catch {
    return [records.problems.error('no-samples', whole, `"${records.file.name}" is not JSON`)];
  }
  if (!Array.isArray(value))
    return [
      records.problems.error('no-samples', whole, `"${records.file.name}" is not a JSON array`, {
        help: ['samples are an array of texts or records'],
      }),
    ];
  return value.map((record) => textOf(records, record, whole));
};

const table = (records: Records, delimiter: string): readonly (string | undefined)[] => {
  const { file, field, problems, at } = records;
  if (field === null) return [problems.error('no-samples', at, `"${file.name}" is a table`, { label: 'add field: <column>' })];
  let rows: readonly (readonly string[])[];
  try {
    rows = parse(file.text, { delimiter, skip_empty_lines: true, relax_column_count: false });
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = 'lines' in thrown ? Number(thrown['lines']) : 1;
    return [
      problems.error('no-samples', lineSpan(file, line - 1), `line ${line} is not a row of this table`, {
        label: thrown.code.toLowerCase().replaceAll('_', ' '),
      }),
    ];
  }
  const [header = [], ...body] = rows;
  const column = header.indexOf(field);
  if (column === -1) {
    const guess = nearest(field, header)[0];
    return [
      problems.error('no-samples', at, `"${file.name}" has no column "${field}"`, {
        label: guess === undefined ? '' : `did you mean "${guess}"?`,
        help: [`its columns: ${header.slice(0, 12).join(', ')}`],
      }),
    ];
  }
  return body.map((row) => row[column] ?? '');
};

const textsOf = (records: Records): readonly (string | undefined)[] => {
  switch (ending(records.file.name)) {
    case 'jsonl':
    case 'ndjson':
      return records.file.text.trimStart().startsWith('[') ? jsonArray(records) : jsonLines(records);
    case 'json':
      return jsonArray(records);
    case 'csv':
      return table(records, ',');
    case 'tsv':
      return table(records, '\t');
    default:
      return [records.file.text];
  }
};

/**
 * Returns the sample texts of some files: a text file is one, JSON Lines one a line, CSV and TSV one a row, JSON one an
 * item of its array; `field` names the (dotted) field or column. Undefined after a problem; each is reported.
 */
export const sampleTexts = (
  files: readonly SourceFile[],
  field: string | null,
  at: Span,
  problems: Problems,
): readonly string[] | undefined => {
  const before = problems.list.length;
  const texts = files.flatMap((file) => textsOf({ file, field, problems, at }));
  if (problems.list.length > before) return undefined;
  if (texts.length === 0) {
    const names = files.map(({ name }) => name).join(', ');
    return problems.error('no-samples', at, `no sample in ${names === '' ? 'these files' : names}`, {
      label: 'the files are there, but hold no record',
    });
  }
  return texts.map((text) => text ?? '');
};
