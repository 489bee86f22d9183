/** Pieces of text that meet at the places where splitting and merging are decided. */
const FRAGMENTS: readonly string[] = [
  ...['a', 'Z', 'é', 'ß', 'ǅ', 'ʰ', 'ж', '字', 'に', 'क', 'ी', '한', 'م', '\u0301', '0', '12', '٣', '½', '_', '-', '/', '.', '<|', '|>'],
  ...['"', "'", "'s", "'LL", "'re", "'ſ", '’', ' ', '  ', '\t', '\n', '\r\n', '\r', '\u000b', '\u0085', '\u00a0', '\u2028', '\u200b'],
  ...['\u3000', '\ufeff', '😀', '\u200d', '\ufe0f', '🇩', '\ud800', '\udc00', '\u0000', 'the', ' token', 'ing', 'HTTP', 'function'],
  ...['endoftext', '__proto__', 'ΑΒ', 'αβ', 'ſ', '----', '=====', '        ', 'aaaa', '漢漢', '\n\n\n'],
];

/** Returns texts drawn from the fragments, a tenth of them any character of the first planes: the same ones for the same seed. */
export const drawnTexts = (count: number, seed: number): readonly string[] => {
  let state = seed >>> 0;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const fragment = (): string =>
    draw(10) === 0 ? String.fromCodePoint(draw(2) === 0 ? draw(0x2000) : draw(0xd800)) : (FRAGMENTS[draw(FRAGMENTS.length)] ?? '');
  return Array.from({ length: count }, () => Array.from({ length: 1 + draw(40) }, fragment).join(''));
};

/** Returns one number for many counts, in their order: FNV-1a. */
export const digestOf = (counts: readonly number[]): string =>
  counts.reduce((hash, count) => Math.imul(hash ^ count, 0x01000193), 0x811c9dc5 | 0).toString(16);
