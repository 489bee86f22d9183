import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { reported } from './xlsx/books.ts';

type Row = Readonly<Record<string, string>>;

/** The 21 columns that FOCUS 1.2 asks of every file. */
const MANDATORY = [
  ...['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart'],
  ...['ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost'],
  ...['EffectiveCost', 'InvoiceIssuerName', 'ListCost', 'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName'],
  ...['ServiceCategory', 'ServiceName'],
];

const SHOP = 'test/golden/workflows/shop.yaml';
const golden = (name: string): string => join(import.meta.dirname, '../golden/outputs', name);

describe('a plan in the shape of FOCUS', () => {
  let focus: Buffer;
  let rows: readonly Row[];
  let plan: Report & { readonly resolved: unknown };
  beforeAll(async () => {
    const [csv = Buffer.alloc(0), json = Buffer.alloc(0)] = await reported(SHOP, ['focus.csv', 'plan.json'], ['--focus']);
    focus = csv;
    rows = parse(csv, { columns: true, record_delimiter: '\r\n' }) as Row[];
    plan = JSON.parse(json.toString()) as typeof plan;
  }, 60_000);

  it('has the mandatory columns, and columns of its own begin with x_', () => {
    const names = Object.keys(rows[0] ?? {});
    expect(names.slice(0, MANDATORY.length)).toEqual(MANDATORY);
    const own = names.filter((name) => name.startsWith('x_'));
    expect(own).toEqual(expect.arrayContaining(['x_Scenario', 'x_Estimate', 'x_PriceDate', 'x_PriceSnapshotSha256']));
    for (const name of names.filter((one) => !one.startsWith('x_'))) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  it('says in every row that it is an estimate and no invoice', () => {
    for (const row of rows) {
      expect(row['ChargeDescription']).toContain('Estimate, no invoice');
      expect(row['x_Estimate']).toBe('true');
    }
  });

  it('is one scenario, whose rows add up to its spend', () => {
    const [base] = plan.scenarios;
    expect(new Set(rows.map((row) => row['x_Scenario']))).toEqual(new Set([base?.name]));
    const sum = rows.reduce((usd, row) => usd + Number(row['EffectiveCost']), 0);
    expect(sum / (base?.horizon?.spend_usd.mean ?? 0)).toBeCloseTo(1, 9);
  });

  it('tells list from contracted cost where there is a discount', () => {
    for (const row of rows) {
      const share = row['ProviderName'] === 'anthropic' ? 0.9 : 1;
      expect(Number(row['ContractedCost'])).toBeCloseTo(Number(row['ListCost']) * share, 6);
    }
    expect(rows.some((row) => row['ProviderName'] === 'anthropic')).toBe(true);
  });

  it('multiplies: quantity times unit price is cost, wherever there is one price', () => {
    const priced = rows.filter((row) => row['ContractedUnitPrice'] !== '');
    expect(priced.length).toBeGreaterThan(10);
    for (const row of priced) {
      expect(Number(row['PricingQuantity']) * Number(row['ContractedUnitPrice'])).toBeCloseTo(Number(row['ContractedCost']), 6);
    }
  });

  it('reads so, and so does what a plan on file has beside the report', async () => {
    await expect(focus.toString()).toMatchFileSnapshot(golden('shop.focus.csv'));
    await expect(`${JSON.stringify(plan.resolved, null, 2)}\n`).toMatchFileSnapshot(golden('shop.resolved.json'));
  });
});
