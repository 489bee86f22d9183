/** A part of a comment, and what is left of it where there is little room. */
export type Block = { readonly full: readonly string[]; readonly brief: readonly string[] };

/** A comment on GitHub takes 65,536 characters; room is left for what others put around it. */
export const MOST_CHARACTERS = 60_000;

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 1);

/**
 * Returns blocks with an empty line between them, no longer than `room`: each in full where that fits, else in brief; how many
 * are left out altogether is said at the end.
 */
export const fitted = (blocks: readonly Block[], room: number, what: string): readonly string[] => {
  const lines: string[] = [];
  let [left, missing] = [room - 200, 0];
  for (const { full, brief } of blocks) {
    if (full.length === 0) continue;
    const shown = lengthOf(full) <= left ? full : brief;
    if (lengthOf(shown) > left || missing > 0) {
      missing++;
      continue;
    }
    left -= lengthOf(shown);
    lines.push(...(lines.length === 0 ? [] : ['']), ...shown);
  }
  return missing === 0 ? lines : [...lines, '', `… and ${missing} more ${what}: they do not fit into a comment.`];
};

/** Returns a block that is shown whole or not at all. */
export const whole = (lines: readonly string[]): Block => ({ full: lines, brief: lines });
