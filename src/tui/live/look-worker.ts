import { parentPort } from 'node:worker_threads';
import { type LookAsk, looker } from './look.ts';

// The thread in which texts and price tables are read that only the screens of tokens and prices show.

const look = looker();

parentPort?.on('message', (ask: LookAsk) => {
  const looked = look(ask);
  if (looked !== null) parentPort?.postMessage(looked);
});
