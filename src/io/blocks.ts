import { readFileSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Bytes read at a time. */
const BLOCK = 1 << 17;
/** Smaller files are read at once, sooner than what reads in blocks is loaded. */
const LEAST_IN_BLOCKS = 1 << 18;

async function* blocksFrom(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(BLOCK);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, BLOCK, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Yields the bytes of a file, or of standard input for `-`, block by block; a block holds until the next one is asked for. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  if (path === '-') yield* process.stdin as AsyncIterable<Buffer>;
  else {
    const stat = statSync(path);
    if (stat.isFile() && stat.size < LEAST_IN_BLOCKS) yield readFileSync(path);
    else yield* blocksFrom(await (await import('node:fs/promises')).open(path, 'r'));
  }
}
