import type { Unit } from '../../quantity/scalar.ts';
import type { Path } from '../../yaml/read.ts';
import type { PlanBudget } from '../plan.ts';
import { type Reading, scalarAt } from '../reading.ts';
import type { RawBudget, RawBudgets } from './shape.ts';

type Figure = {
  readonly unit: Unit;
  /** The statistics that it has, that of a bare number first; none where the figure is one number. */
  readonly statistics: readonly string[];
  readonly only?: 'session' | 'traffic';
};

const COST: Figure = { unit: 'money', statistics: ['mean', 'p50', 'p95', 'p99'] };
const SPEND: Figure = { unit: 'money', statistics: ['mean', 'p50', 'p90'] };
const TIME: Figure = { unit: 'duration', statistics: ['p95', 'p50', 'p99'] };
const ONE_SHARE: Figure = { unit: 'share', statistics: [] };

const FIGURES: Readonly<Record<keyof RawBudgets, Figure>> = {
  cost_per_request: COST,
  cost_per_session: COST,
  worst_case_cost_per_request: { unit: 'money', statistics: [] },
  daily_spend: SPEND,
  monthly_spend: SPEND,
  total_spend: SPEND,
  latency: TIME,
  turnaround: TIME,
  first_token: TIME,
  success_rate: ONE_SHARE,
  context_use: ONE_SHARE,
  // A peak may need more than the limit, but a budget that allows it allows throttling: still the author's to say.
  rate_limit_use: { unit: 'factor', statistics: [] },
};

const inOrder = (statistics: readonly string[]): string => [...statistics].sort().join(', ');

const readLimit = (
  reading: Reading,
  figure: keyof RawBudgets,
  statistic: string | null,
  raw: number | string,
  path: Path,
): readonly PlanBudget[] => {
  const limit = scalarAt(reading, raw, FIGURES[figure].unit, path);
  return limit === null ? [] : [{ figure, statistic, limit, at: reading.doc.spanOf(path) }];
};

const readBudget = (reading: Reading, figure: keyof RawBudgets, raw: RawBudget, path: Path): readonly PlanBudget[] => {
  const { statistics } = FIGURES[figure];
  if (typeof raw !== 'object') return readLimit(reading, figure, statistics[0] ?? null, raw, path);
  const stated = Object.entries(raw).filter((entry): entry is [string, number | string] => entry[1] !== undefined);
  if (stated.length === 0)
    reading.problems.error('missing-key', reading.doc.spanOf(path), 'no limit is given', {
      label: `add ${statistics[0] ?? 'a number'}: …`,
    });
  return stated.flatMap(([statistic, limit]) => {
    const own = [...path, statistic];
    if (statistics.includes(statistic)) return readLimit(reading, figure, statistic, limit, own);
    const one = statistics.length === 0;
    reading.problems.error('unknown-name', reading.doc.keySpanOf(own), `"${figure}" has no ${statistic}`, {
      label: one ? `it is one number: ${figure}: ${String(limit).slice(0, 40)}` : `it has ${inOrder(statistics)}`,
    });
    return [];
  });
};

/** Limits by the figure that they hold for. */
export type Budgets = ReadonlyMap<string, readonly PlanBudget[]>;

/**
 * Returns the limits of `budgets:` by figure: dollars, milliseconds or shares. A bare number limits the mean of money and
 * the 95th percentile of time.
 */
export const readBudgets = (reading: Reading, raw: RawBudgets | undefined, hasSessions: boolean, path: Path): Budgets => {
  const figures = (Object.keys(FIGURES) as readonly (keyof RawBudgets)[]).filter((figure) => raw?.[figure] !== undefined);
  return new Map(
    figures.map((figure) => {
      if (figure === 'cost_per_session' && !hasSessions)
        reading.problems.error('missing-key', reading.doc.keySpanOf([...path, figure]), 'the workflow does not say what a session is', {
          label: 'limit cost_per_request, or add `session: { turns: … }` to the workflow',
        });
      return [figure, readBudget(reading, figure, raw?.[figure] ?? {}, [...path, figure])] as const;
    }),
  );
};
