import { Problems } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readAnywhere } from '../io/confined.ts';
import { writeCalibration, writeVocabulary } from '../io/own-tokenizers.ts';
import { type BilledText, readPairs } from '../io/pairs.ts';
import { rootOf } from '../io/root.ts';
import { loadCounters } from '../io/vocabularies.ts';
import { dayText } from '../pricing/day.ts';
import { fixed } from '../report/format.ts';
import { calibrate } from '../tokens/calibrate.ts';
import { FAMILIES, type Family } from '../tokens/families.ts';
import { makeVocabulary } from '../tokens/import-vocabulary.ts';
import { EXIT, type Outcome } from './process.ts';
import { dayHere } from './project-day.ts';
import { refused } from './refused.ts';
import type { TokensOptions } from './tokens.ts';
import { countedModels } from './tokens-models.ts';

const VOCABULARY_BYTES = 64 << 20;

/** `--make-vocabulary`: a published vocabulary as a compact file in the project, by which the family then counts exactly. */
export const makeOwnVocabulary = (file: string, options: TokensOptions): Outcome => {
  const problems = new Problems();
  const name = options.model?.[0] ?? '';
  const family = FAMILIES.get(name);
  if (family === undefined || family.band === null || options.model?.length !== 1) {
    const open = [...FAMILIES.values()].filter(({ band }) => band !== null).map((one) => one.name);
    problems.error('options', null, `--make-vocabulary needs the tokenizer that it is for${name === '' ? '' : `; "${name}" is none`}`, {
      help: [didYouMean(name, open), `add --model with one of: ${open.join(', ')}`].filter((line) => line !== ''),
    });
    return refused(problems, options);
  }
  const read = readAnywhere(file, VOCABULARY_BYTES);
  const made = 'problem' in read ? read : makeVocabulary(name, `made from ${file}`, new TextDecoder().decode(read.bytes));
  if ('problem' in made) {
    problems.error('file-unreadable', null, `"${file}" cannot be made into a vocabulary: ${made.problem}`, {
      help: ['name a byte-level tokenizer.json of Hugging Face, or a tekken.json of Mistral'],
    });
    return refused(problems, options);
  }
  const written = writeVocabulary(rootOf(process.cwd()), name, made.packed, problems);
  if (written === undefined) return refused(problems, options);
  const size = (made.packed.length / 1e6).toFixed(1);
  return { stdout: `${written}: ${made.tokens} tokens, ${size} MB. ${name} counts exactly in this project.\n`, stderr: '', code: EXIT.ok };
};

const line = (family: Family, pairs: readonly BilledText[], fitted: string | null, problems: Problems): string => {
  const counter = loadCounters([family.encoding]).get(family.encoding);
  if (counter === undefined) return '';
  const found = calibrate(
    family,
    pairs.map(({ text, tokens }) => ({ tally: counter.tally(text), billed: tokens })),
  );
  const band = `±${fixed(found.band * 100, 0)} %`;
  const tightened = found.band === family.band ? ' (as before: eight pairs tell)' : '';
  const done = fitted === null ? '' : `; written to ${writeCalibration(rootOf(process.cwd()), family.name, found, fitted, problems)}`;
  return `${family.name}: × ${fixed(found.factor, 3)}, ${band}${tightened}, by ${found.pairs} pairs${done}\n`;
};

/** `--calibrate`: how far estimates are off from what was billed, by tokenizer; `--write` lets the project count by it. */
export const calibrateFrom = async (file: string, options: TokensOptions): Promise<Outcome> => {
  const problems = new Problems();
  const asOf = await dayHere(options, problems);
  const pairs = readPairs(file, problems);
  const named = options.model?.[0];
  const ids = [...new Set(pairs.map(({ model }) => named ?? model ?? ''))].filter((id) => id !== '');
  if (problems.failed) return refused(problems, options);
  if (ids.length === 0 || pairs.some(({ model }) => (named ?? model) === null)) {
    problems.error('options', null, `"${visible(file)}" does not say which model its pairs are of`, {
      help: ['add --model provider/model'],
    });
    return refused(problems, options);
  }
  const models = await countedModels({ ...options, model: ids }, asOf, problems);
  if (problems.failed) return refused(problems, options);
  const families = new Map<string, { readonly family: Family; readonly pairs: BilledText[] }>();
  for (const [index, { family }] of models.entries()) {
    const published = FAMILIES.get(family.name) ?? family;
    const group = families.get(family.name) ?? { family: published, pairs: [] };
    for (const pair of pairs) if ((named ?? pair.model) === ids[index]) group.pairs.push(pair);
    families.set(family.name, group);
  }
  const exact = [...families.values()].find(({ family }) => family.band === null);
  if (exact !== undefined) {
    problems.error('options', null, `${exact.family.name} counts exactly: there is nothing to calibrate`);
    return refused(problems, options);
  }
  const fitted = options.write ? dayText(asOf) : null;
  const stdout = [...families.values()].map((group) => line(group.family, group.pairs, fitted, problems)).join('');
  if (problems.failed) return refused(problems, options);
  return { stdout, stderr: '', code: EXIT.ok };
};
