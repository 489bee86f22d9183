import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import xterm from '@xterm/headless';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'dist', 'cli', 'main.js');

/** Whether a pseudo-terminal can be had: Python's, since what Node has for it must be downloaded as a binary. */
export const hasPty =
  process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty, termios, os; os.waitstatus_to_exitcode']).status === 0;

/** What a test starts `outlay` with. */
export type Setting = {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** `outlay` in a pseudo-terminal, its screen read by an emulator. */
export class InTerminal {
  readonly #child: ChildProcess;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  /** All that was written, as it came. */
  written = '';
  exit: number | null = null;
  stopped = false;
  #rest = '';

  constructor({ cwd, args, columns = 100, rows = 30, environment = {} }: Setting) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const run = [join(import.meta.dirname, 'pseudo-terminal.py'), String(columns), String(rows), process.execPath, main, ...args];
    const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', OUTLAY_AS_OF: '2026-11-20', ...environment };
    this.#child = spawn('python3', run, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [kind, value = ''] = line.split(' ');
      if (kind === 'out') {
        const bytes = Buffer.from(value, 'base64');
        this.written += bytes.toString('utf8');
        this.#terminal.write(bytes);
      }
      if (kind === 'exit') this.exit = Number(value);
      if (kind === 'stopped') this.stopped = true;
    }
  }

  #order(order: object): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  press(keys: string): void {
    this.#order({ keys });
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#order({ size: [columns, rows] });
  }

  signal(name: string): void {
    this.#order({ signal: name });
  }

  /** The rows of the screen as text. */
  get screen(): readonly string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
  }

  /** Whether the alternate screen is on. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Waits until something holds; fails with the screen where it never does. */
  async until(what: string, holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 1200; turn++) {
      if (holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`never ${what}:\n${this.screen.join('\n')}`);
  }

  /** Waits until the screen shows a text. */
  shows(text: string | RegExp): Promise<void> {
    const found = (row: string): boolean => (typeof text === 'string' ? row.includes(text) : text.test(row));
    return this.until(`showed ${text}`, () => this.screen.some(found));
  }

  /** Waits for its end, and until the emulator has taken in all that was written; returns the exit code. */
  async ended(): Promise<number> {
    await this.until('ended', () => this.exit !== null);
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    return this.exit ?? -1;
  }

  /** Ends whatever still runs. */
  close(): void {
    this.#child.stdin?.end();
  }
}
