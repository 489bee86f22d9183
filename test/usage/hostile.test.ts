import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLog, totals } from '../support/read-log.ts';

const call = (more: object = {}) =>
  JSON.stringify({ timestamp: '2026-05-04T09:00:00Z', model: 'm', input_tokens: 100, output_tokens: 10, ...more });

describe('A log from a stranger', () => {
  it('counts lines that are no records, and names the first of them, and reads the rest', async () => {
    const bad = ['not json', '[1,2]', 'null', '"text"', call({ timestamp: 'yesterday' }), call({ timestamp: 12 })];
    const log = await readLog('a.jsonl', `${call()}\n${bad.join('\n')}\n${call()}\n`);
    const [file] = log.files;
    expect(totals(log).calls).toBe(2);
    expect(file?.bad).toBe(6);
    expect(file?.badPlaces).toEqual([
      { line: 2, why: 'not JSON' },
      { line: 3, why: 'not a record' },
      { line: 4, why: 'not a record' },
      { line: 5, why: 'not a record' },
      { line: 6, why: 'no usable "timestamp"' },
    ]);
  });

  it.each([
    ['a text', 'many', 0],
    ['a negative number', -5, 0],
    ['a list', [1, 2], 0],
    ['a map', { a: 1 }, 0],
    ['infinity', '1e999', 0],
    ['true', true, 0],
    ['a number as text', '120', 120],
  ])('takes %s in place of a count for what it is', async (_, value, tokens) => {
    const log = await readLog('a.jsonl', `${call()}\n${call({ input_tokens: value, output_tokens: 1 })}\n`);
    expect(totals(log).input).toBe(100 + tokens);
  });

  it('is not misled by keys of prototypes', async () => {
    const evil =
      '{"__proto__":{"input_tokens":1000000},"constructor":{"prototype":{"x":1}},"timestamp":"2026-05-04T09:00:00Z","output_tokens":1}';
    const log = await readLog('a.jsonl', `${call()}\n${evil}\n`);
    expect(totals(log).input).toBe(100);
    expect(({} as { readonly input_tokens?: number }).input_tokens).toBeUndefined();
    const table = await readLog('a.csv', 'timestamp,__proto__,toString,input_tokens,output_tokens\n2026-05-04T09:00:00Z,1,2,30,4\n');
    expect(totals(table).input).toBe(30);
  });

  it('may hold a line longer than any call: it is passed over, and the rest is read', async () => {
    const long = call({ note: 'x'.repeat(17 << 20) });
    const log = await readLog('a.jsonl', `${call()}\n${long}\n${call()}\n`);
    expect(totals(log).calls).toBe(2);
    expect(log.files[0]?.badPlaces).toEqual([{ line: 2, why: 'longer than 16 MiB' }]);
  });

  it('keeps parts that come to more than their whole from making less than nothing', async () => {
    const log = await readLog('a.jsonl', `${call({ cached_input_tokens: 500, reasoning_tokens: 50 })}\n`);
    expect(totals(log)).toMatchObject({ uncached: 0, read: 500, output: 10, reasoning: 10 });
  });

  it('counts a row that stands there twice once, and two calls of one id twice', async () => {
    const rows = [call({ id: 'a' }), call({ id: 'a' }), call({ id: 'a', output_tokens: 20 })];
    const log = await readLog('a.jsonl', `${rows.join('\n')}\n`);
    expect(totals(log).calls).toBe(2);
    expect(log.files[0]?.duplicates).toBe(1);
  });

  it('keeps nothing of what was said', async () => {
    const words = 'our secret plan';
    const log = await readLog(
      'a.jsonl',
      `${call({ prompt: words, messages: [{ content: words }], metadata: { text: words }, route: 'r' })}\n`,
    );
    expect(JSON.stringify([log, [...log.untold].map(([field, values]) => [field, [...values]])])).not.toContain('secret');
    expect([...log.untold.keys()]).toEqual(['route']);
  });

  it('says what it saw where no format fits, and which formats where two do', async () => {
    const [unknown] = (await readLog('a.json', '{"a":1,"b":2}')).files;
    expect(unknown).toMatchObject({ format: null, seen: ['a', 'b'], records: 0 });
    const both = JSON.stringify({ call_type: 'x', request_id: '1', usageDetails: {}, traceId: 't', startTime: '2026-05-04T09:00:00Z' });
    expect((await readLog('a.jsonl', `${both}\n`)).files[0]).toMatchObject({ format: null, seen: ['LiteLLM', 'Langfuse'] });
  });
});

describe('The file of a log', () => {
  const rows = Array.from({ length: 5000 }, (_, at) => call({ input_tokens: at })).join('\n');

  it.each([
    ['lines', 'a.jsonl', `${rows}\n`],
    ['lines without an end', 'a.txt', rows],
    ['lines with carriage returns', 'a.jsonl', rows.replaceAll('\n', '\r\n')],
    ['a list', 'a.json', `[${rows.replaceAll('\n', ',\n')}]`],
    ['a gzip file', 'a.jsonl.gz', gzipSync(rows)],
    ['a gzip file under another name', 'a.log', gzipSync(rows)],
    [
      'a table',
      'a.csv',
      `timestamp,input_tokens,output_tokens\n${Array.from({ length: 5000 }, (_, at) => `2026-05-04T09:00:00Z,${at},10`).join('\n')}\n`,
    ],
    [
      'a table with tabs',
      'a.tsv',
      `timestamp\tinput_tokens\toutput_tokens\n${Array.from({ length: 5000 }, (_, at) => `2026-05-04T09:00:00Z\t${at}\t10`).join('\n')}\n`,
    ],
  ])('may be %s', async (_, name, content) => {
    expect(totals(await readLog(name, content))).toMatchObject({ calls: 5000, input: (4999 * 5000) / 2 });
  });

  it.each([
    ['empty', ''],
    ['blank', ' \n\n'],
  ])('may be %s: then it holds nothing', async (_, content) => {
    const log = await readLog('a.jsonl', content);
    expect(log.records).toEqual([]);
    expect(log.files[0]).toMatchObject({ format: null, records: 0, bad: 0 });
  });

  it('that is no whole gzip file is told', async () => {
    await expect(readLog('a.jsonl.gz', gzipSync(rows).subarray(0, 2000))).rejects.toThrow(
      '"a.jsonl.gz" cannot be read: it is no whole gzip file',
    );
  });
});
