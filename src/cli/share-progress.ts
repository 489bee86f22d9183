const WIDTH = 30;
/** Work that ends sooner shows nothing. */
const PATIENCE_MS = 400;
const BETWEEN_MS = 100;

/** A line on stderr that says which share of long work is done. */
export type ShareProgress = { readonly tell: (share: number) => void; readonly clear: () => void };

/** Returns a bar on stderr, on a terminal only, and only where the work takes a while. */
export const shareProgress = ({ quiet }: { readonly quiet?: boolean }): ShareProgress => {
  if (!process.stderr.isTTY || quiet) return { tell: () => undefined, clear: () => undefined };
  let next = performance.now() + PATIENCE_MS;
  let shown = false;
  return {
    tell: (share) => {
      if (performance.now() < next) return;
      next = performance.now() + BETWEEN_MS;
      shown = true;
      const percent = `${Math.round(share * 100)} %`;
      process.stderr.write(`\r${'━'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '·')} ${percent.padStart(5)}`);
    },
    clear: () => {
      if (shown) process.stderr.write(`\r${' '.repeat(WIDTH + 6)}\r`);
    },
  };
};
