import { statSync } from 'node:fs';
import type { TextSource } from '../io/texts.ts';

/** A line on stderr that says how far long work has come. */
export type Progress = { readonly tell: (bytes: number) => void; readonly clear: () => void };

const WIDTH = 30;
/** Work that ends sooner shows nothing. */
const PATIENCE_MS = 400;
const BETWEEN_MS = 100;

const SILENT: Progress = { tell: () => undefined, clear: () => undefined };

/** Returns the progress of reading some files: on a terminal only, and only where it takes a while. */
export const progressBar = (sources: readonly TextSource[], { quiet }: { readonly quiet?: boolean }): Progress => {
  if (!process.stderr.isTTY || quiet) return SILENT;
  const total = sources.reduce((sum, { path }) => sum + (path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0)), 0);
  let next = performance.now() + PATIENCE_MS;
  let shown = false;
  return {
    tell: (bytes) => {
      if (performance.now() < next) return;
      next = performance.now() + BETWEEN_MS;
      shown = true;
      const share = total === 0 ? 0 : Math.min(1, bytes / total);
      const bar = '━'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '·');
      process.stderr.write(`\r${bar} ${(bytes / 1e6).toFixed(1)} MB${total === 0 ? '' : ` of ${(total / 1e6).toFixed(1)}`}`);
    },
    clear: () => {
      if (shown) process.stderr.write(`\r${' '.repeat(WIDTH + 30)}\r`);
    },
  };
};
