import { readQuantity } from '../../quantity/read.ts';
import type { Unit } from '../../quantity/scalar.ts';
import type { RawQuantity } from '../../quantity/shape.ts';
import { clamped, type Distribution } from '../../stats/distribution.ts';
import { below, mean } from '../../stats/moments.ts';
import { quantile } from '../../stats/quantile.ts';
import { quantileAt, type Sample } from './sample.ts';
import { inlineText, writtenNumber } from './written.ts';

/** How a fitted quantity is written, the shortest first: SPEC 2. */
export type FormName = 'constant' | 'lognormal' | 'shifted lognormal' | 'quantile table' | 'values';

/** How far a form is from what was observed. */
export type Misfit = {
  /** The greatest difference of the two distribution functions (Kolmogorov and Smirnov). */
  readonly ks: number;
  /** Of the mean and of the 95th percentile, as shares of what was observed. */
  readonly mean: number;
  readonly p95: number;
};

/** A quantity of the language that stands for what was observed. */
export type Form = { readonly name: FormName; readonly text: string; readonly of: Distribution; readonly misfit: Misfit };

type Candidate = { readonly name: FormName; readonly raw: RawQuantity };

/** Few values that come again and again are written as they are: pages, rounds, answers of one word. */
const FEW = 8;
/** Where a distribution function is compared. */
const PLACES = 200;

const distinct = ({ sorted }: Sample, most: number): readonly number[] | null => {
  const found: number[] = [];
  for (const value of sorted) {
    if (value === found.at(-1)) continue;
    if (found.length === most) return null;
    found.push(value);
  }
  return found;
};

const shareOf = ({ sorted }: Sample, value: number): number => {
  let count = 0;
  for (const one of sorted) if (one === value) count++;
  return Number((count / sorted.length).toPrecision(4));
};

/**
 * Shares of the records between which their mean stands for them: the mean of the whole is kept, and the percentiles that are asked for lie
 * in the middle of a slice.
 */
const EDGES = [0, ...Array.from({ length: 19 }, (_, at) => 0.025 + at * 0.05), 0.94, 0.96, 0.98, 0.985, 0.995, 1];

const binned = ({ sorted }: Sample, unit: Unit): Candidate => {
  const bins = EDGES.slice(1).flatMap((edge, at) => {
    const part = sorted.subarray(Math.round((EDGES[at] ?? 0) * sorted.length), Math.round(edge * sorted.length));
    return part.length === 0 ? [] : [{ mean: part.reduce((sum, value) => sum + value, 0) / part.length, count: part.length }];
  });
  const weights = bins.map(({ count }) => Number((count / sorted.length).toPrecision(4)));
  return { name: 'values', raw: { values: bins.map((bin) => writtenNumber(bin.mean, unit)), weights } };
};

const percentiles = (sample: Sample, unit: Unit, ps: readonly number[]): Record<string, number | string> =>
  Object.fromEntries(ps.map((p) => [`p${p}`, writtenNumber(quantileAt(sample, p / 100), unit)]));

/** Every form that could stand for a sample, the shortest first. */
const candidates = (sample: Sample, unit: Unit): readonly Candidate[] => {
  const few = distinct(sample, FEW);
  const [only] = few ?? [];
  if (few?.length === 1 && only !== undefined) return [{ name: 'constant', raw: writtenNumber(only, unit, 6) }];
  if (few !== null) {
    const values = few.map((value) => writtenNumber(value, unit, 6));
    return [{ name: 'values', raw: { values, weights: few.map((value) => shareOf(sample, value)) } }];
  }
  return [
    { name: 'constant', raw: writtenNumber(sample.mean, unit) },
    { name: 'lognormal', raw: { mean: writtenNumber(sample.mean, unit, 4), ...percentiles(sample, unit, [95]) } },
    { name: 'lognormal', raw: percentiles(sample, unit, [50, 90]) },
    { name: 'shifted lognormal', raw: percentiles(sample, unit, [5, 50, 95]) },
    { name: 'quantile table', raw: percentiles(sample, unit, [1, 5, 10, 25, 50, 75, 90, 95, 99]) },
    binned(sample, unit),
  ];
};

/** Errors to a billionth: what lies below is the arithmetic's own. */
const rounded = (error: number): number => Math.round(error * 1e9) / 1e9 + 0;

const misfitOf = (of: Distribution, sample: Sample): Misfit => {
  const { sorted } = sample;
  let ks = 0;
  for (let place = 0; place < PLACES; place++) {
    const at = Math.floor(((place + 0.5) / PLACES) * sorted.length);
    const value = sorted[at] ?? 0;
    // Of equal values only the border counts, above the last of them.
    if (sorted[at + 1] === value) continue;
    ks = Math.max(ks, Math.abs(below(of, value * (1 + 1e-12)).probability - (at + 1) / sorted.length));
  }
  const p95 = quantileAt(sample, 0.95);
  const off = (value: number, observed: number): number => (observed === 0 ? (value === 0 ? 0 : 1) : value / observed - 1);
  return { ks: rounded(ks), mean: rounded(off(mean(of), sample.mean)), p95: rounded(off(quantile(of, 0.95), p95)) };
};

/** What is near enough: closer than chance lets a sample of this size be told from the form. */
const fits = ({ ks, mean: meanError, p95 }: Misfit, { sorted, mean: middle, sd }: Sample): boolean => {
  const count = sorted.length;
  const chance = middle === 0 ? 0 : sd / middle / Math.sqrt(count);
  return (
    ks <= Math.max(0.04, 0.886 / Math.sqrt(count)) && Math.abs(meanError) <= Math.max(0.01, chance / 2) && Math.abs(p95) <= 0.06 + chance
  );
};

const formOf = ({ name, raw }: Candidate, sample: Sample, unit: Unit, ceiling: number): Form | null => {
  const quantity = readQuantity(raw, unit, () => undefined);
  if (quantity?.kind !== 'random') return null;
  const of = clamped(quantity.of, 0, ceiling);
  return { name, text: inlineText(raw), of, misfit: misfitOf(of, sample) };
};

/**
 * Returns the shortest form of the language that fits a sample: a constant, a lognormal by mean and 95th percentile, a shifted one, a table
 * of percentiles; where none does, means of slices, which keep the mean and the tail of any sample. What a plan cuts at a ceiling is judged
 * as it is cut.
 */
export const fitForm = (sample: Sample, unit: Unit, ceiling = Infinity): Form => {
  const forms = candidates(sample, unit).flatMap((candidate) => formOf(candidate, sample, unit, ceiling) ?? []);
  const form = forms.find(({ misfit }) => fits(misfit, sample)) ?? forms.at(-1);
  if (form === undefined) throw new Error('a sample has a form');
  return form;
};
