import { columnsOf } from '../../../diagnostics/render.ts';
import type { TextTokens } from '../../../planning/texts.ts';
import { shownTokens } from '../../../report/tokens/show.ts';
import type { Line, Span, Tone } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';

/** Neighbours differ in tone; without colour the border between them tells them apart. */
const TONES: readonly Tone[] = ['plain', 'accent'];

/** A token cut to what fits in a line, so that a token longer than the screen goes on in the next. */
const cutToken = (text: string, columns: number): readonly string[] => {
  const pieces: string[] = [];
  let [piece, used] = ['', 0];
  for (const character of text) {
    const own = columnsOf(character);
    if (used + own > columns && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += own;
  }
  return [...pieces, piece];
};

/** More tokens than any screen shows. */
const MOST = 6000;

/** Kept with the text, since every key press asks for them. */
const known = new WeakMap<TextTokens, readonly string[]>();

const shownOf = (cut: TextTokens): readonly string[] => {
  const found = known.get(cut) ?? shownTokens(new TextEncoder().encode(cut.text), cut.ends.slice(0, MOST));
  known.set(cut, found);
  return found;
};

/** Returns a text with a border after each token, no line wider than `columns`, and what of it is not seen. */
export const tokenLines = (cut: TextTokens, columns: number, rows: number): readonly Line[] => {
  const { ends, left } = cut;
  if (rows < 1 || columns < 2) return [];
  const lines: Span[][] = [[]];
  let used = 0;
  let seen = 0;
  for (const [turn, token] of shownOf(cut).entries()) {
    for (const piece of cutToken(token, columns - 1)) {
      const own = columnsOf(piece);
      if (used + own + 1 > columns) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(span(piece, TONES[turn % TONES.length]));
      used += own;
    }
    if (lines.length > rows) break;
    lines.at(-1)?.push(span('│', 'edge'));
    used += 1;
    seen++;
    if (token.endsWith('⏎')) {
      lines.push([]);
      used = 0;
    }
  }
  const whole = seen >= ends.length && left === 0 && lines.length <= rows;
  if (whole) return lines;
  const rest = left === 0 ? `${ends.length - seen} tokens` : `${ends.length - seen} tokens and ${left} characters`;
  return [...lines.slice(0, rows - 1), said(`↓ ${rest} more`, 'dim')];
};
