import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { EncodingName } from '../tokens/families.ts';
import { Reservoir } from '../tokens/reservoir.ts';
import { SampleSet, type TextPlace } from '../tokens/sample-set.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { bytesOf } from './blocks.ts';
import { type CountCache, cacheKey } from './count-cache.ts';
import { type Counting, countingFor } from './counting.ts';
import { type TextSource, textsOf } from './texts.ts';

/** What to count, and how. */
export type CountRequest = {
  readonly sources: readonly TextSource[];
  readonly counters: ReadonlyMap<EncodingName, Tokenizer>;
  /** How many texts to draw and count, and by which seed; null for all of them. */
  readonly sample: { readonly size: number; readonly seed: number } | null;
  /** What was counted before, and the version that counts; null to count anew. */
  readonly cache: { readonly counts: CountCache; readonly version: string } | null;
  /** Told now and then how many bytes were read. */
  readonly progress: (bytes: number) => void;
};

/** The counts of some texts, and how many there were to draw from. */
export type CountedTexts = { readonly set: SampleSet; readonly of: number };

/** Smaller files are counted sooner than looked up. */
const LEAST_CACHED = 1 << 16;
/** Threads take longer to start than less is counted in. */
const LEAST_THREADED = 5 << 20;

const sizeOf = ({ path }: TextSource): number => (path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));

const hashOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const bytes of bytesOf(path)) hash.update(bytes);
  return hash.digest('hex');
};

/** Counts the texts of one file; the rows are kept under the hash of the bytes that were read for them. */
const countFile = async (request: CountRequest, file: number, counting: Counting, watch: (bytes: number) => void, problems: Problems) => {
  const source = request.sources[file];
  if (source === undefined) return;
  const { counters, cache } = request;
  // A vocabulary of a project's own may change under the same name.
  const kept = cache !== null && sizeOf(source) >= LEAST_CACHED && ![...counters.keys()].some((name) => name.startsWith('own '));
  const keyOf = (hash: string): string =>
    cacheKey(hash, [cache?.version ?? '', source.field, source.file.slice(source.file.lastIndexOf('.')), ...counters.keys()]);
  const known = kept ? cache.counts.get(keyOf(await hashOfFile(source.path))) : undefined;
  if (known !== undefined && counting.set.append(file, known)) return;
  const [first, before] = [counting.set.size, problems.list.length];
  const hash = createHash('sha256');
  const seen = (bytes: Uint8Array): void => {
    if (kept) hash.update(bytes);
    watch(bytes.length);
  };
  for await (const { line, text, ends } of textsOf(source, problems, seen, false)) await counting.part({ file, line }, text, ends);
  if (!kept || problems.list.length > before) return;
  await counting.settle();
  cache.counts.put(keyOf(hash.digest('hex')), counting.set.rowsFrom(first));
};

type Whole = { readonly place: TextPlace; readonly text: string };

const drawFrom = async (request: CountRequest, size: number, seed: number, watch: (bytes: number) => void, problems: Problems) => {
  const drawn = new Reservoir<Whole>(size, seed);
  for (const [file, source] of request.sources.entries()) {
    let parts: string[] = [];
    for await (const { line, text, ends } of textsOf(source, problems, (bytes) => watch(bytes.length), true)) {
      parts.push(text);
      if (!ends) continue;
      drawn.offer({ place: { file, line }, text: parts.join('') });
      parts = [];
    }
  }
  return drawn;
};

/** Returns the counts of all texts of some files, or of a sample of them; problems of files and records are reported. */
export const countTexts = async (request: CountRequest, problems: Problems): Promise<CountedTexts> => {
  const { sources, counters, sample, progress } = request;
  const threaded = sources.reduce((sum, source) => sum + sizeOf(source), 0) >= LEAST_THREADED && sample === null;
  const counting = countingFor(new SampleSet([...counters.keys()]), [...counters.values()], threaded);
  let total = 0;
  const watch = (bytes: number): void => {
    total += bytes;
    progress(total);
  };
  try {
    if (sample === null) {
      for (const file of sources.keys()) await countFile(request, file, counting, watch, problems);
      return { set: counting.set, of: counting.set.size };
    }
    const drawn = await drawFrom(request, sample.size, sample.seed, watch, problems);
    for (const { place, text } of drawn.items()) await counting.part(place, text, true);
    return { set: counting.set, of: drawn.seen };
  } finally {
    await counting.end();
  }
};
