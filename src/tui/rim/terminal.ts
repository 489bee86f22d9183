import { ScreenWriter } from './screen-writer.ts';

/** The terminal that the app has taken: given back while something else has it, and in the end. */
export class Terminal {
  readonly screen: ScreenWriter;
  readonly #input: NodeJS.ReadStream;

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream) {
    this.#input = input;
    this.screen = new ScreenWriter(output);
  }

  #give(): void {
    this.screen.leave();
    if (this.#input.isTTY) this.#input.setRawMode(false);
  }

  /** Takes the terminal: its keys one by one, and a screen of its own. */
  take(): void {
    if (this.#input.isTTY) this.#input.setRawMode(true);
    this.screen.enter();
  }

  /** Gives the terminal back for good. */
  restore(): void {
    this.#give();
  }

  /** Lends the terminal to something that runs until it ends. */
  lend<T>(run: () => T): T {
    this.#give();
    try {
      return run();
    } finally {
      this.take();
    }
  }

  /** Goes to sleep as Ctrl-Z does in a shell, and takes the terminal again once it is woken. */
  suspend(): void {
    if (process.platform === 'win32') return;
    process.once('SIGCONT', () => this.take());
    this.#give();
    process.kill(process.pid, 'SIGSTOP');
  }
}
