import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { reported } from './books.ts';
import { type ReadCell, readWorkbook } from './read.ts';

const SHOP = 'test/golden/workflows/shop.yaml';
const golden = (name: string): string => join(import.meta.dirname, '../../golden/outputs', name);

/** Ten digits: what the last bits of a sum are is no contract. */
const DIGITS = 10;

const shortened = (text: string): string =>
  text.replace(/\d*\.\d{6,}(?:E-\d+)?/g, (number) => String(Number(Number(number).toPrecision(DIGITS))));

const cellLine = ([address, { formula, text, value }]: readonly [string, ReadCell]): string => {
  const shown = text === null ? String(value === null ? '' : Number(value.toPrecision(DIGITS))) : JSON.stringify(text);
  return `${address}\t${shown}${formula === null ? '' : `\t=${shortened(formula)}`}`;
};

describe('the files of a report', () => {
  it('have these cells and formulas in a workbook', async () => {
    const { sheets, names } = readWorkbook(await reported(SHOP, 'plan.xlsx', ['--currency', 'EUR=0.92@2026-11-20']));
    const text = [...sheets].flatMap(([name, cells]) => [`## ${name}`, ...[...cells].map(cellLine), '']);
    const named = [...names].map(([name, target]) => `${name}\t${target}`);
    await expect(`${[...text, '## names', ...named].join('\n')}\n`).toMatchFileSnapshot(golden('shop.xlsx.txt'));
  });

  it('have these charts in a workbook: months with their band, and cost by step', async () => {
    const files = unzipSync(await reported(SHOP, 'plan.xlsx'));
    const charts = Object.keys(files).filter((name) => name.startsWith('xl/charts/'));
    const told = charts.map((name) => {
      const xml = strFromU8(files[name] ?? new Uint8Array());
      return { title: /<a:t>([^<]*)/.exec(xml)?.[1], cells: [...xml.matchAll(/<c:f>([^<]*)/g)].map((match) => match[1]) };
    });
    expect(told).toEqual([
      {
        title: 'Spend by month: base',
        cells: ['L', 'M', 'O'].flatMap((column) => ["'months'!$B$4:$B$9", `'months'!$${column}$4:$${column}$9`]),
      },
      { title: 'Cost of a request by step: base', cells: ["'steps'!$B$4:$B$7", "'steps'!$N$4:$N$7"] },
    ]);
  });

  it.each([
    ['shop.csv', []],
    ['shop.focus.csv', ['--focus']],
  ])('read so as %s', async (name, args) => {
    await expect((await reported(SHOP, name, args)).toString()).toMatchFileSnapshot(golden(name));
  });

  it('have this beside the report in a plan on file', async () => {
    const { resolved } = JSON.parse((await reported(SHOP, 'plan.json')).toString()) as { readonly resolved: unknown };
    await expect(`${JSON.stringify(resolved, null, 2)}\n`).toMatchFileSnapshot(golden('shop.resolved.json'));
  });
});
