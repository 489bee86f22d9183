import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { sourceFile } from '../../src/diagnostics/source.ts';
import { inlineValue } from '../../src/yaml/inline.ts';
import { readYaml } from '../../src/yaml/read.ts';

const readBack = (text: string): unknown => readYaml(sourceFile('f', `v: ${text}\n`), new Problems())?.value['v'];

describe('a value on one line', () => {
  it.each([
    ['anthropic/claude-sonnet-5', 'anthropic/claude-sonnet-5'],
    ['200 to 900', '200 to 900'],
    ['$38 per hour', '$38 per hour'],
    ['35%', '35%'],
    ['-5', '-5'],
    ['{ p50: 300, p95: 900 }', '{ p50: 300, p95: 900 }'],
    ['"a: b # c"', '"a: b # c"'],
    ['true', 'true'],
    ['10k  # a remark', '10k'],
  ])('stays as it is written: %s', (text, shown) => {
    expect(inlineValue(text)).toMatchObject({ text: shown });
  });

  it.each([
    ['a, b', 'a, b'],
    ['Answer {{question}}', 'Answer {{question}}'],
    ['- user: x\n- user: y', [{ user: 'x' }, { user: 'y' }]],
    ['a: 1\nb: { c: 2 }', { a: 1, b: { c: 2 } }],
    ['|\n  two\n  lines\n', 'two\nlines\n'],
  ])('is put in other words where its own would read differently inside braces: %j', (text, value) => {
    const inline = inlineValue(text);
    expect('text' in inline && readBack(`[${inline.text}]`)).toEqual([value]);
    expect('text' in inline && inline.text).not.toContain('\n');
  });

  it.each([
    ['', 'there is no value'],
    ['   ', 'there is no value'],
    ['# only a remark', 'there is no value'],
    ['[1', 'Flow sequence'],
    ['*x', 'no anchor "x"'],
    ['!!js/function x', 'tags are not allowed'],
    ['null', 'has no value'],
  ])('is refused: %j', (text, why) => {
    const inline = inlineValue(text);
    expect('problem' in inline && inline.problem).toContain(why);
  });
});
