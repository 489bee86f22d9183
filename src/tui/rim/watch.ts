import { statSync } from 'node:fs';

const EVERY_MS = 400;

const stampOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
};

/** Watches files by looking at them now and then: editors replace files, and file systems over a network tell nobody. */
export class Watch {
  readonly #stamps = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;

  constructor(saved: () => void) {
    this.#timer = setInterval(() => {
      let changed = false;
      for (const [path, stamp] of this.#stamps) {
        const now = stampOf(path);
        if (now === stamp) continue;
        this.#stamps.set(path, now);
        changed = true;
      }
      if (changed) saved();
    }, EVERY_MS);
    this.#timer.unref();
  }

  /** Takes the files as they stand for known: what was just written here is no news. */
  seen(): void {
    for (const path of this.#stamps.keys()) this.#stamps.set(path, stampOf(path));
  }

  /** Watches these files from now on, as they stand. */
  files(paths: readonly string[]): void {
    for (const path of paths) if (!this.#stamps.has(path)) this.#stamps.set(path, stampOf(path));
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
