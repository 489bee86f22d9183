import type { Readable, Transform } from 'node:stream';

/** Returns a transform that a source flows into; what goes wrong in the source ends it too, so that whoever reads it is told. */
export const piped = <Through extends Transform>(source: Readable, through: Through): Through => {
  source.on('error', (error) => through.destroy(error));
  return source.pipe(through);
};
