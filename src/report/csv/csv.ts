import type { Projection } from '../../projection/expect.ts';
import { numberField, textField } from './cell.ts';
import { costItems } from './items.ts';

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

/** What the rows of a month are about. Without traffic there is one request and no month. */
type Stretch = { readonly label: string; readonly days: number | null; readonly requests: number; readonly index: number };

const stretches = ({ months }: Projection): readonly Stretch[] =>
  months.length === 0
    ? [{ label: '', days: null, requests: 1, index: 0 }]
    : months.map(({ month, requests }, index) => ({ label: month.label, days: month.days, requests, index }));

const rowsOf = (projection: Projection): readonly string[] => {
  const { plan, steps } = projection;
  return stretches(projection).flatMap(({ label, days, requests, index }) =>
    steps.flatMap((step) =>
      costItems(step, index).map((item) =>
        [
          textField(plan.workflow),
          textField(plan.scenario),
          textField(label),
          numberField(days),
          numberField(requests),
          textField(step.step.name),
          textField(item.model ?? ''),
          item.class,
          numberField(item.tokens === null ? null : requests * item.tokens),
          numberField(item.usdPerMtok),
          numberField(requests * item.usd),
          item.origin,
        ].join(','),
      ),
    ),
  );
};

/**
 * Returns plans as CSV in long form (RFC 4180, CRLF): a row for each scenario, month, step and token class, means only. The
 * costs of a month's rows add up to its spend; percentiles are left out, since they do not add up.
 */
export const toCsv = (projections: readonly Projection[]): string =>
  `${[COLUMNS.join(','), ...projections.flatMap(rowsOf)].join('\r\n')}\r\n`;
