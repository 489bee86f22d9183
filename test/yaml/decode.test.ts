import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { positionAt } from '../../src/diagnostics/source.ts';
import { decodeText } from '../../src/yaml/decode.ts';

const decode = (bytes: Uint8Array): { text: string | undefined; shown: string } => {
  const problems = new Problems();
  const source = decodeText('f.yaml', bytes, problems);
  expect(problems.failed).toBe(source === undefined);
  return { text: source?.text, shown: renderDiagnostics(problems.list) };
};

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('text is UTF-8', () => {
  it.each(['', 'a: 1\n', 'Zürich', '漢字', '😀', 'a\r\nb\rc', '\u2028', '\ufffe'])('%j is read as it is', (text) => {
    expect(decode(Buffer.from(text)).text).toBe(text);
  });

  it('drops a byte-order mark at the start, so that columns are right', () => {
    const problems = new Problems();
    const source = decodeText('f', Buffer.from('\ufeffa: 1'), problems);
    expect(source?.text).toBe('a: 1');
    expect(source && positionAt(source, 0)).toEqual({ line: 1, column: 1 });
  });

  it('keeps a byte-order mark elsewhere, to be shown', () => {
    expect(decode(Buffer.from('a\ufeffb')).text).toBe('a\ufeffb');
  });

  it('keeps a replacement character that stands in the file', () => {
    expect(decode(Buffer.from('a\ufffdb')).text).toBe('a\ufffdb');
  });
});

describe('other files are named for what they are', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0)],
    ['UTF-16', bytes(0xfe, 0xff, 0, 0x61)],
    ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)],
    ['UTF-32', bytes(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61)],
    ['a gzip file', bytes(0x1f, 0x8b, 8)],
    ['a zip file', bytes(0x50, 0x4b, 3, 4)],
    ['a PNG picture', bytes(0x89, 0x50, 0x4e, 0x47)],
    ['a PDF', latin1('%PDF-1.7')],
  ])('%s', (kind, content) => {
    expect(decode(content).shown).toContain(`"f.yaml" is ${kind}, not UTF-8 text`);
  });

  it.each([
    ['at the start', 0],
    ['within the first block', 8000],
    ['far behind it', 100_000],
  ])('a NUL byte %s makes a file binary, by its offset', (_where, offset) => {
    expect(decode(latin1(`${'a'.repeat(offset)}\0b`)).shown).toContain(`holds a NUL byte at offset ${offset}`);
  });
});

describe('the first bad byte is named by its offset', () => {
  it.each<[string, Uint8Array, number]>([
    ['Latin-1 before a letter', latin1('name: "Z\xfcrich"'), 8],
    ['a continuation byte without its head', bytes(0x61, 0x80), 1],
    ['a byte that no UTF-8 text holds', bytes(0x61, 0x62, 0xff, 0x61), 2],
    ['an overlong slash', latin1('path: "\xc0\xaf"'), 7],
    ['the head of a sequence that does not go on', latin1('caf\xe9 au lait'), 3],
    ['the head of a sequence before another bad byte', latin1('caf\xe9\xff\xfe'), 3],
    ['a surrogate', bytes(0x61, 0xed, 0xa0, 0x80), 1],
    ['a sequence cut short by the end of the file', bytes(0x61, 0xf0, 0x9f, 0x98), 1],
    ['one beyond the last code point', bytes(0x61, 0xf4, 0x90, 0x80, 0x80), 1],
    ['one after a byte-order mark, the mark counted', bytes(0xef, 0xbb, 0xbf, 0x61, 0xff), 4],
    ['one at the end of a long text', latin1(`${'x'.repeat(300_000)}\xff`), 300_000],
  ])('%s', (_what, content, offset) => {
    expect(decode(content).shown).toMatch(new RegExp(`first bad byte is at offset ${offset}\\b`));
  });

  it('and nothing of the file is shown', () => {
    const { shown } = decode(latin1('SECRET \xff SECRET'));
    expect(shown).not.toContain('SECRET');
    expect(shown.split('\n')).toEqual([expect.stringContaining('error[encoding]'), '  --> f.yaml', '   = save it as UTF-8']);
  });
});
