/** Classes of writing that tokenizers treat alike, by which estimates are weighted. */
export const SCRIPTS = ['latin', 'symbols', 'cjk', 'other'] as const;

export type Script = (typeof SCRIPTS)[number];

/** Tokens by class of script. */
export type Tally = Readonly<Record<Script, number>>;

const LATIN = 0;
const SYMBOLS = 1;
const CJK = 2;
const OTHER = 3;

const SPACE = 32;

const byLead = (): Uint8Array => {
  const scripts = new Uint8Array(256).fill(SYMBOLS);
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') scripts[letter.charCodeAt(0)] = LATIN;
  // The first byte of a character in UTF-8 tells its block: À to ʯ, then Greek to Ethiopic, kana and Han, Hangul, the rest.
  scripts.fill(LATIN, 0xc3, 0xce);
  scripts.fill(OTHER, 0xce, 0xe2);
  scripts.fill(CJK, 0xe3, 0xee);
  scripts[0xef] = CJK;
  scripts.fill(OTHER, 0xf0, 0xf5);
  return scripts;
};

const BY_LEAD = byLead();
/** 1 for a space: a table, as a piece begins with one or not in no order that could be foretold. */
const IS_SPACE = new Uint8Array(256);
IS_SPACE[SPACE] = 1;
const LATIN_ADDITIONAL = 0xe1;

/** Returns which class a piece belongs to, as a place in `SCRIPTS`, by its first character behind a space. */
export const scriptOf = (bytes: Uint8Array, from: number, to: number): number => {
  const first = bytes[from] as number;
  const at = from + (IS_SPACE[first] as number);
  const lead = at < to ? (bytes[at] as number) : first;
  if (lead !== LATIN_ADDITIONAL) return BY_LEAD[lead] as number;
  const next = bytes[at + 1] as number;
  // Ḁ to ỿ, with which Vietnamese is written.
  return next >= 0xb8 && next <= 0xbb ? LATIN : OTHER;
};
