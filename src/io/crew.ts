import { serialize } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type Shares, sharesOf, takePart } from './shares.ts';
import { startThread } from './thread.ts';

/** Work that falls into parts, each of which any thread can do: what a part comes to hangs on the work alone. */
export type Work<Answer> = {
  /** Plain data, and memory that all threads write into. */
  readonly data: unknown;
  readonly shared: SharedArrayBuffer;
  /** How many parts there are, stage by stage: a part may need what those of earlier stages write into the shared memory. */
  readonly stages: readonly number[];
  /** Does a part in this thread. */
  readonly here: (part: number) => Answer;
};

/** What a thread is told of a work. */
export type Order = {
  readonly work: number;
  readonly data: Uint8Array;
  readonly shared: SharedArrayBuffer;
  readonly shares: Shares;
};

/** What a thread knows from its start: its place among all, how it hears of works, and where it counts the parts that it has done. */
export type Seat = { readonly seat: number; readonly port: MessagePort; readonly told: Int32Array };

/** What a part has come to, or what was thrown in it. */
type Done = { readonly answer: unknown } | { readonly thrown: unknown };

/** What a thread tells of a part. */
export type Told = { readonly work: number; readonly part: number; readonly done: Done };

/** Does a part; what is thrown is thrown again by whoever asks for it. */
export const doneBy = (doPart: () => unknown): Done => {
  try {
    return { answer: doPart() };
  } catch (thrown) {
    return { thrown };
  }
};

/** Another thread: where it is told of works and tells what it has done, and what ends it. */
type Other = { readonly port: MessagePort; readonly end: () => unknown };

type Open = { readonly id: number; readonly work: Work<unknown>; readonly shares: Shares; readonly done: Map<number, Done> };

/** So long this thread works alone before it calls the others: what takes less is done sooner than they have started. */
const ALONE_MS = 100;
/** A thread that is silent for so long may be lost: its part is done here. */
const PATIENCE_MS = 5000;

/**
 * This thread and others that work with it, as soon as there is enough to do. The others work on while this one does something else;
 * what it asks for it waits for, and does parts itself meanwhile. Nothing here is asynchronous: the program around it stays as it is.
 */
export class Crew {
  readonly #entry: string;
  readonly #threads: number;
  /** For how long this thread still works alone. */
  #aloneMs: number;
  /** How many parts the other threads have done. */
  readonly #told = new Int32Array(new SharedArrayBuffer(4));
  readonly #open = new Map<number, Open>();
  #others: readonly Other[] | undefined;
  #works = 0;

  /** A crew of so many threads in all; the others start on a file of the bundle that calls `serve`. */
  constructor(entry: string, threads: number, aloneMs = ALONE_MS) {
    this.#entry = entry;
    this.#threads = threads;
    this.#aloneMs = aloneMs;
  }

  /** Begins a work, and returns what its parts come to, in their order; what one of them throws is thrown there. */
  begin<Answer>(work: Work<Answer>): Iterable<Answer> {
    const open: Open = { id: this.#works++, work, shares: sharesOf(work.stages, this.#threads), done: new Map() };
    this.#open.set(open.id, open);
    if (this.#others === undefined) this.#workAlone(open);
    if (this.#others !== undefined) this.#post(open);
    return this.#answers<Answer>(open);
  }

  /** Ends the other threads. */
  end(): void {
    for (const { end } of this.#others ?? []) void end();
  }

  /** Works alone for a while; where that is not enough the others are called. */
  #workAlone(open: Open): void {
    while (this.#aloneMs > 0) {
      const start = performance.now();
      const found = this.#doNext(open);
      this.#aloneMs -= performance.now() - start;
      if (!found) return;
    }
    this.#others = this.#call();
  }

  /** Starts the others; none where threads cannot be had. */
  #call(): readonly Other[] {
    try {
      return Array.from({ length: this.#threads - 1 }, (_, other) => this.#start(other + 1));
    } catch {
      return [];
    }
  }

  #start(seat: number): Other {
    const { port1, port2 } = new MessageChannel();
    const worker = startThread(this.#entry, { workerData: { seat, port: port2, told: this.#told } satisfies Seat, transferList: [port2] });
    worker.unref();
    // What a thread that cannot start, or has died, does not do is done here.
    worker.on('error', () => undefined);
    return { port: port1, end: () => worker.terminate() };
  }

  #post({ id, work, shares }: Open): void {
    const bytes = serialize(work.data);
    const data = new Uint8Array(new SharedArrayBuffer(bytes.length));
    data.set(bytes);
    for (const { port } of this.#others ?? []) port.postMessage({ work: id, data, shared: work.shared, shares } satisfies Order);
  }

  *#answers<Answer>(open: Open): Generator<Answer> {
    const count = open.work.stages.reduce((sum, parts) => sum + parts, 0);
    for (let part = 0; part < count; part++) {
      const done = this.#doneIn(open, part);
      open.done.delete(part);
      if ('thrown' in done) throw done.thrown;
      yield done.answer as Answer;
    }
    this.#open.delete(open.id);
  }

  /** Returns what a part has come to: works on whatever is open until it is known. */
  #doneIn(open: Open, part: number): Done {
    for (;;) {
      const told = Atomics.load(this.#told, 0);
      this.#hear();
      const done = open.done.get(part);
      if (done !== undefined) return done;
      if ([...this.#open.values()].some((one) => this.#doNext(one))) continue;
      if (Atomics.wait(this.#told, 0, told, PATIENCE_MS) === 'timed-out') return doneBy(() => open.work.here(part));
    }
  }

  /** Does the next part of a work that nobody has taken; false where there is none. */
  #doNext({ work, shares, done }: Open): boolean {
    const part = takePart(shares, 0);
    if (part === null) return false;
    done.set(
      part,
      doneBy(() => work.here(part)),
    );
    return true;
  }

  #hear(): void {
    for (const { port } of this.#others ?? []) {
      for (let heard = receiveMessageOnPort(port); heard !== undefined; heard = receiveMessageOnPort(port)) {
        const { work, part, done } = heard.message as Told;
        this.#open.get(work)?.done.set(part, done);
      }
    }
  }
}
