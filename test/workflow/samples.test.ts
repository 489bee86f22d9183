import { describe, expect, it } from 'vitest';
import { mean } from '../../src/stats/moments.ts';
import { type Case, codesOf, modelOf, planOf, problemsOf } from '../support/plan.ts';

const workflow = (input: string): string =>
  `inputs:\n  question: ${input}\nsteps:\n  answer: { model: test/counting, output: 10, prompt: [{ user: { input: question } }] }\n`;

/** The token counts of the samples, without what the model's messages add. */
const counts = async (input: string, files: NonNullable<Case['files']>): Promise<readonly number[]> => {
  const [part] = modelOf(await planOf(workflow(input), { files }), 'answer').parts;
  const [term] = part?.amount.terms ?? [];
  if (term === undefined) return [part?.amount.constant ?? -1];
  return term.of.kind === 'empirical' ? term.of.values : [];
};

const problems = (input: string, files: NonNullable<Case['files']>): Promise<string> => problemsOf(workflow(input), { files });

/** In o200k_base: 1, 2 and 5 tokens. */
const TEXTS = ['hello', 'hello world', 'hello world hello world hello'];

describe('samples', () => {
  it('of text files are one a file, in the order of their names', async () => {
    const files = { 's/b.txt': TEXTS[1] ?? '', 's/a.txt': TEXTS[0] ?? '', 's/c.md': TEXTS[2] ?? '', 's/other.csv': 'x' };
    expect(await counts('{ samples: "s/*.txt" }', files)).toEqual([1, 2]);
    expect(await counts('{ samples: ["s/*.txt", s/c.md] }', files)).toEqual([1, 2, 5]);
    expect(await counts('{ samples: s/c.md }', files)).toEqual([5]);
  });

  it('of JSON Lines are one a line; empty lines are none', async () => {
    const lines = TEXTS.map((text) => JSON.stringify({ text })).join('\n\n');
    expect(await counts('{ samples: q.jsonl, field: text }', { 'q.jsonl': `${lines}\n` })).toEqual([1, 2, 5]);
    expect(await counts('{ samples: q.jsonl }', { 'q.jsonl': TEXTS.map((text) => JSON.stringify(text)).join('\n') })).toEqual([1, 2, 5]);
  });

  it('of a JSON array are one an item', async () => {
    expect(await counts('{ samples: q.json, field: text }', { 'q.json': JSON.stringify(TEXTS.map((text) => ({ text }))) })).toEqual([
      1, 2, 5,
    ]);
    expect(await counts('{ samples: q.json }', { 'q.json': JSON.stringify(TEXTS) })).toEqual([1, 2, 5]);
  });

  it('of CSV and TSV are one a row, in the column that the field names', async () => {
    expect(await counts('{ samples: q.csv, field: text }', { 'q.csv': `id,text\n1,hello\n2,"hello world"\n3,${TEXTS[2]}\n` })).toEqual([
      1, 2, 5,
    ]);
    expect(await counts('{ samples: q.tsv, field: text }', { 'q.tsv': `id\ttext\n1\thello\n2\thello world\n` })).toEqual([1, 2]);
  });

  it('of CSV may hold commas, quotes and line breaks inside quotes', async () => {
    const [count] = await counts('{ samples: q.csv, field: text }', { 'q.csv': 'id,text\n1,"hello, ""world""\nhello"\n' });
    const [same] = await counts('{ samples: q.json }', { 'q.json': JSON.stringify(['hello, "world"\nhello']) });
    expect(count).toBe(same);
  });

  it('follow a dotted field, and prefer a field of that very name', async () => {
    expect(await counts('{ samples: q.jsonl, field: body.text }', { 'q.jsonl': '{"body":{"text":"hello world"}}' })).toEqual([2]);
    expect(
      await counts('{ samples: q.jsonl, field: body.text }', { 'q.jsonl': '{"body.text":"hello","body":{"text":"hello world"}}' }),
    ).toEqual([1]);
  });

  it('that are numbers are texts too', async () => {
    expect(await counts('{ samples: q.jsonl, field: n }', { 'q.jsonl': '{"n":7}' })).toEqual([1]);
  });

  it('that are empty texts count nothing, and are samples all the same', async () => {
    expect(await counts('{ samples: q.jsonl, field: text }', { 'q.jsonl': '{"text":""}\n{"text":"hello"}' })).toEqual([0, 1]);
  });
});

describe('samples that cannot be used', () => {
  it('without the field suggest the nearest, at the line of the record', async () => {
    const text = await problems('{ samples: q.jsonl, field: txet }', { 'q.jsonl': '{"text":"a","id":1}\n{"text":"b","id":2}\n' });
    expect(text).toContain('this record has no text in "txet"');
    expect(text).toContain('q.jsonl:1:1');
    expect(text).toContain('q.jsonl:2:1');
    expect(text).toContain('did you mean "text"?');
    expect(text).toContain('its fields: text, id');
  });

  it('with records where texts are asked for say which field to add', async () => {
    const text = await problems('{ samples: q.jsonl }', { 'q.jsonl': '{"text":"a"}' });
    expect(text).toContain('"q.jsonl" holds records, not texts');
    expect(text).toContain('add field: text');
  });

  it('with a field of inherited properties have no text', async () => {
    expect(await codesOf(workflow('{ samples: q.jsonl, field: constructor.name }'), { files: { 'q.jsonl': '{"text":"a"}' } })).toEqual([
      'no-samples',
    ]);
  });

  it('that are not JSON name the line', async () => {
    expect(await problems('{ samples: q.jsonl, field: text }', { 'q.jsonl': '{"text":"a"}\n{"text":\n' })).toContain('line 2 is not JSON');
    expect(await problems('{ samples: q.json }', { 'q.json': '[1,' })).toContain('"q.json" is not JSON');
    expect(await problems('{ samples: q.json }', { 'q.json': '{"a":1}' })).toContain('"q.json" is not a JSON array');
  });

  it('in a table need a column', async () => {
    expect(await problems('{ samples: q.csv }', { 'q.csv': 'id,text\n1,a\n' })).toContain('add field: <column>');
    const text = await problems('{ samples: q.csv, field: txt }', { 'q.csv': 'id,text\n1,a\n' });
    expect(text).toContain('"q.csv" has no column "txt"');
    expect(text).toContain('did you mean "text"?');
    expect(text).toContain('its columns: id, text');
  });

  it('with a ragged row name its line', async () => {
    const text = await problems('{ samples: q.csv, field: text }', { 'q.csv': 'id,text\n1,a\n2,b\n3,c,surplus\n4,d\n' });
    expect(text).toContain('q.csv:4:1');
    expect(text).toContain('line 4 is not a row of this table');
    expect(text).toContain('3,c,surplus');
  });

  it('with a quote that is never closed say so', async () => {
    const text = await problems('{ samples: q.csv, field: text }', { 'q.csv': 'id,text\n1,a\n2,"b\n3,c\n4,d\n' });
    expect(text).toContain('error[no-samples]');
    expect(text).toContain('csv quote not closed');
  });

  it('that are none are an error: an empty set has no mean', async () => {
    expect(await problems('{ samples: q.jsonl, field: text }', { 'q.jsonl': '\n\n' })).toContain('no sample in q.jsonl');
    expect(await problems('{ samples: q.csv, field: text }', { 'q.csv': 'id,text\n' })).toContain('no sample in q.csv');
    expect(await problems('{ samples: q.json }', { 'q.json': '[]' })).toContain('no sample in q.json');
    expect(await problems('{ samples: "s/*.txt" }', {})).toContain('no file matches "s/*.txt"');
  });

  it('that are missing are reported once, however many steps use them', async () => {
    const text = await problemsOf(
      'inputs: { q: { samples: no.txt } }\nsteps:\n  a: { model: test/counting, output: 1, prompt: [{ user: { input: q } }] }\n  b: { model: test/claude, output: 1, prompt: [{ user: { input: q } }] }\n',
    );
    expect(text.match(/error\[/g)).toHaveLength(1);
  });

  it('on a model without a tokenizer are refused', async () => {
    expect(
      await problemsOf(
        'inputs: { q: { samples: q.txt } }\nsteps: { a: { model: test/plain, output: 1, prompt: [{ user: { input: q } }] } }\n',
        {
          files: { 'q.txt': 'hello' },
        },
      ),
    ).toContain('texts cannot be counted for test/plain, which has no tokenizer in its price table');
  });

  it('give token counts only, no dollars', async () => {
    expect(await problemsOf('steps: { a: { tool: x, cost: { samples: q.txt } } }\n')).toContain(
      'samples are texts: they give token counts only',
    );
  });
});

describe('one draw of a request', () => {
  it('picks one sample for every step, counted by each step’s own tokenizer', async () => {
    const plan = await planOf(
      `inputs: { q: { samples: q.jsonl, field: text } }
steps:
  a: { model: test/counting, output: 0, prompt: [{ user: { input: q } }] }
  b: { model: test/claude, output: 0, prompt: [{ user: { input: q } }] }
`,
      { files: { 'q.jsonl': TEXTS.map((text) => JSON.stringify({ text })).join('\n') } },
    );
    const draws = ['a', 'b'].map((name) => modelOf(plan, name).parts[0]?.amount.terms[0]);
    expect(draws.map((draw) => draw?.source)).toEqual(['input q', 'input q']);
    expect(draws.map((draw) => draw && mean(draw.of))).toEqual([expect.closeTo(8 / 3, 9), expect.closeTo((8 / 3) * 1.18, 9)]);
  });

  it('may mix samples with stated tokens', async () => {
    const plan = await planOf(workflow('{ mix: [{ share: 75%, samples: q.txt }, { share: 25%, tokens: 401 }] }'), {
      files: { 'q.txt': 'hello' },
    });
    const [draw] = modelOf(plan, 'answer').parts[0]?.amount.terms ?? [];
    expect(draw && mean(draw.of)).toBeCloseTo(0.75 + 0.25 * 401, 9);
  });
});
