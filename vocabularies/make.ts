import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { importVocabulary } from '../src/tokens/import-vocabulary.ts';
import { keptVocabulary } from '../src/tokens/pack.ts';

// tsx vocabularies/make.ts qwen-3 tokenizer.json "where it comes from, its licence": makes qwen-3.tokens.br beside this file, which the
// build turns into dist/vocabularies/qwen-3.vocab. Read the licence of a vocabulary before you add it, and note it in README.md.

const [name, file, source] = process.argv.slice(2);
if (name === undefined || file === undefined || source === undefined) throw new Error('make.ts <name> <tokenizer.json> <source>');
const read = importVocabulary(name, source, readFileSync(file, 'utf8'));
if ('problem' in read) throw new Error(`${file}: ${read.problem}`);
writeFileSync(join(import.meta.dirname, `${name}.tokens.br`), brotliCompressSync(keptVocabulary(read.tokens)));
