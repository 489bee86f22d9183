import { tokensFor } from './estimate.ts';
import type { Family } from './families.ts';
import type { Tally } from './scripts.ts';

/** A text, counted in the family's encoding, and the input tokens that the provider billed for it. */
export type Pair = { readonly tally: Tally; readonly billed: number };

/** What pairs say about a family: by how much its estimate is to be multiplied, and how far it then is off. */
export type Calibration = { readonly factor: number; readonly band: number; readonly pairs: number };

/** The default weighs as much as so many pairs of middling size. */
const PRIOR_PAIRS = 4;
/** With fewer pairs the band stays as it is. */
const ENOUGH = 8;
/** No tokenizer is known better than this by sampling: other kinds of text will differ. */
const LEAST_BAND = 0.03;
const COVERED = 0.9;

type Weighted = { readonly value: number; readonly weight: number };

/** Returns the value below which a share of the weight lies. */
const weightedQuantile = (values: readonly Weighted[], share: number): number => {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= share * total - 1e-9 * total) return value;
  }
  return sorted.at(-1)?.value ?? 1;
};

/**
 * Returns the calibration of a family: the median of billed ÷ estimated tokens, each pair weighted by its size, and the family's
 * own estimate as a pair of four times the middle size. So one odd pair moves nothing: of ratios 1.2, 1.2, 1.2, of one size,
 * the default of 1 still holds; with five it is 1.2. Billed tokens are taken without the framing of one message.
 */
export const calibrate = (family: Family, pairs: readonly Pair[]): Calibration => {
  const framing = family.overhead.perMessage + family.overhead.perCall;
  const ratios = pairs.flatMap(({ tally, billed }) => {
    const estimate = tokensFor(family, tally);
    const own = billed - framing;
    return estimate > 0 && own > 0 ? [{ value: own / estimate, weight: estimate }] : [];
  });
  const band = family.band ?? 0;
  if (ratios.length === 0) return { factor: 1, band, pairs: 0 };
  const middle = weightedQuantile(
    ratios.map(({ weight }) => ({ value: weight, weight: 1 })),
    0.5,
  );
  const factor = weightedQuantile([...ratios, { value: 1, weight: PRIOR_PAIRS * middle }], 0.5);
  const errors = ratios.map(({ value, weight }) => ({ value: Math.abs(value / factor - 1), weight }));
  const seen = Math.max(LEAST_BAND, weightedQuantile(errors, COVERED));
  return { factor, band: ratios.length < ENOUGH ? band : seen, pairs: ratios.length };
};

/** Returns a family with a calibration in place of its published weights. */
export const calibrated = (family: Family, { factor, band, pairs }: Calibration, file: string): Family => {
  const { latin, symbols, cjk, other } = family.weights;
  return {
    ...family,
    weights: { latin: latin * factor, symbols: symbols * factor, cjk: cjk * factor, other: other * factor },
    band,
    source: `${family.source}; × ${Number(factor.toPrecision(4))} by ${pairs} pairs in ${file}`,
  };
};
