import type { Worker } from 'node:worker_threads';
import { startThread } from '../../io/thread.ts';
import type { Request } from '../../planning/request.ts';
import type { MonthTold } from '../live/month.ts';
import type { Event } from '../state/event.ts';

/** The thread that works out what the listed workflows come to, one after another; it ends with the last of them. */
export class Months {
  readonly #dispatch: (...events: readonly Event[]) => void;
  #worker: Worker | undefined;

  constructor(dispatch: (...events: readonly Event[]) => void) {
    this.#dispatch = dispatch;
  }

  /** Asks for each workflow; what was asked before is forgotten. */
  ask(requests: readonly Request[]): void {
    this.stop();
    if (requests.length === 0) return;
    const worker = startThread('tui/look-worker');
    this.#worker = worker;
    let left = requests.length;
    worker.on('message', ({ path, figure }: MonthTold) => {
      if (worker !== this.#worker) return;
      if (--left === 0) this.stop();
      this.#dispatch({ type: 'month', path, figure });
    });
    worker.on('error', (error: Error) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#dispatch({ type: 'noticed', notice: { text: `months cannot be worked out: ${error.message}`, tone: 'bad' } });
    });
    for (const request of requests) worker.postMessage({ kind: 'month', request });
  }

  stop(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
