import { Measurer } from '../tokens/measure.ts';
import type { SampleSet, TextPlace } from '../tokens/sample-set.ts';
import type { Stream, Tokenizer } from '../tokens/tokenizer.ts';
import type { CountThreads } from './count-threads.ts';

/** Counts texts that come in parts into a set. */
export type Counting = {
  readonly set: SampleSet;
  readonly part: (place: TextPlace, text: string, ends: boolean) => Promise<void>;
  /** Waits until all that was handed in is counted. */
  readonly settle: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Counts in this thread. */
const here = (set: SampleSet, counters: readonly Tokenizer[]): Counting => {
  const measurer = new Measurer();
  let streams: readonly Stream[] | undefined;
  return {
    set,
    part: async (place, text, ends) => {
      streams ??= counters.map((counter) => counter.stream());
      measurer.add(text);
      for (const stream of streams) stream.add(text);
      if (!ends) return;
      set.add(
        place,
        measurer.end(),
        streams.map((stream) => stream.end()),
      );
      streams = undefined;
    },
    settle: async () => undefined,
    end: async () => undefined,
  };
};

const BATCH = 1 << 18;
const NO_COUNTS = { latin: 0, symbols: 0, cjk: 0, other: 0 };
const isLetterOrDigit = (unit: number): boolean => (unit >= 48 && unit < 58) || (unit >= 65 && unit < 91) || (unit >= 97 && unit < 123);

/**
 * Returns the last place of a text, after its beginning, where it can be cut so that the counts of both parts add up: behind a line
 * end that an ASCII letter or digit follows, since no piece reaches over one. 0 where there is none.
 */
export const cutBefore = (text: string): number => {
  for (let at = text.lastIndexOf('\n', text.length - 2); at > 0; at = text.lastIndexOf('\n', at - 1))
    if (isLetterOrDigit(text.charCodeAt(at + 1))) return at + 1;
  return 0;
};

/** Counts in other threads, batch by batch; a long text in parts whose counts are added up. */
const elsewhere = (set: SampleSet, counters: readonly Tokenizer[], threads: CountThreads): Counting => {
  let [texts, rows, size]: [string[], number[], number] = [[], [], 0];
  let row: number | undefined;
  let rest = '';
  const send = async (): Promise<void> => {
    const [batch, of] = [texts, rows];
    [texts, rows, size] = [[], [], 0];
    if (batch.length === 0) return;
    await threads.count(batch, (counts) => {
      const width = counts.length / of.length;
      for (const [index, one] of of.entries()) set.increase(one, counts.subarray(index * width, (index + 1) * width));
    });
  };
  const settle = async (): Promise<void> => {
    await send();
    await threads.settle();
  };
  return {
    set,
    part: async (place, text, ends) => {
      row ??= set.add(
        place,
        { characters: 0, words: 0 },
        counters.map(() => NO_COUNTS),
      );
      const whole = rest + text;
      const cut = ends ? whole.length : cutBefore(whole);
      rest = whole.slice(cut);
      if (cut > 0) {
        texts.push(whole.slice(0, cut));
        rows.push(row);
        size += cut;
      }
      if (ends) row = undefined;
      if (size >= BATCH) await send();
    },
    settle,
    end: async () => {
      try {
        await settle();
      } finally {
        await threads.end();
      }
    },
  };
};

/** Returns what counts texts into a set, in this thread or in others. Texts are composed whole, so that such encodings stay here. */
export const countingFor = async (set: SampleSet, counters: readonly Tokenizer[], threaded: boolean): Promise<Counting> => {
  if (!threaded || counters.some(({ composed }) => composed)) return here(set, counters);
  const { CountThreads } = await import('./count-threads.ts');
  return elsewhere(set, counters, new CountThreads(counters));
};
