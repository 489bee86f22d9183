/**
 * Counter-based random numbers: a draw is a function of its stream and its place in it, never of what was drawn before. So
 * a draw that is added or left out moves no other, and two plans that share a stream share its draws.
 */
export type Stream = { readonly a: number; readonly b: number };

const PARITY = 0x1bd11bda;

/** Filled by `threefry`: the two words of its last block. */
const block = { x: 0, y: 0 };

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Threefry-2x32 with 13 rounds: the fewest that pass BigCrush. J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC11. The key is added after every fourth round. Leaves the two words of the block in
 * `block`, and returns them as a number on (0, 1).
 */
const threefry = ({ a, b }: Stream, first: number, second: number): number => {
  const c = a ^ b ^ PARITY;
  let x = (first + a) | 0;
  let y = (second + b) | 0;
  x = (x + y) | 0;
  y = rotate(y, 13) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 15) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 26) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 6) ^ x;
  x = (x + b) | 0;
  y = (y + c + 1) | 0;
  x = (x + y) | 0;
  y = rotate(y, 17) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 29) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 16) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 24) ^ x;
  x = (x + c) | 0;
  y = (y + a + 2) | 0;
  x = (x + y) | 0;
  y = rotate(y, 13) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 15) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 26) ^ x;
  x = (x + y) | 0;
  y = rotate(y, 6) ^ x;
  x = (x + a) | 0;
  y = (y + b + 3) | 0;
  x = (x + y) | 0;
  y = rotate(y, 17) ^ x;
  block.x = x;
  block.y = y;
  return ((x >>> 0) * 2 ** 21 + (y >>> 11) + 0.5) * 2 ** -53;
};

/** Returns the two 32-bit words of one block of Threefry-2x32-13. */
export const threefryBlock = (key: Stream, first: number, second: number): readonly [number, number] => {
  threefry(key, first, second);
  return [block.x >>> 0, block.y >>> 0];
};

/** FNV-1a over UTF-16 units, from an offset of choice: two offsets make 64 bits of a name. */
const hash = (name: string, offset: number): number => {
  let state = offset;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return state;
};

/** Returns the stream of a name under a seed (a whole number below 2⁵³). */
export const streamOf = (seed: number, name: string): Stream => {
  threefry({ a: seed | 0, b: Math.floor(seed / 4294967296) | 0 }, hash(name, 0x811c9dc5), hash(name, 0x5bd1e995));
  return { a: block.x, b: block.y };
};

/** Runs of a pilot that are spread over as many equal parts of (0, 1). */
const PARTS = 256;

/** A permutation of the parts, one for each key: odd multiples and shifts modulo 256, the high bits folded onto the low ones. */
const shuffled = (index: number, key: number, more: number): number => {
  let part = index;
  for (const word of [key, key >>> 16, more, more >>> 16]) {
    part = (part * (word | 1) + (word >>> 8)) & (PARTS - 1);
    part ^= part >>> 4;
  }
  return part;
};

/** One number in each 256th for 256 places in a row (a Latin hypercube, McKay, Beckman and Conover 1979). */
const evenlyAt = (stream: Stream, first: number, second: number): number => {
  const u = threefry(stream, first, second);
  threefry(stream, Math.floor(first / PARTS), second ^ -1);
  return Math.min(1 - 2 ** -53, (shuffled(first & (PARTS - 1), block.x, block.y) + u) / PARTS);
};

/**
 * Returns the number of a stream at a place, uniform on (0, 1): neither end ever, so that every quantile is finite. Places with a
 * first number below 0 are those of pilots: of 256 in a row each is in another 256th, so that a share is met within a few
 * thousandths where at random it would be off by hundredths.
 */
export const uniformAt = (stream: Stream, first: number, second: number): number =>
  first < 0 ? evenlyAt(stream, first, second) : threefry(stream, first, second);

/** Returns a place within a place, as one 32-bit word: the second item of the third round. */
export const placeWithin = (place: number, index: number): number => {
  let word = Math.imul(place ^ Math.imul(index + 0x3c6ef373, 0x9e3779b1), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 15), 0xc2b2ae35);
  return word ^ (word >>> 16);
};
