import { visible } from '../../diagnostics/escape.ts';

const CYCLE = 5;

/** Returns each token of a text as it can be shown; bytes that are part of a character as `\x` and two digits. */
export const shownTokens = (bytes: Uint8Array, ends: readonly number[]): readonly string[] => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return ends.map((end, index) => {
    const token = bytes.subarray(ends[index - 1] ?? 0, end);
    try {
      return visible(decoder.decode(token).replaceAll('\n', '⏎').replaceAll('\t', '→'));
    } catch {
      return [...token].map((byte) => (byte < 0x80 ? visible(String.fromCharCode(byte)) : `\\x${byte.toString(16)}`)).join('');
    }
  });
};

/** Returns a text with the borders of its tokens: by colours in turn, or by `│` without colour. A `⏎` ends a line. */
export const showTokens = (tokens: readonly string[], paint: ((turn: number, text: string) => string) | null): string => {
  const shown = tokens.map((token, index) => {
    const text = paint === null ? token : paint(index % CYCLE, token);
    const border = paint === null && index + 1 < tokens.length ? '│' : '';
    return token.endsWith('⏎') ? `${text}${border}\n` : `${text}${border}`;
  });
  return `${shown.join('').replace(/\n$/, '')}\n`;
};
