import { ASCII_KIND, kindOf } from './unicode.ts';

// Text is valid UTF-8, and every read stands behind a comparison with its end; the casts say so.

/** Returns the length in bytes of the character that begins with a byte. */
export const widthOf = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : 3 + ((first + 16) >> 8));

/** Returns the kind of the character that begins at a place; of others, `CONTROL` where they are that. */
export const exactKindAt = (table: Uint8Array, bytes: Uint8Array, at: number): number => {
  const first = bytes[at] as number;
  if (first < 0x80) return kindOf(table, first);
  const second = (bytes[at + 1] as number) & 0x3f;
  if (first < 0xe0) return kindOf(table, ((first & 0x1f) << 6) | second);
  // Without a branch for four bytes, which is rare: code that has not met it yet would be thrown away when it does.
  const isFour = (first + 16) >> 8;
  const three = ((first & 0x0f) << 12) | (second << 6) | ((bytes[at + 2] as number) & 0x3f);
  return kindOf(table, (three << (6 * isFour)) | ((bytes[at + 3] as number) & 0x3f & -isFour));
};

/** Returns the kind of the character that begins at a place. */
export const kindAt = (table: Uint8Array, bytes: Uint8Array, at: number): number => {
  const first = bytes[at] as number;
  return first < 0x80 ? (ASCII_KIND[first] as number) : exactKindAt(table, bytes, at) & 7;
};
