import { packVocabulary, type Tokens, unreachedIn } from './pack-vocabulary.ts';
import type { SplitName } from './split.ts';
import { LONGEST_TOKEN, MOST_TOKENS } from './vocabulary.ts';

/** A vocabulary as it was read, or why the file cannot be made into one. */
export type Imported = { readonly tokens: Tokens } | { readonly problem: string };

/** A vocabulary as a compact file, or why the file cannot be made into one. */
export type Made = { readonly packed: Uint8Array; readonly tokens: number } | { readonly problem: string };

const LETTERS = String.raw`[^\r\n\p{L}\p{N}]?`;
const CAPITALS = String.raw`\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`;
const SMALL = String.raw`\p{Ll}\p{Lm}\p{Lo}\p{M}`;
const BLANKS = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;
const ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const cased = (ending: string, digits: string): string =>
  `${LETTERS}[${CAPITALS}]*[${SMALL}]+${ending}|${LETTERS}[${CAPITALS}]+[${SMALL}]*${ending}|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${BLANKS}`;
const plain = (digits: string): string => `${ENDINGS}|${LETTERS}\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${BLANKS}`;
const THREE = String.raw`\p{N}{1,3}`;
const ONE = String.raw`\p{N}`;

/** The regular expressions of published tokenizers and the splitting that does the same. */
const PATTERNS: ReadonlyMap<string, SplitName> = new Map([
  [plain(THREE), 'cl100k'],
  [plain(ONE), 'qwen'],
  [cased(`${ENDINGS}?`, THREE), 'o200k'],
  [cased('', ONE), 'tekken'],
]);

/** DeepSeek's three, one after another. */
const DEEPSEEK: readonly string[] = [
  String.raw`\p{N}{1,3}`,
  '[一-龥\u3040-ゟ゠-ヿ]+',
  `[!"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_\`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+`,
];

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Byte-level vocabularies write each byte as a character: printable ones as themselves, the others from U+0100 on. */
const byteOfCharacter = (): ReadonlyMap<string, number> => {
  const own = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  let next = 0x100;
  return new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(own(byte) ? byte : next++), byte]));
};

const BYTES = byteOfCharacter();

const bytesOf = (token: string): Uint8Array | undefined => {
  const bytes = [...token].map((character) => BYTES.get(character) ?? -1);
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
};

const partsOf = (preTokenizer: unknown): readonly Json[] => {
  if (!isJson(preTokenizer)) return [];
  const { pretokenizers } = preTokenizer;
  return Array.isArray(pretokenizers) ? pretokenizers.filter(isJson) : [preTokenizer];
};

/** Returns how a tokenizer.json splits text, or undefined where outlay knows no such way. */
const splitOf = (tokenizer: Json): SplitName | undefined => {
  const parts = partsOf(tokenizer['pre_tokenizer']);
  const splits = parts.filter(({ type }) => type === 'Split');
  if (!parts.some(({ type }) => type === 'ByteLevel')) return undefined;
  if (splits.length === 0) return parts.some((part) => part['use_regex'] !== false) ? 'gpt2' : undefined;
  const patterns = splits.map(({ pattern }) => (isJson(pattern) ? String(pattern['Regex']) : ''));
  if (patterns.length === DEEPSEEK.length && patterns.every((pattern, at) => pattern === DEEPSEEK[at])) return 'deepseek';
  return patterns.length === 1 ? PATTERNS.get(patterns[0] ?? '') : undefined;
};

type Merge = { readonly text: string; readonly left: number };

const mergesOf = (listed: readonly unknown[]): readonly Merge[] =>
  listed.map((merge) => {
    const [left = '', right = ''] = typeof merge === 'string' ? merge.split(' ') : (merge as readonly string[]);
    return { text: left + right, left: [...left].length };
  });

/**
 * Orders tokens by rank. Where merges are listed one for each token, only that one makes it. Where they are listed for every way to
 * part a token, in the order of the vocabulary, they say what a rank table says: any two parts merge.
 */
const ranked = (vocabulary: Json, merges: readonly Merge[]): { readonly texts: readonly string[]; readonly lefts: readonly number[] } => {
  const made = new Map<string, number>();
  for (const { text, left } of merges) if (!made.has(text)) made.set(text, left);
  const byId = Object.entries(vocabulary)
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([text]) => text);
  if (made.size < merges.length) return { texts: byId, lefts: [] };
  const others = byId.filter((text) => !made.has(text));
  return { texts: [...others, ...made.keys()], lefts: [...others.map(() => 0), ...made.values()] };
};

/** Leaves out tokens that merging never makes: a text that reads like one is no token where merges are not ignored. */
const reached = (tokens: Tokens): Tokens => {
  const unreached = new Set(unreachedIn(tokens));
  const kept = <T>(of: readonly T[]): readonly T[] => of.filter((_, token) => !unreached.has(token));
  return { ...tokens, tokens: kept(tokens.tokens), lefts: kept(tokens.lefts) };
};

const fitting = (tokens: Tokens): Imported => {
  if (tokens.tokens.some(({ length }) => length > LONGEST_TOKEN))
    return { problem: `it holds a token of more than ${LONGEST_TOKEN} bytes` };
  if (tokens.tokens.length > MOST_TOKENS) return { problem: `it holds more than ${MOST_TOKENS} tokens` };
  return { tokens };
};

/** Tokens that stand for no text: a text that reads like one is ordinary text. */
const specialOf = ({ added_tokens: added }: Json): ReadonlySet<unknown> =>
  new Set(Array.isArray(added) ? added.filter((one) => isJson(one) && one['special'] === true).map(({ content }) => content) : []);

const fromTokenizer = (name: string, source: string, tokenizer: Json): Imported => {
  const { model, normalizer } = tokenizer;
  if (!isJson(model) || model['type'] !== 'BPE' || !isJson(model['vocab']) || !Array.isArray(model['merges']))
    return { problem: 'it is no byte pair encoding' };
  const split = splitOf(tokenizer);
  if (split === undefined) return { problem: 'its way of splitting text is not one that outlay knows' };
  const normal = isJson(normalizer) ? normalizer['type'] : null;
  const composed = normal === 'NFC';
  const idle =
    normal === 'Sequence' && isJson(normalizer) && Array.isArray(normalizer['normalizers']) && normalizer['normalizers'].length === 0;
  if (normal !== null && !composed && !idle) return { problem: `it normalizes text by ${String(normal)}, which outlay does not` };
  const { texts, lefts } = ranked(model['vocab'], mergesOf(model['merges']));
  const special = specialOf(tokenizer);
  const tokens = texts.map((text) => (special.has(text) ? undefined : bytesOf(text)));
  const known = tokens.map((token) => token !== undefined);
  const all: Tokens = {
    ...{ name, split, source, composed },
    tokens: tokens.filter((token) => token !== undefined),
    lefts: lefts.filter((_, at) => known[at]),
  };
  return fitting(model['ignore_merges'] === true ? all : reached(all));
};

const fromTekken = (name: string, source: string, config: Json, vocab: readonly unknown[]): Imported => {
  const split = PATTERNS.get(String(config['pattern']));
  if (split === undefined) return { problem: 'its way of splitting text is not one that outlay knows' };
  const size = Number(config['default_vocab_size']) - Number(config['default_num_special_tokens']);
  const tokens = vocab.slice(0, size).map((entry) => Buffer.from(isJson(entry) ? String(entry['token_bytes']) : '', 'base64'));
  return fitting({ name, split, source, composed: false, tokens, lefts: [] });
};

/** Returns a published vocabulary: that of a byte-level tokenizer.json of Hugging Face, or of Mistral's tekken.json. */
export const importVocabulary = (name: string, source: string, text: string): Imported => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (!isJson(json)) return { problem: 'it is no tokenizer.json and no tekken.json' };
  const { config, vocab } = json;
  return isJson(config) && Array.isArray(vocab) ? fromTekken(name, source, config, vocab) : fromTokenizer(name, source, json);
};

/** Returns a published vocabulary as a compact file. */
export const makeVocabulary = (name: string, source: string, text: string): Made => {
  const read = importVocabulary(name, source, text);
  return 'problem' in read ? read : { packed: packVocabulary(read.tokens), tokens: read.tokens.tokens.length };
};
