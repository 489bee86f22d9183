import type { Projection } from '../../projection/projection.ts';
import { numberField, textField } from './cell.ts';
import { type CostItem, monthItems, type Stretch, stepItems } from './items.ts';

const COLUMNS = [
  'workflow',
  'scenario',
  'month',
  'days',
  'requests',
  'step',
  'model',
  'class',
  'tokens',
  'price_usd_per_mtok',
  'cost_usd',
  'origin',
] as const;

const stretches = ({ months }: Projection): readonly Stretch[] =>
  months.length === 0
    ? [{ label: '', days: null, requests: 1, month: null }]
    : months.map(({ month, requests }, index) => ({ label: month.label, days: month.days, requests, month: index }));

const row = ({ plan }: Projection, { label, days, requests }: Stretch, step: string, item: CostItem): string =>
  [
    textField(plan.workflow),
    textField(plan.scenario),
    textField(label),
    numberField(days),
    numberField(requests),
    textField(step),
    textField(item.model ?? ''),
    item.class,
    numberField(item.tokens),
    numberField(item.usdPerMtok),
    numberField(item.usd),
    item.origin,
  ].join(',');

const rowsOf = (projection: Projection): readonly string[] =>
  stretches(projection).flatMap((stretch) => {
    const month = stretch.month === null ? undefined : projection.months[stretch.month];
    return [
      ...projection.steps.flatMap((step) => stepItems(step, stretch).map((item) => row(projection, stretch, step.step.name, item))),
      ...(month === undefined ? [] : monthItems(month).map((item) => row(projection, stretch, '', item))),
    ];
  });

/**
 * Returns plans as CSV in long form (RFC 4180, CRLF): a row for each scenario, month, step and token class, means only. The
 * costs of a month's rows add up to its spend; percentiles are left out, since they do not add up.
 */
export const toCsv = (projections: readonly Projection[]): string =>
  `${[COLUMNS.join(','), ...projections.flatMap(rowsOf)].join('\r\n')}\r\n`;
