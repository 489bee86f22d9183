import type { Currency } from '../../pricing/currency.ts';
import { amountIn } from '../currency.ts';
import { duration, money } from '../format.ts';
import { peakUse, type VariantFigures } from './figures.ts';

/** A column of figures of variants: its title, and its text in a row. */
export type VariantColumn = {
  readonly title: string;
  /** Columns of the highest number go first where the table is too wide; 0 stays. */
  readonly drop: number;
  readonly of: (figures: VariantFigures) => string;
};

/** What stands where there is no figure. */
export const NONE = '–';

/** Returns a change as a share of what was: `+12 %`; what is hardly any is `=`. */
export const changeText = (value: number, before: number): string => {
  if (before === 0) return NONE;
  const share = value / before - 1;
  if (Math.abs(share) < 0.0005) return '=';
  if (share >= 9.995) return `× ${Math.round(share + 1)}`;
  const size = Math.abs(share) * 100;
  return `${share < 0 ? '-' : '+'}${size < 9.95 ? size.toFixed(1) : Math.round(size)} %`;
};

/** Returns a time, or that there is none; one of which a part is not known as a lower bound. */
const timeText = ({ untimed }: VariantFigures, ms: number | null | undefined): string =>
  ms === null || ms === undefined ? NONE : `${untimed.length > 0 ? '≥ ' : ''}${duration(ms)}`;

/** Returns which models have no latency figures, as a sentence; empty where all have. */
export const untimedSentence = (all: readonly VariantFigures[], quoted: (name: string) => string): string => {
  const models = [...new Set(all.flatMap(({ untimed }) => untimed.map(({ model }) => model)))].sort();
  return models.length === 0 ? '' : `≥: no latency figures are known of ${models.map(quoted).join(', ')}; their calls count as 0.`;
};

/** Returns how much of the nearest rate limit the peak minute needs; beyond it more than 100 %. */
export const useText = (figures: VariantFigures): string => {
  const use = peakUse(figures);
  return use === null ? NONE : `${Math.round(use * 100)} %`;
};

/** Before any column that is there without currencies. */
const FIRST_TO_GO = 6;

/** Returns the column of a month's spend, and the same in other currencies; where the table is too wide those go first. */
export const monthColumns = (title: string, drop: number, currencies: readonly Currency[]): readonly VariantColumn[] => {
  const column = (heading: string, order: number, text: (usd: number) => string): VariantColumn => ({
    title: heading,
    drop: order,
    of: ({ monthly_spend_usd: usd }) => (usd === null ? NONE : text(usd)),
  });
  return [
    column(title, drop, money),
    ...currencies.map((one, at) => column(`in ${one.code}`, FIRST_TO_GO + at, (usd) => amountIn(usd, one))),
  ];
};

/** Returns the columns that hang on what the variants have: times, a first token of its own, limits. */
export const optionalColumns = (all: readonly VariantFigures[]): readonly VariantColumn[] => {
  const timed = all.some(({ latency_ms }) => (latency_ms?.p95 ?? 0) > 0);
  const streams = all.some((one) => one.first_token_ms?.p95 !== one.latency_ms?.p95);
  const columns: readonly (VariantColumn & { readonly on: boolean })[] = [
    { on: timed, title: 'p95', drop: 0, of: (one) => timeText(one, one.latency_ms?.p95) },
    { on: timed && streams, title: 'first token', drop: 2, of: (one) => timeText(one, one.first_token_ms?.p95) },
  ];
  return columns.filter(({ on }) => on);
};
