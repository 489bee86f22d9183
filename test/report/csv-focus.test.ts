import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
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

const PATH = 'test/golden/workflows/everything.yaml';

describe('a plan in the shape of FOCUS', () => {
  const rows = reported(PATH, 'focus.csv', ['--focus']).then((bytes) => parse(bytes, { columns: true, record_delimiter: '\r\n' }) as Row[]);

  it('has the mandatory columns, and columns of its own begin with x_', async () => {
    const names = Object.keys((await rows)[0] ?? {});
    expect(names.slice(0, MANDATORY.length)).toEqual(MANDATORY);
    const own = names.filter((name) => name.startsWith('x_'));
    expect(own).toEqual(expect.arrayContaining(['x_Scenario', 'x_Estimate', 'x_PriceDate', 'x_PriceSnapshotSha256']));
    for (const name of names.filter((one) => !one.startsWith('x_'))) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  it('says in every row that it is an estimate and no invoice', async () => {
    for (const row of await rows) {
      expect(row['ChargeDescription']).toContain('Estimate, no invoice');
      expect(row['x_Estimate']).toBe('true');
    }
  });

  it('is one scenario, whose rows add up to its spend', async () => {
    const report = JSON.parse((await reported(PATH, 'plan.json')).toString()) as Report;
    const [base] = report.scenarios;
    expect(new Set((await rows).map((row) => row['x_Scenario']))).toEqual(new Set([base?.name]));
    const sum = (await rows).reduce((usd, row) => usd + Number(row['EffectiveCost']), 0);
    expect(sum / (base?.horizon?.spend_usd.mean ?? 0)).toBeCloseTo(1, 9);
  });

  it('tells list from contracted cost where there is a discount', async () => {
    for (const row of await rows) {
      const share = row['ProviderName'] === 'anthropic' ? 0.9 : 1;
      expect(Number(row['ContractedCost'])).toBeCloseTo(Number(row['ListCost']) * share, 6);
    }
    expect((await rows).some((row) => row['ProviderName'] === 'anthropic')).toBe(true);
  });

  it('multiplies: quantity times unit price is cost, wherever there is one price', async () => {
    const priced = (await rows).filter((row) => row['ContractedUnitPrice'] !== '');
    expect(priced.length).toBeGreaterThan(10);
    for (const row of priced) {
      expect(Number(row['PricingQuantity']) * Number(row['ContractedUnitPrice'])).toBeCloseTo(Number(row['ContractedCost']), 6);
    }
  });
});
