import type { Entry } from './fields.ts';
import type { EntryReader, Format } from './format.ts';
import { formatOf } from './formats.ts';
import { type Found, inputTokens, outputTokens, type UsageRecord } from './record.ts';

/** A record of a log that belongs to a step, or to none. What could tell steps apart is not kept. */
export type StepRecord = Omit<UsageRecord, 'labels' | 'id'> & { readonly step: string | null };

/** What one file had in it. */
export type LogFile = {
  readonly name: string;
  /** Null where it could not be told. */
  readonly format: Format | null;
  readonly records: number;
  readonly duplicates: number;
  /** What was passed over, and how often. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly bad: number;
  /** The first of those, with their places. */
  readonly badPlaces: readonly { readonly line: number; readonly why: string }[];
  /** What was seen where the format could not be told: names of formats that fit, or fields. */
  readonly seen: readonly string[];
};

/** What some logs hold together, in the order of time. */
export type UsageLog = {
  readonly files: readonly LogFile[];
  readonly records: readonly StepRecord[];
  /** Values of fields that name something, of records without a step, by field: what a step could be told by. */
  readonly untold: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Whether records were left out because there were too many. */
  readonly cut: boolean;
};

const MOST_RECORDS = 2_000_000;
const MOST_BAD = 5;
/** Entries that are looked at for a format: transcripts begin with lines of other kinds. */
const MOST_UNTOLD = 200;
/** Fields that hold names and never what was said. */
const NAMING =
  /^(?:name|parent|step|route|endpoint|operation|promptName|traceName|model_group|app_name|request_tags\.\d+|traceTags\.\d+|gen_ai\.(?:prompt|agent)\.name)$/;
const MOST_VALUES = 200;

type State = { -readonly [Key in keyof LogFile]: LogFile[Key] } & {
  skipped: Map<string, number>;
  badPlaces: { line: number; why: string }[];
};

const sizeOf = ({ tokens }: { readonly tokens: Found['tokens'] }): number =>
  tokens === null ? 0 : inputTokens(tokens) + outputTokens(tokens);

/** Takes the entries of logs one after the other and turns them into records, each call once. */
export class LogReading {
  readonly #stepOf: (found: Found) => string | null;
  readonly #files: State[] = [];
  readonly #records: StepRecord[] = [];
  readonly #known = new Map<string, number>();
  readonly #words = new Map<string, string>();
  readonly #untold = new Map<string, Map<string, number>>();
  #waiting: { readonly line: number; readonly entry: Entry }[] = [];
  #reader: EntryReader | null = null;
  #cut = false;

  constructor(stepOf: (found: Found) => string | null) {
    this.#stepOf = stepOf;
  }

  /** Begins the next file. */
  begin(name: string): void {
    this.#files.push({ name, format: null, records: 0, duplicates: 0, skipped: new Map(), bad: 0, badPlaces: [], seen: [] });
    this.#waiting = [];
    this.#reader = null;
  }

  /** Ends the file: what no format was found for is passed over. */
  end(): void {
    const file = this.#file;
    if (file.format !== null || this.#waiting.length === 0) return;
    if (file.seen.length === 0) file.seen = Object.keys(this.#waiting[0]?.entry ?? {}).slice(0, 12);
    file.skipped.set('records of no known format', this.#waiting.length);
    this.#waiting = [];
  }

  bad(line: number, why: string): void {
    const file = this.#file;
    file.bad++;
    if (file.badPlaces.length < MOST_BAD) file.badPlaces.push({ line, why });
  }

  take(line: number, entry: Entry): void {
    if (this.#reader === null) this.#meet(line, entry);
    else this.#read(this.#reader, line, entry);
  }

  /** Looks at an entry for the format of its file; once that is known, what was held back is read too. */
  #meet(line: number, entry: Entry): void {
    const file = this.#file;
    const format = formatOf(entry);
    if (format === null || Array.isArray(format)) {
      if (Array.isArray(format)) file.seen = format.map(({ name }) => name);
      if (this.#waiting.length < MOST_UNTOLD) this.#waiting.push({ line, entry });
      else file.skipped.set('records of no known format', (file.skipped.get('records of no known format') ?? 0) + 1);
      return;
    }
    file.format = format as Format;
    this.#reader = file.format.reader();
    for (const held of this.#waiting.splice(0)) this.#read(this.#reader, held.line, held.entry);
    this.#read(this.#reader, line, entry);
  }

  result(): UsageLog {
    const records = this.#records.sort((a, b) => a.atMs - b.atMs || a.file - b.file || a.line - b.line);
    return { files: this.#files, records, untold: this.#untold, cut: this.#cut };
  }

  get #file(): State {
    const file = this.#files.at(-1);
    if (file === undefined) throw new Error('no file was begun');
    return file;
  }

  #read(reader: EntryReader, line: number, entry: Entry): void {
    const reading = reader(entry);
    if ('bad' in reading) this.bad(line, reading.bad);
    else if ('skipped' in reading) this.#file.skipped.set(reading.skipped, (this.#file.skipped.get(reading.skipped) ?? 0) + 1);
    else for (const found of reading.found) this.#keep(found, line);
  }

  /** One string for equal ones: a log repeats the names of its models a million times. */
  #word<Word extends string | null>(word: Word): Word {
    if (word === null) return word;
    const known = this.#words.get(word);
    if (known === undefined) this.#words.set(word, word);
    return (known ?? word) as Word;
  }

  #keep({ labels, ...found }: Found, line: number): void {
    const file = this.#file;
    const step = this.#stepOf({ ...found, labels });
    // Key by key: records of one shape take half the room and time.
    const record: StepRecord = {
      file: this.#files.length - 1,
      line,
      step,
      atMs: found.atMs,
      untilMs: found.untilMs,
      calls: found.calls,
      model: this.#word(found.model),
      provider: this.#word(found.provider),
      request: found.request,
      session: found.session,
      tokens: found.tokens,
      cacheKnown: found.cacheKnown,
      latencyMs: found.latencyMs,
      firstTokenMs: found.firstTokenMs,
      failed: found.failed,
      reused: found.reused,
      costUsd: found.costUsd,
      tier: this.#word(found.tier),
    };
    const key = this.#keyOf(found);
    const known = key === null ? undefined : this.#known.get(key);
    if (known !== undefined) {
      file.duplicates++;
      const before = this.#records[known];
      if (before !== undefined && sizeOf(record) > sizeOf(before)) this.#records[known] = { ...record, atMs: before.atMs };
      return;
    }
    if (this.#records.length >= MOST_RECORDS) {
      this.#cut = true;
      return;
    }
    if (key !== null) this.#known.set(key, this.#records.length);
    file.records++;
    this.#records.push(record);
    if (step === null) this.#remember(labels);
  }

  /** Own tables may number things that are not calls: there only what is the same in all is the same call. */
  #keyOf({ id, atMs, model, tokens }: Omit<Found, 'labels'>): string | null {
    if (id === null) return null;
    const { format } = this.#file;
    return format?.name === 'plain' ? JSON.stringify([id, atMs, model, tokens]) : `${format?.name} ${id}`;
  }

  #remember(labels: ReadonlyMap<string, string>): void {
    for (const [field, value] of labels) {
      if (!NAMING.test(field)) continue;
      const values = this.#untold.get(field) ?? new Map<string, number>();
      this.#untold.set(field, values);
      if (values.has(value) || values.size < MOST_VALUES) values.set(value, (values.get(value) ?? 0) + 1);
    }
  }
}
