import { parentPort } from 'node:worker_threads';
import type { Ask } from './wire.ts';
import { Work } from './work.ts';

// The thread in which workflows are read, counted and played, so that the app never waits. The latest question wins.

let waiting: Ask | undefined;
let busy = false;

const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const work = new Work(
  (told) => parentPort?.postMessage(told),
  async () => {
    await rest();
    return waiting !== undefined;
  },
);

const answerAll = async (): Promise<void> => {
  busy = true;
  for (let ask = waiting; ask !== undefined; ask = waiting) {
    waiting = undefined;
    try {
      await work.answer(ask);
    } catch (thrown) {
      parentPort?.postMessage({ kind: 'failed', id: ask.id, message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  busy = false;
};

parentPort?.on('message', (ask: Ask) => {
  waiting = ask;
  if (!busy) void answerAll();
});
