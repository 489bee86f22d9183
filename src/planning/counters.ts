import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Files } from '../io/files.ts';
import { familiesIn } from '../io/own-tokenizers.ts';
import { loadCounters } from '../io/vocabularies.ts';
import type { Model } from '../pricing/table.ts';
import type { EncodingName } from '../tokens/families.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { type Counting, countingOf, encodingsOf, type Families, needsCounting } from '../workflow/counting.ts';
import type { Loader } from '../workflow/reading.ts';
import type { Spec } from '../workflow/spec.ts';

/** What counts the texts of a project: a vocabulary is loaded when a model first needs it, and no text is counted twice. */
export type Stock = {
  /** Returns the counting with all that some models of a spec count by. */
  readonly countingFor: (spec: Spec, models: readonly (Model | undefined)[]) => Counting;
  /** As the project counts by them. */
  readonly families: () => Families;
};

/** Whose texts are counted, and where its files come from. */
type Shelf = { readonly root: string; readonly loader: Loader; readonly files: Files };

/** Returns the stock of a project, still empty; damaged files of the project are reported. */
export const counterStock = ({ root, loader, files }: Shelf, problems: Problems): Stock => {
  const counters = new Map<EncodingName, Tokenizer>();
  let known: Families | undefined;
  let counting: Counting | undefined;
  const families = (): Families => {
    known ??= familiesIn(root, problems, files);
    return known;
  };
  return {
    families,
    countingFor: (spec, models) => {
      counting ??= countingOf(counters, loader, problems, families());
      const tokenizers = needsCounting(spec) ? models.map((model) => model?.tokenizer ?? null) : [];
      const missing = encodingsOf(tokenizers, counting.families).filter((name) => !counters.has(name));
      for (const [name, counter] of loadCounters(missing, { root, problems, from: files })) counters.set(name, counter);
      return counting;
    },
  };
};
