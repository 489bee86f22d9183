import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { numberField, textField } from '../../src/report/csv/cell.ts';
import { toCsv } from '../../src/report/csv/csv.ts';
import type { Report } from '../../src/report/report.ts';
import { runOutlay } from '../nasty/run.ts';
import { PRICES, projectionOf } from '../support/plan.ts';

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
  (await runOutlay(['plan', path, '--format', format, '--as-of', '2026-11-20'], { cwd: `${import.meta.dirname}/../..` })).stdout;

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

const CALL = (model: string, prompt: string): string => `
steps:
  answer: { model: test/${model}, prompt: ${prompt}, output: 100, cache: off }
traffic: { base: { requests: 1000 per day, months: 1, start: 2027-02-15 } }
`;

describe('a row', () => {
  it('has a single price in a month that has one, and none in the month in which it changes', async () => {
    const prices = PRICES.replace('until: 2027-02-28', 'until: 2027-02-14').replace('from: 2027-03-01', 'from: 2027-02-15');
    const workflow = CALL('changing', '1000').replace('months: 1, start: 2027-02-15', 'months: 3, start: 2027-01-01');
    const rows = rowsOf(toCsv([await projectionOf(workflow, { prices })])).filter((row) => row['class'] === 'uncached_input');
    expect(rows.map((row) => [row['month'], row['price_usd_per_mtok']])).toEqual([
      ['2027-01', '4'],
      ['2027-02', ''],
      ['2027-03', '2'],
    ]);
    // 28,000 calls of 1,000 tokens, half of the days at $4 a million and half at $2.
    expect(Number(rows[1]?.['cost_usd'])).toBeCloseTo(84, 9);
  });

  it('stands for all tokens where the size of each call decides its price', async () => {
    const projection = await projectionOf(CALL('tiered', '{ values: [100k, 300k] }'));
    const rows = rowsOf(toCsv([projection]));
    expect(rows.map((row) => [row['class'], row['price_usd_per_mtok']])).toEqual([['all_tokens', '']]);
    expect(sum(rows, 'cost_usd')).toBeCloseTo(projection.months[0]?.spendUsd ?? Number.NaN, 6);
  });

  it('is about one request where there is no traffic', async () => {
    const rows = rowsOf(toCsv([await projectionOf('steps: { a: { model: test/plain, prompt: 1000, output: 100 } }')]));
    expect(rows.map((row) => [row['month'], row['days'], row['requests'], row['cost_usd']])).toEqual([
      ['', '', '1', '0.0025'],
      ['', '', '1', '0.001'],
    ]);
  });
});
