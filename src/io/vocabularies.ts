import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { EncodingName, ShippedEncoding } from '../tokens/families.ts';
import { Tokenizer } from '../tokens/tokenizer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import type { Files } from './files.ts';
import { ownVocabulary } from './own-tokenizers.ts';
import { packageFolder } from './shipped.ts';

/** Returns a shipped vocabulary, which the build has made; throws where the package was not built. */
export const loadVocabulary = (name: ShippedEncoding): Vocabulary => {
  const found = Vocabulary.read(readFileSync(join(packageFolder(), 'dist', 'vocabularies', `${name}.vocab`)), true);
  if (found === undefined) throw new Error(`the vocabulary ${name} is damaged`);
  return found;
};

/** Shipped encodings never change: many workflows of one run share them. */
const shipped = new Map<string, Tokenizer>();

const shippedCounter = (name: ShippedEncoding): Tokenizer => {
  const known = shipped.get(name) ?? new Tokenizer(loadVocabulary(name));
  shipped.set(name, known);
  return known;
};

/** Returns the tokenizers of some encodings, each read once, when something is first counted; a damaged file of a project is reported. */
export const loadCounters = (
  names: Iterable<EncodingName>,
  project: { readonly root: string; readonly problems: Problems; readonly from?: Files } | null = null,
): ReadonlyMap<EncodingName, Tokenizer> => {
  const counters = new Map<EncodingName, Tokenizer>();
  for (const name of new Set(names)) {
    const own = name.startsWith('own ') ? name.slice('own '.length) : null;
    if (own !== null && project === null) throw new Error(`${name} belongs to a project`);
    if (own === null || project === null) {
      counters.set(name, shippedCounter(name as ShippedEncoding));
      continue;
    }
    const vocabulary = ownVocabulary(project.root, own, project.problems, project.from);
    if (vocabulary !== undefined) counters.set(name, new Tokenizer(vocabulary));
  }
  return counters;
};
