import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = process.env['CHROMIUM'] ?? 'chromium';

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

/** What the browser tells unasked: a request, an entry of its console, an exception. */
export type Told = { readonly method: string; readonly params: unknown };

/** A browser without a window, told what to do through a pipe. Throws where there is none: a check that was not made is no pass. */
export class Chromium {
  readonly told: Told[] = [];
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'outlay-chromium-'));
  readonly #asked = new Map<number, (message: Message) => void>();
  readonly #ended: Promise<never>;
  #session = '';
  #next = 1;

  private constructor() {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
    this.#child = spawn(PROGRAM, [...flags, `--user-data-dir=${this.#folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((_, fail) => {
      this.#child.on('error', (error) => fail(new Error(`Chromium cannot be run (${PROGRAM}): ${error.message}. Install chromium.`)));
      this.#child.on('exit', (code) => fail(new Error(`Chromium ended with ${code}`)));
    });
    this.#ended.catch(() => rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 }));
    (this.#child.stdio[3] as Writable).on('error', () => undefined);
    this.#listen(this.#child.stdio[4] as Readable);
  }

  static async open(): Promise<Chromium> {
    const browser = new Chromium();
    const { targetInfos } = (await browser.ask('Target.getTargets')) as { targetInfos: readonly { type: string; targetId: string }[] };
    const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
    const { sessionId } = (await browser.ask('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
    browser.#session = sessionId;
    for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await browser.ask(`${domain}.enable`);
    return browser;
  }

  #listen(pipe: Readable): void {
    let rest = '';
    pipe.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#hear(JSON.parse(part) as Message);
    });
  }

  #hear(message: Message): void {
    if (message.method !== undefined) this.told.push({ method: message.method, params: message.params });
    else if (message.id !== undefined) this.#asked.get(message.id)?.(message);
  }

  /** Returns what the browser answers to a command of its DevTools protocol. */
  ask(method: string, params: object = {}): Promise<unknown> {
    const id = this.#next++;
    const answer = new Promise<unknown>((done, fail) => {
      this.#asked.set(id, ({ result, error }) => (error === undefined ? done(result) : fail(new Error(`${method}: ${error.message}`))));
    });
    const session = this.#session === '' ? {} : { sessionId: this.#session };
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return Promise.race([answer, this.#ended]);
  }

  /** Opens an address and waits until it is loaded. */
  async load(url: string): Promise<void> {
    this.told.length = 0;
    await this.ask('Page.navigate', { url });
    await this.value('new Promise(done => document.readyState === "complete" ? done() : addEventListener("load", () => done()))');
  }

  /** Returns the value of an expression in the page. */
  async value(expression: string): Promise<unknown> {
    const answer = await this.ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (answer as { result: { value?: unknown } }).result.value;
  }

  async close(): Promise<void> {
    const gone = new Promise((done) => this.#child.on('exit', done));
    await this.ask('Browser.close').catch(() => undefined);
    await gone;
  }
}
