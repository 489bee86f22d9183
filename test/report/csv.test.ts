import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberField, textField } from '../../src/report/csv/cell.ts';
import type { Report } from '../../src/report/report.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { runOutlay } from '../nasty/run.ts';

type Row = Readonly<Record<string, string>>;

const rowsOf = (csv: string): readonly Row[] => parse(csv, { columns: true, record_delimiter: '\r\n' }) as Row[];

const sum = (rows: readonly Row[], column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);

describe('a text field', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1+1', `"'  =1+1"`],
    ['＝1+1', `"'＝1+1"`],
    ['＋1', `"'＋1"`],
    ['－1', `"'－1"`],
    ['＠x', `"'＠x"`],
  ])('that a spreadsheet would compute stays text: %s', (text, field) => {
    expect(textField(text)).toBe(field);
  });

  it.each([
    ['plain', '"plain"'],
    ['a,b;c', '"a,b;c"'],
    ['he said "no"', '"he said ""no"""'],
    ['two\r\nlines', '"two\\u{d}\\u{a}lines"'],
    ['\t=1', '"\\u{9}=1"'],
    ['right\u202eleft', '"right\\u{202e}left"'],
    ['', '""'],
  ])('is quoted, and shows what is invisible: %j', (text, field) => {
    expect(textField(text)).toBe(field);
  });
});

describe('a number field', () => {
  it('has twelve digits, and is empty where there is none', () => {
    expect([1 / 3, 0, -0, 31, null].map(numberField)).toEqual(['0.333333333333', '0', '0', '31', '']);
  });
});

const outlay = async (path: string, format: string): Promise<string> =>
  (await runOutlay(['plan', path, '--format', format, '--as-of', '2026-11-20', '--runs', '500'], { cwd: `${import.meta.dirname}/../..` }))
    .stdout;

describe.each(['scenarios/support-agent', 'test/golden/workflows/everything.yaml'])('the CSV of %s', (path) => {
  it('adds up to the spend of every month and to the tokens of every step', async () => {
    const rows = rowsOf(await outlay(path, 'csv'));
    const report = JSON.parse(await outlay(path, 'json')) as Report;
    expect(rows.length).toBeGreaterThan(50);
    for (const scenario of report.scenarios) {
      for (const month of scenario.months) {
        const mine = rows.filter((row) => row['scenario'] === scenario.name && row['month'] === month.month);
        expect(sum(mine, 'cost_usd') / month.spend_usd.mean).toBeCloseTo(1, 9);
        for (const step of scenario.steps.filter(({ kind }) => kind === 'model')) {
          const tokens = Object.values(step.tokens_per_request).reduce((total, count) => total + count, 0);
          expect(
            sum(
              mine.filter((row) => row['step'] === step.name),
              'tokens',
            ),
          ).toBeCloseTo(tokens * month.requests, 1);
        }
      }
    }
  });

  it('multiplies: tokens times price is cost, wherever there is one price', async () => {
    const priced = rowsOf(await outlay(path, 'csv')).filter((row) => row['price_usd_per_mtok'] !== '');
    expect(priced.length).toBeGreaterThan(20);
    for (const row of priced) {
      const product = (Number(row['tokens']) * Number(row['price_usd_per_mtok'])) / 1e6;
      expect(Math.abs(product - Number(row['cost_usd']))).toBeLessThanOrEqual(1e-9 * product);
    }
  });
});

const PRICES = `
provider: test
source: https://example.com/prices
models:
  plain:
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2.5, output: 10 }]
  tiered:
    prices:
      - { from: 2020-01-01, read: 2026-11-01, confidence: high, input: 1, output: 10, long_context: [{ over: 200k, input: 2, output: 15 }] }
  changing:
    prices:
      - { from: 2020-01-01, until: 2027-02-14, read: 2026-11-01, confidence: high, input: 4, output: 8 }
      - { from: 2027-02-15, read: 2026-11-01, confidence: high, input: 2, output: 4 }
`;

const call = (model: string, prompt: string): string => `steps: { answer: { model: test/${model}, prompt: ${prompt}, output: 100 } }\n`;

let folder: Folder;
beforeAll(() => {
  folder = folderOf({ 'test.yaml': PRICES });
});
afterAll(() => folder.remove());

/** The rows of a workflow at prices that are easy to reckon with. */
const rowsAt = async (workflow: string): Promise<readonly Row[]> => {
  const args = ['plan', '-', '--format', 'csv', '--pricing', 'test.yaml', '--as-of', '2026-11-20'];
  const { code, stdout } = await runOutlay(args, { cwd: folder.path, input: workflow });
  expect(code).toBe(0);
  return rowsOf(stdout);
};

describe('a row', () => {
  it('has a single price in a month that has one, and none in the month in which it changes', async () => {
    const traffic = 'traffic: { base: { requests: 1000 per day, months: 3, start: 2027-01-01 } }\n';
    const rows = (await rowsAt(call('changing', '1000') + traffic)).filter((row) => row['class'] === 'uncached_input');
    expect(rows.map((row) => [row['month'], row['price_usd_per_mtok']])).toEqual([
      ['2027-01', '4'],
      ['2027-02', ''],
      ['2027-03', '2'],
    ]);
    // 28,000 calls of 1,000 tokens, half of the days at $4 a million and half at $2.
    expect(Number(rows[1]?.['cost_usd'])).toBeCloseTo(84, 9);
  });

  it('stands for all of a model where the size of each call decides its price', async () => {
    const rows = await rowsAt(`${call('tiered', '{ values: [100k, 300k] }')}traffic: 10 per day\n`);
    expect(rows.map((row) => [row['class'], row['price_usd_per_mtok']])).toEqual([['model', '']]);
    // A month has 730 hours: 304.17 calls, half of them 100,000 × $1 and 100 × $10, half 300,000 × $2 and 100 × $15, a million each.
    expect(sum(rows, 'cost_usd')).toBeCloseTo(((10 * 730) / 24) * 0.5 * (0.101 + 0.6015), 6);
  });

  it('is about one request where there is no traffic', async () => {
    const rows = await rowsAt(call('plain', '1000'));
    expect(rows.map((row) => [row['month'], row['days'], row['requests'], row['cost_usd']])).toEqual([
      ['', '', '1', '0.0025'],
      ['', '', '1', '0.001'],
    ]);
  });

  it('belongs to no step where the cost is not of requests', async () => {
    const traffic =
      'traffic: { base: { requests: 1000 per day, fixed: { vector database: $70 per month }, one_off: { first index: $400 } } }\n';
    const rows = (await rowsAt(call('plain', '1000') + traffic)).filter((row) => row['step'] === '');
    expect(rows.map((row) => [row['class'], row['cost_usd']])).toEqual([
      ['fixed', '70'],
      ['one_off', '400'],
    ]);
  });
});
