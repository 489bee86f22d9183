import { deserialize } from 'node:v8';
import { type MessagePort, workerData } from 'node:worker_threads';
import { doneBy, type Order, type Told, takePart } from './crew.ts';

/** Works in this thread for the crew that started it. `workerOf` returns what does the parts of a work. */
export const serve = (workerOf: (data: never, shared: SharedArrayBuffer) => (part: number) => unknown): void => {
  const { port, told } = workerData as { readonly port: MessagePort; readonly told: Int32Array };
  port.on('message', ({ work, data, shared, count, taken }: Order) => {
    let doPart: ((part: number) => unknown) | undefined;
    for (let part = takePart(taken); part < count; part = takePart(taken)) {
      const done = doneBy(() => {
        doPart ??= workerOf(deserialize(Uint8Array.from(data)) as never, shared);
        return doPart(part);
      });
      port.postMessage({ work, part, done } satisfies Told);
      Atomics.add(told, 0, 1);
      Atomics.notify(told, 0);
    }
  });
};
