import { describe, expect, it } from 'vitest';
import { lineText, placeText, positionAt, sourceFile } from '../../src/diagnostics/source.ts';

describe('positions are counted as editors count them', () => {
  it('begins at line 1, column 1', () => {
    expect(positionAt(sourceFile('f', 'abc'), 0)).toEqual({ line: 1, column: 1 });
  });

  it('puts the first character after a line feed at column 1 of the next line', () => {
    const file = sourceFile('f', 'ab\ncd\n\nef');
    expect(positionAt(file, 2)).toEqual({ line: 1, column: 3 });
    expect(positionAt(file, 3)).toEqual({ line: 2, column: 1 });
    expect(positionAt(file, 6)).toEqual({ line: 3, column: 1 });
    expect(positionAt(file, 8)).toEqual({ line: 4, column: 2 });
  });

  it('counts a character outside the basic plane as one column', () => {
    expect(positionAt(sourceFile('f', '😀😀x'), 4)).toEqual({ line: 1, column: 3 });
  });

  it('takes CRLF as one line end, and a lone carriage return as none', () => {
    const file = sourceFile('f', 'a: 1\r\nb: 2\rc: 3\nd: 4');
    expect(positionAt(file, file.text.indexOf('b'))).toEqual({ line: 2, column: 1 });
    expect(positionAt(file, file.text.indexOf('c'))).toEqual({ line: 2, column: 6 });
    expect(positionAt(file, file.text.indexOf('d'))).toEqual({ line: 3, column: 1 });
  });

  it('finds every line of a long file', () => {
    const file = sourceFile('f', 'x\n'.repeat(1000));
    for (let line = 1; line <= 1000; line++) expect(positionAt(file, (line - 1) * 2).line).toBe(line);
  });

  it('gives a line without its line end', () => {
    const file = sourceFile('f', 'one\r\ntwo\nthree');
    expect([1, 2, 3].map((line) => lineText(file, line))).toEqual(['one', 'two', 'three']);
  });

  it('gives an empty last line after a final line feed', () => {
    expect(lineText(sourceFile('f', 'one\n'), 2)).toBe('');
  });
});

describe('places', () => {
  const file = sourceFile('flow/workflow.yaml', 'a: 1\nb: 2\n');

  it('are file:line:column', () => {
    expect(placeText({ file, start: 5, end: 6 })).toBe('flow/workflow.yaml:2:1');
  });

  it('are the bare file name where the problem is the file as a whole', () => {
    expect(placeText({ file, start: 0, end: 0 })).toBe('flow/workflow.yaml');
  });

  it('are 1:1 where the problem is the first character', () => {
    expect(placeText({ file, start: 0, end: 1 })).toBe('flow/workflow.yaml:1:1');
  });
});
