import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EncodingName } from '../tokens/families.ts';
import { Tokenizer } from '../tokens/tokenizer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';

/** Where the compact vocabularies lie that the build makes: in `dist`, of the bundle and of the sources alike. */
const folder = (): string => {
  for (let at = dirname(fileURLToPath(import.meta.url)); dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return join(at, 'dist', 'vocabularies');
  }
  return '';
};

/** Returns a shipped vocabulary; throws where the package was not built. */
export const loadVocabulary = (name: EncodingName): Vocabulary => {
  const found = Vocabulary.read(readFileSync(join(folder(), `${name}.vocab`)));
  if (found === undefined) throw new Error(`the vocabulary ${name} is damaged`);
  return found;
};

/** Returns the tokenizers of some encodings, each read once, when something is first counted. */
export const loadCounters = (names: Iterable<EncodingName>): ReadonlyMap<EncodingName, Tokenizer> =>
  new Map([...new Set(names)].map((name) => [name, new Tokenizer(loadVocabulary(name))]));
