import { parentPort, workerData } from 'node:worker_threads';
import { Measurer } from '../tokens/measure.ts';
import { Tokenizer } from '../tokens/tokenizer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';

/** Numbers of each text: characters, words, then four classes of script for every encoding. */
const FIXED = 2;
const PER_ENCODING = 4;

// A thread that counts texts over tables that all threads share. It ends with the one that started it.
const tokenizers = (workerData as readonly Uint8Array[]).flatMap((shared) => {
  const vocabulary = Vocabulary.read(shared, true);
  return vocabulary === undefined ? [] : [new Tokenizer(vocabulary)];
});
const measurer = new Measurer();

const countsOf = (texts: readonly string[]): Uint32Array => {
  const counts = new Uint32Array(texts.length * (FIXED + PER_ENCODING * tokenizers.length));
  let at = 0;
  for (const text of texts) {
    measurer.add(text);
    const { characters, words } = measurer.end();
    counts[at++] = characters;
    counts[at++] = words;
    for (const tokenizer of tokenizers) {
      const { latin, symbols, cjk, other } = tokenizer.tally(text);
      counts.set([latin, symbols, cjk, other], at);
      at += PER_ENCODING;
    }
  }
  return counts;
};

parentPort?.on('message', (texts: readonly string[]) => {
  const counts = countsOf(texts);
  parentPort?.postMessage(counts, [counts.buffer as ArrayBuffer]);
});
