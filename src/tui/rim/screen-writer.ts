import { EventEmitter } from 'node:events';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?2026l\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Synchronized output: the terminal shows all of a frame at once. Terminals that do not know it ignore it. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];

/** The part of a terminal stream that is written to. */
export type Output = Pick<NodeJS.WriteStream, 'write' | 'once' | 'writableNeedDrain'> & {
  readonly columns?: number;
  readonly rows?: number;
};

/**
 * The screen: it takes whole frames and writes the rows that differ from the last one. It owns the alternate screen and always
 * gives it back. While the terminal is slow, frames that have been overtaken are dropped. Ink takes it for its terminal, and has
 * nothing to write.
 */
export class ScreenWriter extends EventEmitter {
  readonly isTTY = true;
  readonly #output: Output;
  #shown: readonly string[] = [];
  #next: readonly string[] | null = null;
  #inside = false;
  #waiting = false;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns || 80;
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  /** Takes the alternate screen, with the cursor hidden. */
  enter(): void {
    if (this.#inside) return;
    this.#inside = true;
    this.#shown = [];
    this.#output.write(ENTER);
    this.#paint();
  }

  /** Gives the terminal back as it was found. Safe to call at any time, and more than once. */
  leave(): void {
    if (!this.#inside) return;
    this.#inside = false;
    this.#output.write(LEAVE);
  }

  /** Draws everything anew with the next frame, or at once: after a resize, or when something else has written. */
  redraw(): void {
    this.#shown = [];
    if (this.#inside) this.#output.write('\u001b[2J');
    this.#paint();
  }

  /** Writes a sequence that shows nothing, such as one for the clipboard. */
  send(sequence: string): void {
    this.#output.write(sequence);
  }

  /** Takes a frame, row by row. */
  readonly draw = (rows: readonly string[]): void => {
    this.#next = rows;
    this.#paint();
  };

  /** Takes what Ink writes for its own purposes, such as showing the cursor, which is for `leave` to do. */
  write(): boolean {
    return true;
  }

  #paint(): void {
    if (!this.#inside || this.#waiting || this.#next === null) return;
    const rows = this.#next.slice(0, this.rows);
    const changed: string[] = [];
    for (let row = 0; row < Math.max(rows.length, this.#shown.length); row++) {
      const text = rows[row] ?? '';
      // The row is emptied before it is written: behind a full row the cursor still stands on its last cell.
      if (text !== this.#shown[row]) changed.push(`\u001b[${row + 1};1H\u001b[2K${text}\u001b[0m`);
    }
    this.#shown = rows;
    if (changed.length > 0) this.#output.write(BEGIN + changed.join('') + END);
    if (!this.#output.writableNeedDrain) return;
    this.#waiting = true;
    this.#output.once('drain', () => {
      this.#waiting = false;
      this.#paint();
    });
  }
}
