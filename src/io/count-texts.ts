import type { Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { EncodingName } from '../tokens/families.ts';
import { Reservoir } from '../tokens/reservoir.ts';
import { SampleSet, type TextPlace } from '../tokens/sample-set.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { bytesOf } from './blocks.ts';
import type { CountCache } from './count-cache.ts';
import { type Counting, countingFor } from './counting.ts';
import { type TextSource, textsOf } from './texts.ts';

/** What to count, and how. */
export type CountRequest = {
  readonly sources: readonly TextSource[];
  readonly counters: ReadonlyMap<EncodingName, Tokenizer>;
  /** How many texts to draw and count, and by which seed; null for all of them. */
  readonly sample: { readonly size: number; readonly seed: number } | null;
  /** What was counted before, asked for where a file is long enough, and the version that counts; null to count anew. */
  readonly cache: { readonly counts: () => Promise<CountCache>; readonly version: string } | null;
  /** Whether to say the hash of each file. */
  readonly hashed: boolean;
  /** Told now and then how many bytes were read. */
  readonly progress: (bytes: number) => void;
};

/** The counts of some texts, how many there were to draw from, and the SHA-256 of each file in hex where that was asked for. */
export type CountedTexts = { readonly set: SampleSet; readonly of: number; readonly hashes: readonly (string | null)[] };

type Kept = { readonly counts: CountCache; readonly keyOf: (hash: string) => string };

/** Smaller files are counted sooner than looked up. */
const LEAST_CACHED = 1 << 16;
/** Less is counted in two seconds or so by one thread, in half the memory. */
const LEAST_THREADED = 64 << 20;

const sizeOf = ({ path }: TextSource): number => (path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));

/** Hashes what is read of a file, where someone wants to know; what hashes is loaded only then. */
const hasherIf = async (wanted: boolean): Promise<Hash | null> => (wanted ? (await import('node:crypto')).createHash('sha256') : null);

const hashOfFile = async (path: string): Promise<string> => {
  const hash = await hasherIf(true);
  for await (const bytes of bytesOf(path)) hash?.update(bytes);
  return hash?.digest('hex') ?? '';
};

/** Returns the counts that were kept, and under which name those of a content are; null for a file that is not worth it. */
const keptFor = async ({ counters, cache }: CountRequest, source: TextSource): Promise<Kept | null> => {
  // A vocabulary of a project's own may change under the same name.
  if (cache === null || sizeOf(source) < LEAST_CACHED || [...counters.keys()].some((name) => name.startsWith('own '))) return null;
  const { cacheKey } = await import('./count-cache.ts');
  const how = [cache.version, source.field, source.file.slice(source.file.lastIndexOf('.')), ...counters.keys()];
  return { counts: await cache.counts(), keyOf: (hash) => cacheKey(hash, how) };
};

/** Counts the texts of one file, and returns its hash; the rows are kept under the hash of the bytes that were read for them. */
const countFile = async (
  request: CountRequest,
  file: number,
  counting: Counting,
  watch: (bytes: number) => void,
  problems: Problems,
): Promise<string | null> => {
  const source = request.sources[file];
  if (source === undefined) return null;
  const kept = await keptFor(request, source);
  if (kept !== null) {
    const hash = await hashOfFile(source.path);
    const known = kept.counts.get(kept.keyOf(hash));
    if (known !== undefined && counting.set.append(file, known)) return hash;
  }
  const first = counting.set.size;
  const before = problems.list.length;
  const hash = await hasherIf(request.hashed || kept !== null);
  const seen = (bytes: Uint8Array): void => {
    hash?.update(bytes);
    watch(bytes.length);
  };
  for await (const { line, text, ends } of textsOf(source, problems, seen, false)) await counting.part({ file, line }, text, ends);
  const digest = hash?.digest('hex') ?? null;
  if (kept === null || digest === null || problems.list.length > before) return digest;
  await counting.settle();
  kept.counts.put(kept.keyOf(digest), counting.set.rowsFrom(first));
  return digest;
};

type Whole = { readonly place: TextPlace; readonly text: string };

const drawFrom = async (request: CountRequest, size: number, seed: number, watch: (bytes: number) => void, problems: Problems) => {
  const drawn = new Reservoir<Whole>(size, seed);
  const hashes: (string | null)[] = [];
  for (const [file, source] of request.sources.entries()) {
    let parts: string[] = [];
    const hash = await hasherIf(request.hashed);
    const seen = (bytes: Uint8Array): void => {
      hash?.update(bytes);
      watch(bytes.length);
    };
    for await (const { line, text, ends } of textsOf(source, problems, seen, true)) {
      parts.push(text);
      if (!ends) continue;
      drawn.offer({ place: { file, line }, text: parts.join('') });
      parts = [];
    }
    hashes.push(hash?.digest('hex') ?? null);
  }
  return { drawn, hashes };
};

/** Returns the counts of all texts of some files, or of a sample of them; problems of files and records are reported. */
export const countTexts = async (request: CountRequest, problems: Problems): Promise<CountedTexts> => {
  const { sources, counters, sample, progress } = request;
  const threaded = sources.reduce((sum, source) => sum + sizeOf(source), 0) >= LEAST_THREADED && sample === null;
  const counting = await countingFor(new SampleSet([...counters.keys()]), [...counters.values()], threaded);
  let total = 0;
  const watch = (bytes: number): void => {
    total += bytes;
    progress(total);
  };
  try {
    if (sample === null) {
      const hashes: (string | null)[] = [];
      for (const file of sources.keys()) hashes.push(await countFile(request, file, counting, watch, problems));
      return { set: counting.set, of: counting.set.size, hashes };
    }
    const { drawn, hashes } = await drawFrom(request, sample.size, sample.seed, watch, problems);
    for (const { place, text } of drawn.items()) await counting.part(place, text, true);
    return { set: counting.set, of: drawn.seen, hashes };
  } finally {
    await counting.end();
  }
};
