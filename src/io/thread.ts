import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { packageFolder } from './shipped.ts';

/** Starts a thread on a file of the bundle, such as `io/count-worker`. */
export const startThread = (entry: string, options?: WorkerOptions): Worker =>
  new Worker(join(packageFolder(), 'dist', `${entry}.mjs`), options);
