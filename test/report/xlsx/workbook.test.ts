import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { folderOf } from '../../cli/project.ts';
import { bookOf, reported, rowsUnder } from './books.ts';
import { readWorkbook } from './read.ts';

const near = (actual: number | null | undefined, expected: number): void => {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-300);
};

const PATHS = ['scenarios/support-agent', 'test/golden/workflows/everything.yaml', 'test/golden/workflows/shop.yaml'];

describe.each(PATHS)('the workbook of %s', (path) => {
  const book = bookOf(path);
  const json = reported(path, 'plan.json').then((bytes) => JSON.parse(bytes.toString()) as Report);

  it('has outlay’s own figures in its months, as formulas', async () => {
    const rows = rowsUnder(await book, 'months', 'days').filter((row) => row['scenario'] !== undefined);
    const { scenarios } = await json;
    for (const { name, months, horizon } of scenarios) {
      const mine = rows.filter((row) => row['scenario']?.text === name);
      expect(mine.length).toBe(months.length + 1);
      for (const [index, month] of months.entries()) {
        const row = mine[index] ?? {};
        near(row['requests']?.value, month.requests);
        near(row['spend, $ (mean)']?.value, month.spend_usd.mean);
        for (const [part, usd] of Object.entries(month.components)) near(row[part.replace('_', '-')]?.value, usd);
        expect(row['spend, $ (mean)']?.formula).not.toBeNull();
      }
      near(mine.at(-1)?.['spend, $ (mean)']?.value, horizon?.spend_usd.mean ?? 0);
      near(mine.at(-1)?.['requests']?.value, horizon?.requests ?? 0);
    }
  });

  it('has them in its steps, groups too, and they add up to a request', async () => {
    const rows = rowsUnder(await book, 'steps', 'in group').filter((row) => row['scenario'] !== undefined);
    for (const { name, steps, per_request } of (await json).scenarios) {
      const mine = rows.filter((row) => row['scenario']?.text === name);
      for (const [index, step] of steps.entries()) {
        const row = mine[index] ?? {};
        expect(row['step']?.text).toBe(step.name);
        near(row['runs']?.value, step.runs_per_request);
        near(row['calls']?.value, step.calls_per_request);
        near(row['cost, $']?.value, step.cost_usd);
        near(row['share of cost']?.value, step.share_of_cost);
        for (const [kind, tokens] of Object.entries(step.tokens_per_request)) near(row[`${kind.replace('_', ' ')} tokens`]?.value, tokens);
      }
      near(mine.at(-1)?.['cost, $']?.value, per_request.cost_usd.mean);
    }
  });

  it('has them in its scenarios and unit economics', async () => {
    const { scenarios } = await json;
    const [figures, economics] = [
      rowsUnder(await book, 'scenarios', scenarios[0]?.name ?? ''),
      rowsUnder(await book, 'unit economics', scenarios[0]?.name ?? ''),
    ];
    const at = (rows: typeof figures, title: string, scenario: string) => rows.find((row) => row['']?.text === title)?.[scenario];
    for (const { name, daily, monthly, unit_economics: unit } of scenarios) {
      near(at(figures, 'spend of the mean day, first month', name)?.value, daily?.spend_usd.mean ?? 0);
      near(at(figures, 'spend of the first month', name)?.value, monthly?.spend_usd.mean ?? 0);
      near(at(economics, 'a success', name)?.value, unit?.per_success_usd ?? 0);
      if (unit?.saving_usd != null) near(at(economics, 'saving against today', name)?.value, unit.saving_usd);
      if (unit?.margin != null) near(at(economics, 'margin', name)?.value, unit.margin);
      if (unit?.per_user_usd != null) near(at(economics, 'a user and month', name)?.value, unit.per_user_usd);
      if (unit?.revenue_usd != null) near(at(economics, 'revenue', name)?.value, unit.revenue_usd);
      const even = at(economics, 'break-even, requests a month', name);
      if (unit?.break_even_requests != null) near(even?.value, unit.break_even_requests);
      else expect([undefined, 'none']).toContain(even?.text);
    }
  });

  it('names every input, and every name leads to a number', async () => {
    const { names, sheets } = await book;
    expect(names.size).toBeGreaterThan(20);
    for (const [name, target] of names) {
      const [, sheet = '', column = '', row = ''] = /^'(.+)'!\$([A-Z]+)\$(\d+)$/.exec(target) ?? [];
      expect(name).toMatch(/^(?:in|price)_\w+$/);
      const cell = sheets.get(sheet)?.get(column + row);
      expect({ name, value: typeof cell?.value, formula: cell?.formula }).toEqual({ name, value: 'number', formula: null });
    }
  });

  it('rounds its summary so that rows add up to the total', async () => {
    const cells = [...((await book).sheets.get('summary') ?? [])];
    const totals = cells.filter(([, cell]) => cell.text === 'total').map(([address]) => Number(address.replace(/\D+/, '')));
    expect(totals.length).toBe(2);
    const usd = (row: number): number => cells.find(([address]) => address === `B${row}`)?.[1].value ?? Number.NaN;
    for (const total of totals) {
      let sum = 0;
      for (let row = total - 1; !Number.isNaN(usd(row)); row--) sum += Math.round(100 * usd(row));
      expect(sum).toBe(Math.round(100 * usd(total)));
      expect(sum).toBeGreaterThan(0);
    }
  });
});

const HOSTILE = ["=cmd|'/c calc'!A0", '+1', '-1+2', '@SUM(A1)', '＝1+1', '\t=1', '_x000D_', 'a"<b>&\'c', 'right\u202eleft'];

describe('a hostile text', () => {
  const workflow = JSON.stringify({
    workflow: HOSTILE[0],
    description: HOSTILE[4],
    unit: HOSTILE[1],
    tags: { owner: HOSTILE[3] },
    steps: { a: { model: 'anthropic/claude-sonnet-5', prompt: 100, output: 10 } },
    traffic: { base: { requests: '10 per day', fixed: Object.fromEntries(HOSTILE.map((name) => [name, '$1 per month'])) } },
  });

  it('stays text in the workbook, marked so that it does when it is entered anew', async () => {
    const folder = folderOf({ 'workflow.yaml': workflow });
    const { sheets } = readWorkbook(await reported(folder.path, 'plan.xlsx'));
    folder.remove();
    const texts = [...sheets.values()].flatMap((cells) =>
      [...cells.values()].filter(({ text, formula }) => text !== null && formula === null),
    );
    const shown = ["=cmd|'/c calc'!A0", '+1', '-1+2', '@SUM(A1)', '＝1+1', '\\u{9}=1', '_x005F_x000D_', 'a"<b>&\'c', 'right\\u{202e}left'];
    for (const text of shown) expect(texts.map((cell) => cell.text)).toContain(text);
    const own = new Set(texts.filter((cell) => /^[=+\-@＝]/.test(cell.text ?? '')).map(({ style }) => style));
    const others = new Set(texts.filter((cell) => /^\w/.test(cell.text ?? '')).map(({ style }) => style));
    expect([...own].filter((style) => others.has(style))).toEqual([]);
    for (const cells of sheets.values()) for (const { formula } of cells.values()) expect(formula ?? '').not.toMatch(/cmd|\|/);
  });

  it.each(['plan.csv', 'focus.csv'])('stays text in %s', async (name) => {
    const folder = folderOf({ 'workflow.yaml': workflow });
    const csv = (await reported(folder.path, name, name === 'focus.csv' ? ['--focus'] : [])).toString();
    folder.remove();
    expect(csv).toContain(`"'=cmd|'/c calc'!A0"`);
    expect(csv).not.toMatch(/(?:^|,)"?[=+@＝\t]/m);
  });
});

describe('the same plan', () => {
  it('gives the same bytes in any time zone', async () => {
    const [here, there] = await Promise.all(['UTC', 'Pacific/Kiritimati'].map((TZ) => reported(PATHS[2] ?? '', 'plan.xlsx', [], { TZ })));
    expect(here?.equals(there ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('another currency', () => {
  it('stands with its rate and day, and is the dollars at that rate', async () => {
    const book = await bookOf(PATHS[2] ?? '', ['--currency', 'EUR=0.92@2026-11-20']);
    const cells = [...(book.sheets.get('unit economics') ?? [])];
    expect(cells.some(([, { text }]) => text === 'EUR for a dollar, on 2026-11-20')).toBe(true);
    const rows = rowsUnder(book, 'unit economics', 'base');
    const of = (title: string): number => rows.findLast((row) => row['']?.text === title)?.['base']?.value ?? 0;
    expect(of('spend of the first month')).toBeGreaterThan(0);
    const dollars = rows.find((row) => row['']?.text === 'spend of the first month')?.['base']?.value ?? 0;
    near(of('spend of the first month'), dollars * 0.92);
  });
});
