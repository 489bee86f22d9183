import type { Worker } from 'node:worker_threads';
import { startThread } from '../../io/thread.ts';
import type { Request } from '../../planning/request.ts';
import type { VariantsTold } from '../live/variants.ts';
import type { Event } from '../state/event.ts';

/** The thread that plans a scenario with its candidates and under stress; a later question ends an earlier one. */
export class Variants {
  readonly #request: Request;
  readonly #dispatch: (...events: readonly Event[]) => void;
  #worker: Worker | undefined;
  #id = 0;

  constructor(request: Request, dispatch: (...events: readonly Event[]) => void) {
    this.#request = request;
    this.#dispatch = dispatch;
  }

  ask(settings: readonly string[], scenario: string): void {
    this.stop();
    const worker = startThread('tui/variants-worker');
    this.#worker = worker;
    worker.on('message', (told: VariantsTold) => {
      if (told.id !== this.#id) return;
      if (told.kind === 'variants') this.stop();
      this.#dispatch({ type: 'varied', told });
    });
    worker.on('error', (error: Error) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#dispatch({ type: 'noticed', notice: { text: `variants cannot be planned: ${error.message}`, tone: 'bad' } });
    });
    worker.postMessage({ id: ++this.#id, request: this.#request, settings, scenario });
  }

  stop(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#id++;
  }
}
