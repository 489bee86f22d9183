import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { folderOf } from '../../cli/project.ts';
import { reported, rowsUnder } from './books.ts';
import { type ReadCell, type ReadWorkbook, readWorkbook } from './read.ts';

const near = (actual: number | null | undefined, expected: number): void => {
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-300);
};

const SHOP = 'test/golden/workflows/shop.yaml';
const golden = (name: string): string => join(import.meta.dirname, '../../golden/outputs', name);

/** Ten digits: what the last bits of a sum are is no contract. */
const shortened = (text: string): string =>
  text.replace(/\d*\.\d{6,}(?:E-\d+)?/g, (number) => String(Number(Number(number).toPrecision(10))));

const cellLine = ([address, { formula, text, value }]: readonly [string, ReadCell]): string => {
  const shown = text === null ? String(value === null ? '' : Number(value.toPrecision(10))) : JSON.stringify(text);
  return `${address}\t${shown}${formula === null ? '' : `\t=${shortened(formula)}`}`;
};

const PATHS = ['test/golden/workflows/everything.yaml', SHOP];

describe.each(PATHS)('the workbook of %s', (path) => {
  let book: ReadWorkbook;
  let report: Report;
  beforeAll(async () => {
    const [xlsx = Buffer.alloc(0), json = Buffer.alloc(0)] = await reported(path, ['plan.xlsx', 'plan.json']);
    book = readWorkbook(xlsx);
    report = JSON.parse(json.toString()) as Report;
  }, 60_000);

  it('has outlay’s own figures in its months, as formulas', () => {
    const rows = rowsUnder(book, 'months', 'days').filter((row) => row['scenario'] !== undefined);
    const { scenarios } = report;
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

  it('has them in its steps, groups too, and they add up to a request', () => {
    const rows = rowsUnder(book, 'steps', 'in group').filter((row) => row['scenario'] !== undefined);
    for (const { name, steps, per_request } of report.scenarios) {
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

  it('has them in its scenarios and unit economics', () => {
    const { scenarios } = report;
    const [figures, economics] = [
      rowsUnder(book, 'scenarios', scenarios[0]?.name ?? ''),
      rowsUnder(book, 'unit economics', scenarios[0]?.name ?? ''),
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
      const next = unit?.next_thousand_users ?? null;
      if (next !== null) near(at(economics, 'the next thousand users, a month', name)?.value, next.cost_usd);
      if (next?.revenue_usd != null) near(at(economics, 'revenue of the next thousand users', name)?.value, next.revenue_usd);
      if (next?.saving_usd != null) near(at(economics, 'saving by the next thousand users', name)?.value, next.saving_usd);
      const even = at(economics, 'break-even, requests a month', name);
      if (unit?.break_even_requests != null) near(even?.value, unit.break_even_requests);
      else expect([undefined, 'none']).toContain(even?.text);
    }
  });

  it('names every input, and every name leads to a number', () => {
    const { names, sheets } = book;
    expect(names.size).toBeGreaterThan(20);
    for (const [name, target] of names) {
      const [, sheet = '', column = '', row = ''] = /^'(.+)'!\$([A-Z]+)\$(\d+)$/.exec(target) ?? [];
      expect(name).toMatch(/^(?:in|price)_\w+$/);
      const cell = sheets.get(sheet)?.get(column + row);
      expect({ name, value: typeof cell?.value, formula: cell?.formula }).toEqual({ name, value: 'number', formula: null });
    }
  });

  it('rounds its summary so that rows add up to the total', () => {
    const cells = [...(book.sheets.get('summary') ?? [])];
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

  const shown = ["=cmd|'/c calc'!A0", '+1', '-1+2', '@SUM(A1)', '＝1+1', '\\u{9}=1', '_x005F_x000D_', 'a"<b>&\'c', 'right\\u{202e}left'];
  let files: readonly Buffer[];
  beforeAll(async () => {
    const folder = folderOf({ 'workflow.yaml': workflow });
    files = [...(await reported(folder.path, ['plan.xlsx', 'plan.csv'])), ...(await reported(folder.path, ['focus.csv'], ['--focus']))];
    folder.remove();
  }, 60_000);

  it('stays text in the workbook, marked so that it does when it is entered anew', () => {
    const { sheets } = readWorkbook(files[0] ?? Buffer.alloc(0));
    const texts = [...sheets.values()].flatMap((cells) =>
      [...cells.values()].filter(({ text, formula }) => text !== null && formula === null),
    );
    for (const text of shown) expect(texts.map((cell) => cell.text)).toContain(text);
    const own = new Set(texts.filter((cell) => /^[=+\-@＝]/.test(cell.text ?? '')).map(({ style }) => style));
    const others = new Set(texts.filter((cell) => /^\w/.test(cell.text ?? '')).map(({ style }) => style));
    expect([...own].filter((style) => others.has(style))).toEqual([]);
    for (const cells of sheets.values()) for (const { formula } of cells.values()) expect(formula ?? '').not.toMatch(/cmd|\|/);
  });

  it.each(['plan.csv', 'focus.csv'])('stays text in %s', (name) => {
    const csv = files[name === 'plan.csv' ? 1 : 2]?.toString() ?? '';
    expect(csv).toContain(`"'=cmd|'/c calc'!A0"`);
    expect(csv).not.toMatch(/(?:^|,)"?[=+@＝\t]/m);
  });
});

describe('the workbook', () => {
  const args = ['--currency', 'EUR=0.92@2026-11-20'];
  let bytes: Buffer;
  beforeAll(async () => {
    [bytes = Buffer.alloc(0)] = await reported(SHOP, ['plan.xlsx'], args, { TZ: 'UTC' });
  }, 60_000);

  it('has the same bytes in another time zone', async () => {
    const [other] = await reported(SHOP, ['plan.xlsx'], args, { TZ: 'Pacific/Kiritimati' });
    expect(other?.equals(bytes)).toBe(true);
  });

  it('names another currency with its rate and day, and is the dollars at that rate', () => {
    const book = readWorkbook(bytes);
    const cells = [...(book.sheets.get('unit economics') ?? [])];
    expect(cells.some(([, { text }]) => text === 'EUR for a dollar, on 2026-11-20')).toBe(true);
    const usd = rowsUnder(book, 'unit economics', 'base').filter((row) => row['']?.text === 'spend of the first month');
    expect(usd.length).toBe(2);
    near(usd[1]?.['base']?.value, (usd[0]?.['base']?.value ?? 0) * 0.92);
  });

  it('has these cells and formulas', async () => {
    const { sheets, names } = readWorkbook(bytes);
    const lines = [...sheets].flatMap(([name, cells]) => [`## ${name}`, ...[...cells].map(cellLine), '']);
    const named = [...names].map(([name, target]) => `${name}\t${target}`);
    await expect(`${[...lines, '## names', ...named].join('\n')}\n`).toMatchFileSnapshot(golden('shop.xlsx.txt'));
  });

  it('has a chart of the months with their band, and one of cost by step', () => {
    const parts = unzipSync(bytes);
    const charts = Object.keys(parts).filter((name) => name.startsWith('xl/charts/'));
    const told = charts.map((name) => {
      const xml = strFromU8(parts[name] ?? new Uint8Array());
      return { title: /<a:t>([^<]*)/.exec(xml)?.[1], cells: [...xml.matchAll(/<c:f>([^<]*)/g)].map((match) => match[1]) };
    });
    const ofMonths = ['L', 'M', 'O'].flatMap((column) => ["'months'!$B$4:$B$9", `'months'!$${column}$4:$${column}$9`]);
    expect(told).toEqual([
      { title: 'Spend by month: base', cells: ofMonths },
      { title: 'Cost of a request by step: base', cells: ["'steps'!$B$4:$B$7", "'steps'!$N$4:$N$7"] },
    ]);
  });
});
