/** A text with a name, so that every problem can point into it. Offsets are UTF-16 code units, as in JavaScript. */
export type SourceFile = {
  /** The path as the user wrote it or would write it; never an absolute path of the machine. */
  readonly name: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
  /** Whether its text is kept out of messages: samples are real messages of real people. */
  readonly confidential: boolean;
  /** Where the text of an edited file comes from, in order and without gaps; empty where the text is as it was read. */
  readonly pieces: readonly Piece[];
};

/** A stretch of a source file: `start` inclusive, `end` exclusive. */
export type Span = { readonly file: SourceFile; readonly start: number; readonly end: number };

/** A stretch of an edited file, and the place that it was taken from. */
export type Piece = { readonly start: number; readonly end: number; readonly origin: Span };

/** 1-based, as editors and compilers count. */
export type Position = { readonly line: number; readonly column: number };

/** Returns the file with its line table. `\n` and `\r\n` end a line; a lone `\r` does not, as in YAML readers. */
export const sourceFile = (name: string, text: string): SourceFile => {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts, confidential: false, pieces: [] };
};

/**
 * Returns where the text of a span was written: the same span, unless its file was edited. A piece that was put in other words
 * than its author's (a list on one line) stands for the whole of what the author wrote.
 */
export const originOf = (span: Span): Span => {
  const piece = span.file.pieces.findLast(({ start }) => start <= span.start);
  if (piece === undefined) return span;
  const { origin } = piece;
  const verbatim = origin.end - origin.start === piece.end - piece.start;
  const at = (offset: number): number => Math.min(origin.end, origin.start + offset - piece.start);
  return originOf(verbatim ? { file: origin.file, start: at(span.start), end: at(span.end) } : origin);
};

/** Returns the 1-based line and column (in characters, not code units) of an offset. */
export const positionAt = (file: SourceFile, offset: number): Position => {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const before = file.text.slice(file.lineStarts[low] ?? 0, offset);
  return { line: low + 1, column: [...before].length + 1 };
};

/** Returns the text of a 1-based line, without its line end. */
export const lineText = (file: SourceFile, line: number): string => {
  const start = file.lineStarts[line - 1] ?? 0;
  const end = file.lineStarts[line] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, '');
};

/** Returns `file:line:column` of where a span was written, or the bare file name where the problem is the file as a whole. */
export const placeText = (place: Span): string => {
  const span = originOf(place);
  if (span.start === 0 && span.end === 0) return span.file.name;
  const { line, column } = positionAt(span.file, span.start);
  return `${span.file.name}:${line}:${column}`;
};
