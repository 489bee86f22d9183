import { addMonths, type Day, dayText } from '../../pricing/day.ts';
import type { MonthProjection, Projection } from '../../projection/projection.ts';
import type { PlanMonth } from '../../workflow/plan.ts';
import type { Report } from '../report.ts';
import { numberField, textField } from './cell.ts';
import { type CostItem, monthItems, stepItems } from './items.ts';

/** What the rows of a FOCUS file are made of: one scenario, since whoever reads it adds all rows up. */
export type FocusInput = {
  readonly report: Report;
  readonly projection: Projection;
  /** Contract discounts of the scenario by provider. */
  readonly discounts: ReadonlyMap<string, number>;
};

/** A row's cost, with where it stands. */
type Charge = { readonly input: FocusInput; readonly month: MonthProjection; readonly step: string; readonly item: CostItem };

const instant = (day: Day): string => `${dayText(day)}T00:00:00Z`;

/** A month without a start has 730 hours, and ends where the next one begins. */
const endOf = ({ from, days }: PlanMonth): Day => (Number.isInteger(days) ? from + days : addMonths(from, 1));

const providerOf = ({ model }: CostItem): string | null => model?.split('/')[0] ?? null;

const OWN = 'own organisation';

const WORDS: Readonly<Record<string, string>> = {
  tool: 'tools',
  person: 'people',
  evaluation: 'evaluation',
  fixed: 'fixed costs',
  one_off: 'costs that come once',
};

const service = ({ item }: Charge): string => providerOf(item) ?? WORDS[item.class] ?? item.class;

const beforeDiscount = ({ input, item }: Charge, usd: number): number => {
  const share = input.discounts.get(providerOf(item) ?? '') ?? 0;
  return share === 1 ? usd : usd / (1 - share);
};

const description = ({ step, item, input }: Charge): string =>
  `Estimate, no invoice: mean of scenario ${input.projection.plan.scenario}${step === '' ? '' : `, step ${step}`}, ${item.class.replaceAll('_', ' ')}`;

const MTOK = 1_000_000;

type Column = { readonly name: string; readonly of: (charge: Charge) => string };

const text = (name: string, of: (charge: Charge) => string | null): Column => ({
  name,
  of: (charge) => {
    const content = of(charge);
    return content === null ? '' : textField(content);
  },
});
const number = (name: string, of: (charge: Charge) => number | null): Column => ({ name, of: (charge) => numberField(of(charge)) });

/** The columns that FOCUS 1.2 asks of every file, in its order. */
const MANDATORY: readonly Column[] = [
  number('BilledCost', ({ item }) => item.usd),
  text('BillingAccountId', ({ input }) => `outlay-plan-${input.report.workflow}`),
  text('BillingAccountName', ({ input }) => `plan of ${input.report.workflow}`),
  text('BillingCurrency', () => 'USD'),
  text('BillingPeriodEnd', ({ month }) => instant(endOf(month.month))),
  text('BillingPeriodStart', ({ month }) => instant(month.month.from)),
  text('ChargeCategory', () => 'Usage'),
  text('ChargeClass', () => null),
  text('ChargeDescription', description),
  text('ChargePeriodEnd', ({ month }) => instant(endOf(month.month))),
  text('ChargePeriodStart', ({ month }) => instant(month.month.from)),
  number('ContractedCost', ({ item }) => item.usd),
  number('EffectiveCost', ({ item }) => item.usd),
  text('InvoiceIssuerName', ({ item }) => providerOf(item) ?? OWN),
  number('ListCost', (charge) => beforeDiscount(charge, charge.item.usd)),
  number('PricingQuantity', ({ item }) => (item.tokens === null ? 1 : item.tokens / MTOK)),
  text('PricingUnit', ({ item }) => (item.tokens === null ? 'Months' : '1000000 Tokens')),
  text('ProviderName', ({ item }) => providerOf(item) ?? OWN),
  text('PublisherName', ({ item }) => providerOf(item) ?? OWN),
  text('ServiceCategory', ({ item }) => (item.model === null ? 'Other' : 'AI and Machine Learning')),
  text('ServiceName', service),
];

/** Columns that it asks for where there is something to say, and those with which a reader of FOCUS 1.3 finds its way. */
const CONDITIONAL: readonly Column[] = [
  number('ConsumedQuantity', ({ item }) => item.tokens),
  text('ConsumedUnit', ({ item }) => (item.tokens === null ? null : 'Tokens')),
  number('ContractedUnitPrice', ({ item }) => item.usdPerMtok),
  text('HostProviderName', ({ item }) => providerOf(item) ?? OWN),
  number('ListUnitPrice', (charge) => (charge.item.usdPerMtok === null ? null : beforeDiscount(charge, charge.item.usdPerMtok))),
  text('PricingCurrency', () => 'USD'),
  text('ResourceId', ({ step }) => (step === '' ? null : step)),
  text('ResourceName', ({ step }) => (step === '' ? null : step)),
  text('ResourceType', ({ step }) => (step === '' ? null : 'workflow step')),
  text('ServiceProviderName', ({ item }) => providerOf(item) ?? OWN),
  text('SkuId', ({ item }) => item.model),
  text('SkuMeter', ({ item }) => item.class),
  text('SkuPriceId', ({ item }) => item.model && `${item.model} ${item.class}`),
  text('Tags', ({ input }) => JSON.stringify(input.report.tags)),
];

const hashOf = ({ input, item }: Charge): string | null =>
  input.report.pricing.find(({ provider }) => provider === providerOf(item))?.sha256 ?? null;

/** What only a plan has. */
const OWN_COLUMNS: readonly Column[] = [
  text('x_Estimate', () => 'true'),
  text('x_Origin', ({ item }) => item.origin),
  text('x_PriceDate', ({ input }) => input.report.settings.as_of),
  text('x_PriceSnapshotSha256', hashOf),
  text('x_Quantile', () => 'mean'),
  text('x_Scenario', ({ input }) => input.projection.plan.scenario),
  number('x_ScenarioRequests', ({ month }) => month.requests),
  text('x_Workflow', ({ input }) => input.report.workflow),
  text('x_WorkflowSha256', ({ input }) => input.report.inputs[0]?.sha256 ?? null),
];

const COLUMNS = [...MANDATORY, ...CONDITIONAL, ...OWN_COLUMNS];

const chargesOf = (input: FocusInput): readonly Charge[] =>
  input.projection.months.flatMap((month, index) => {
    const stretch = { label: month.month.label, days: month.month.days, requests: month.requests, month: index };
    const steps = input.projection.steps.flatMap((step) =>
      stepItems(step, stretch).map((item): Charge => ({ input, month, step: step.step.name, item })),
    );
    return [...steps, ...monthItems(month).map((item): Charge => ({ input, month, step: '', item }))];
  });

/**
 * Returns a scenario's spend in the shape of FOCUS 1.2 (RFC 4180, CRLF): a row for each month, step and token class. Every
 * row says that it is an estimate; costs are means, and add up to the spend.
 */
export const toFocus = (input: FocusInput): string =>
  `${[COLUMNS.map(({ name }) => name).join(','), ...chargesOf(input).map((charge) => COLUMNS.map(({ of }) => of(charge)).join(','))].join('\r\n')}\r\n`;
