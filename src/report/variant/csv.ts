import { numberField } from '../csv/cell.ts';
import { peakUse, type VariantFigures } from './figures.ts';

const FIGURES: readonly (readonly [string, (figures: VariantFigures) => number | null])[] = [
  ['cost_usd', ({ cost_usd }) => cost_usd.mean],
  ['cost_usd_machines', ({ cost_usd }) => cost_usd.machines],
  ['cost_usd_p95', ({ cost_usd }) => cost_usd.p95],
  ['cost_usd_worst_case', ({ cost_usd }) => cost_usd.worst_case],
  ['monthly_spend_usd', ({ monthly_spend_usd }) => monthly_spend_usd],
  ['latency_ms_p50', ({ latency_ms }) => latency_ms?.p50 ?? null],
  ['latency_ms_p95', ({ latency_ms }) => latency_ms?.p95 ?? null],
  ['first_token_ms_p95', ({ first_token_ms }) => first_token_ms?.p95 ?? null],
  ['success_rate', ({ success_rate }) => success_rate],
  ['context_use_p99', ({ context_use_p99 }) => context_use_p99],
  ['peak_use', peakUse],
];

/** The columns of a variant's figures in CSV. */
export const FIGURE_COLUMNS: readonly string[] = FIGURES.map(([name]) => name);

/** Returns a variant's figures as CSV fields, in the order of their columns. */
export const figureFields = (figures: VariantFigures): readonly string[] => FIGURES.map(([, of]) => numberField(of(figures)));
