import type { Problems } from '../diagnostics/diagnostic.ts';
import type { EncodingName } from '../tokens/families.ts';
import { Measurer } from '../tokens/measure.ts';
import { Reservoir } from '../tokens/reservoir.ts';
import { SampleSet, type TextPlace } from '../tokens/sample-set.ts';
import type { Stream, Tokenizer } from '../tokens/tokenizer.ts';
import { type TextSource, textsOf } from './texts.ts';

/** What to count, and how. */
export type CountRequest = {
  readonly sources: readonly TextSource[];
  readonly counters: ReadonlyMap<EncodingName, Tokenizer>;
  /** How many texts to draw and count, and by which seed; null for all of them. */
  readonly sample: { readonly size: number; readonly seed: number } | null;
  /** Told now and then how many bytes were read. */
  readonly progress: (bytes: number) => void;
};

/** The counts of some texts, and how many there were to draw from. */
export type CountedTexts = { readonly set: SampleSet; readonly of: number };

type Whole = { readonly place: TextPlace; readonly text: string };

/** Counts texts that come in parts, in all encodings at once. */
class Counting {
  readonly set: SampleSet;
  readonly #counters: readonly Tokenizer[];
  readonly #measurer = new Measurer();
  #streams: readonly Stream[] | undefined;

  constructor(counters: ReadonlyMap<EncodingName, Tokenizer>) {
    this.set = new SampleSet([...counters.keys()]);
    this.#counters = [...counters.values()];
  }

  part(text: string): void {
    this.#streams ??= this.#counters.map((counter) => counter.stream());
    this.#measurer.add(text);
    for (const stream of this.#streams) stream.add(text);
  }

  end(place: TextPlace): void {
    const streams = this.#streams ?? this.#counters.map((counter) => counter.stream());
    this.set.add(
      place,
      this.#measurer.end(),
      streams.map((stream) => stream.end()),
    );
    this.#streams = undefined;
  }
}

/** Returns the counts of all texts of some files, or of a sample of them; problems of files and records are reported. */
export const countTexts = async ({ sources, counters, sample, progress }: CountRequest, problems: Problems): Promise<CountedTexts> => {
  const counting = new Counting(counters);
  const drawn = sample && new Reservoir<Whole>(sample.size, sample.seed);
  let bytes = 0;
  const watch = (more: number): void => {
    bytes += more;
    progress(bytes);
  };
  for (const [file, source] of sources.entries()) {
    let parts: string[] = [];
    for await (const { line, text, ends } of textsOf(source, problems, watch, sample !== null)) {
      if (drawn === null) {
        counting.part(text);
        if (ends) counting.end({ file, line });
      } else {
        parts.push(text);
        if (ends) drawn.offer({ place: { file, line }, text: parts.join('') });
        if (ends) parts = [];
      }
    }
  }
  for (const { place, text } of drawn?.items() ?? []) {
    counting.part(text);
    counting.end(place);
  }
  return { set: counting.set, of: drawn?.seen ?? counting.set.size };
};
