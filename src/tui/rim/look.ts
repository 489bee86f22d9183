import type { Worker } from 'node:worker_threads';
import { startThread } from '../../io/thread.ts';
import type { Request } from '../../planning/request.ts';
import type { LookAsk, Looked } from '../live/look.ts';
import type { TextPlace } from '../screens/tokens/sets.ts';
import type { Event } from '../state/event.ts';

/** The thread that looks up texts and prices; it begins when a screen first asks. */
export class Look {
  readonly #request: Request;
  readonly #dispatch: (...events: readonly Event[]) => void;
  #worker: Worker | undefined;

  constructor(request: Request, dispatch: (...events: readonly Event[]) => void) {
    this.#request = request;
    this.#dispatch = dispatch;
  }

  /** Reads all texts and price tables, again where they were read before. */
  open(): void {
    this.#ask({ kind: 'open', request: this.#request });
  }

  /** Asks how a text is cut up. */
  cut(place: TextPlace): void {
    this.#ask({ kind: 'cut', place });
  }

  stop(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(ask: LookAsk): void {
    this.#worker ??= this.#begin();
    this.#worker.postMessage(ask);
  }

  #begin(): Worker {
    const worker = startThread('tui/look-worker');
    worker.on('message', (looked: Looked) => {
      if (worker === this.#worker) this.#dispatch({ type: 'looked', looked });
    });
    worker.on('error', (error: Error) => {
      if (worker === this.#worker) this.#worker = undefined;
      this.#dispatch({ type: 'noticed', notice: { text: `the texts cannot be looked up: ${error.message}`, tone: 'bad' } });
    });
    return worker;
  }
}
