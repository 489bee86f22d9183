/** Terminals take about so much; more would be cut somewhere on the way. */
const MOST_BYTES = 75_000;

/**
 * Returns the sequence that puts a text on the clipboard of the terminal, wherever that runs: OSC 52. Inside tmux it is sent
 * through as well. Null where the text is too long.
 */
export const clipboardSequence = (text: string, inTmux: boolean): string | null => {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MOST_BYTES) return null;
  const sequence = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
  return inTmux ? `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\` : sequence;
};
