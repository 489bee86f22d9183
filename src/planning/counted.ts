import type { Problems } from '../diagnostics/diagnostic.ts';
import { familiesIn } from '../io/own-tokenizers.ts';
import type { Counting } from '../workflow/counting.ts';
import type { Stock } from './counters.ts';

/** What was counted so far, by family and text or samples: plain data, to be handed from thread to thread. */
export type Counted = ReadonlyMap<string, number | readonly number[] | null>;

/** Thrown where a plan needs a count or a table that is not at hand; whoever plans from what is at hand alone catches it. */
export class NotAtHand extends Error {}

type Samples = Parameters<Counting['samples']>;

const textKey = (family: string, text: string): string => `${family}\0${text}`;

const samplesKey = ([family, patterns, field, at]: Samples): string =>
  `${family.name}\0\0${JSON.stringify([at.file.name, patterns, field])}`;

/** Returns a stock that counts as another one does, and keeps what it has counted in `counts`. */
export const recording = (stock: Stock, counts: Map<string, number | readonly number[] | null>): Stock => ({
  families: () => stock.families(),
  countingFor: (spec, models) => {
    const counting = stock.countingFor(spec, models);
    return {
      families: counting.families,
      text: (family, text) => {
        const tokens = counting.text(family, text);
        counts.set(textKey(family.name, text), tokens);
        return tokens;
      },
      samples: (...asked) => {
        const tokens = counting.samples(...asked);
        counts.set(samplesKey(asked), tokens ?? null);
        return tokens;
      },
    };
  },
});

/** Returns a stock that looks up what another thread has counted, and throws `NotAtHand` where that is not at hand. */
export const countedStock = (counted: Counted, root: string, problems: Problems): Stock => {
  const families = familiesIn(root, problems);
  const found = (key: string): number | readonly number[] | null => {
    const tokens = counted.get(key);
    if (tokens === undefined) throw new NotAtHand(`not counted yet: ${key.slice(0, 60)}`);
    return tokens;
  };
  const counting: Counting = {
    families,
    text: (family, text) => found(textKey(family.name, text)) as number,
    samples: (...asked) => (found(samplesKey(asked)) as readonly number[] | null) ?? undefined,
  };
  return { families: () => families, countingFor: () => counting };
};
