import type { Problems } from '../diagnostics/diagnostic.ts';
import { type SourceFile, sourceFile } from '../diagnostics/source.ts';

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
  ['a gzip file', [0x1f, 0x8b]],
  ['a zip file', [0x50, 0x4b, 3, 4]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
];

const signatureOf = (bytes: Uint8Array): string | undefined =>
  SIGNATURES.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))?.[0];

const decodes = (bytes: Uint8Array, stream: boolean): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
};

/**
 * Returns the offset of the first byte that is not UTF-8: the longest prefix that may still go on, found by bisection, less
 * the character that it breaks off in.
 */
const firstBadByte = (bytes: Uint8Array): number => {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !decodes(bytes.subarray(0, low), false)) low--;
  return low;
};

/**
 * Returns the bytes of a file as text: UTF-8 only, a leading byte-order mark dropped. Binary files, other encodings and
 * damaged text are problems that name the encoding or the first bad byte; no byte of them is shown.
 */
export const decodeText = (name: string, bytes: Uint8Array, problems: Problems): SourceFile | undefined => {
  const nameless = sourceFile(name, '');
  const span = { file: nameless, start: 0, end: 0 };
  const signature = signatureOf(bytes);
  if (signature !== undefined) {
    return problems.error('encoding', span, `"${name}" is ${signature}, not UTF-8 text`, {
      help: [signature.startsWith('UTF') ? 'save it as UTF-8' : 'name a text file'],
    });
  }
  const nul = bytes.subarray(0, 8192).indexOf(0);
  if (nul !== -1 || bytes.includes(0)) {
    return problems.error('encoding', span, `"${name}" looks binary: it holds a NUL byte at offset ${bytes.indexOf(0)}`, {
      help: ['name a text file, or save it again: a torn write leaves NUL bytes behind'],
    });
  }
  try {
    return sourceFile(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return problems.error('encoding', span, `"${name}" is not UTF-8: the first bad byte is at offset ${firstBadByte(bytes)}`, {
      help: ['save it as UTF-8'],
    });
  }
};
