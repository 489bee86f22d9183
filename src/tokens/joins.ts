/** Bits of the table of neighbours, a power of two: a vocabulary has 10,000 to 30,000 of them. */
const FINE_BITS = 19;
const ROUGH_BITS = 16;
const FINE_WORDS = 1 << (FINE_BITS - 5);

/** 32-bit words that the tables of neighbours take. */
export const JOIN_WORDS = FINE_WORDS + (1 << (ROUGH_BITS - 5));

const fineBit = (bytes: Uint8Array, right: number): number => {
  const before = ((bytes[right - 3] as number) << 16) | ((bytes[right - 2] as number) << 8) | (bytes[right - 1] as number);
  const after = ((bytes[right] as number) << 16) | ((bytes[right + 1] as number) << 8) | (bytes[right + 2] as number);
  return Math.imul(Math.imul(before, 0x85ebca6b) ^ after, 0x9e3779b1) >>> (32 - FINE_BITS);
};

const roughBit = (last: number, first: number, second: number): number => ((last & 63) << 10) | ((first & 15) << 6) | (second & 63);

/**
 * Whether some token may reach over the border between two characters of three bytes each, of which the right one begins at
 * `right`. False is certain: then nothing is ever merged across it, and the text on either side counts by itself.
 */
export const mayJoin = (joins: Int32Array, bytes: Uint8Array, right: number): boolean => {
  const fine = fineBit(bytes, right);
  if ((((joins[fine >> 5] as number) >>> fine) & 1) === 1) return true;
  const rough = roughBit(bytes[right - 1] as number, bytes[right] as number, bytes[right + 1] as number);
  return (((joins[FINE_WORDS + (rough >> 5)] as number) >>> rough) & 1) === 1;
};

const THREE_BYTES = 0xe0;

const isWhole = (token: Uint8Array, right: number): boolean =>
  right >= 3 && right + 3 <= token.length && ((token[right - 3] as number) & 0xf0) === THREE_BYTES;

/** Returns the table of the neighbours that stand in tokens, for `mayJoin`; characters that a token cuts are noted by their known bytes. */
export const joinsOf = (tokens: readonly Uint8Array[]): Int32Array => {
  const joins = new Int32Array(JOIN_WORDS);
  const set = (word: number, bit: number): void => {
    joins[word] = (joins[word] as number) | (1 << bit);
  };
  for (const token of tokens) {
    for (let right = 1; right < token.length; right++) {
      if (((token[right] as number) & 0xf0) !== THREE_BYTES) continue;
      if (isWhole(token, right)) {
        const fine = fineBit(token, right);
        set(fine >> 5, fine);
        continue;
      }
      const second = token[right + 1];
      const seconds = second === undefined ? Array.from({ length: 64 }, (_, at) => at) : [second];
      for (const one of seconds) {
        const rough = roughBit(token[right - 1] as number, token[right] as number, one);
        set(FINE_WORDS + (rough >> 5), rough);
      }
    }
  }
  return joins;
};
