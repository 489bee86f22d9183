import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { startThread } from './thread.ts';

/** Takes the counts of a batch of texts, one after another in one array. */
export type Receive = (counts: Uint32Array) => void;

/** Batches that wait for one thread: enough that it never idles, few enough that memory stays small. */
const QUEUE = 2;
/** One core is left to read and split the files. */
const MOST_THREADS = 8;
const HEAP = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

type Thread = { readonly worker: Worker; readonly waiting: Receive[] };

/** Threads that count texts over shared tables. */
export class CountThreads {
  readonly #threads: readonly Thread[];
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(counters: readonly Tokenizer[]) {
    const workerData = counters.map((counter) => counter.share());
    this.#threads = Array.from({ length: Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1)) }, () => {
      const thread: Thread = { worker: startThread('io/count-worker', { workerData, resourceLimits: HEAP }), waiting: [] };
      thread.worker.on('message', (counts: Uint32Array) => {
        thread.waiting.shift()?.(counts);
        this.#wake();
      });
      thread.worker.on('error', (error: Error) => {
        this.#failure = error;
        this.#wake();
      });
      return thread;
    });
  }

  /** Hands some texts to the thread that has least to do; waits while all have enough. */
  async count(texts: readonly string[], receive: Receive): Promise<void> {
    await this.#until(() => this.#threads.some(({ waiting }) => waiting.length < QUEUE));
    const [least] = [...this.#threads].sort((a, b) => a.waiting.length - b.waiting.length);
    least?.waiting.push(receive);
    least?.worker.postMessage(texts);
  }

  /** Waits for all counts. */
  async settle(): Promise<void> {
    await this.#until(() => this.#threads.every(({ waiting }) => waiting.length === 0));
  }

  /** Ends the threads. */
  async end(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  async #until(ready: () => boolean): Promise<void> {
    while (!ready()) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}
