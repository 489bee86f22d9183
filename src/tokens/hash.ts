/** Multiplier of the hash of a byte string, h × 16,777,619 + byte + 1: the hash of a joined string follows from those of its parts. */
export const HASH_FACTOR = 0x01000193;

/** Spreads hashes over their upper bits. */
export const SPREAD = 0x9e3779b1;

/** Returns the hash of some bytes. */
export const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, HASH_FACTOR) + (bytes[i] as number) + 1) | 0;
  return hash;
};
