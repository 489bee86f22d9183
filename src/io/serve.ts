import { deserialize } from 'node:v8';
import { workerData } from 'node:worker_threads';
import { doneBy, type Order, type Seat, type Told } from './crew.ts';
import { takePart } from './shares.ts';

/** Works in this thread for the crew that started it. `workerOf` returns what does the parts of a work. */
export const serve = (workerOf: (data: never, shared: SharedArrayBuffer) => (part: number) => unknown): void => {
  const { seat, port, told } = workerData as Seat;
  port.on('message', ({ work, data, shared, shares }: Order) => {
    let doPart: ((part: number) => unknown) | undefined;
    for (let part = takePart(shares, seat); part !== null; part = takePart(shares, seat)) {
      const taken = part;
      const done = doneBy(() => {
        doPart ??= workerOf(deserialize(data.slice()) as never, shared);
        return doPart(taken);
      });
      port.postMessage({ work, part, done } satisfies Told);
      Atomics.add(told, 0, 1);
      Atomics.notify(told, 0);
    }
  });
};
