import { atomsOf } from '../stats/atoms.ts';
import { countProbabilities, countsGivenSuccess, meanCount, powerOver } from '../stats/counts.ts';
import { mean } from '../stats/moments.ts';
import { NO_AMOUNT } from '../workflow/amount.ts';
import type { Amount, PlanItems, PlanStep, Term } from '../workflow/plan.ts';
import type { Offer } from './chain.ts';
import { asDistribution, closed, drawnValue, type Filling, type Fixed, type Pieces, piecesOf } from './filling.ts';
import { type Looped, mixedViews, type View } from './passed.ts';
import { addWritten, type WrittenBefore } from './rounds.ts';
import { mixed, sumOfMany } from './sum-distribution.ts';
import { addSums, type Sums } from './sums.ts';

/** A number of items or rounds in one case of the draws that decide it. */
export type Counted = {
  readonly weight: number;
  readonly fixed: Fixed;
  /** P(N = n), n from 0. */
  readonly counts: readonly number[];
  /** What one item gets of a document that is cut up; null where none is. */
  readonly chunk: Amount | null;
};

const exactly = (n: number): readonly number[] => [...new Array<number>(n).fill(0), 1];

/** More points of the draw that sets a number are taken together, by that number. */
const MOST_POINTS = 64;

/** Strata of a continuous draw that sets a number. */
const STRATA = 256;

const onlyTerm = ({ terms }: { readonly terms: readonly Term[] }): Term | undefined =>
  terms.length === 1 && terms[0]?.drawn === 'request' ? terms[0] : undefined;

/** SPEC 12: n = max(1, ⌈(d − overlap) ÷ (size − overlap)⌉) for a document of d tokens, none for an empty one. */
export const chunksOf = (items: Extract<PlanItems, { kind: 'chunks' }>, document: number): number =>
  document <= 0 ? 0 : Math.max(1, Math.ceil((document - items.overlap) / (items.size - items.overlap) - 1e-9));

/** All chunks but the last are of full size; together d + (n − 1) × overlap. 4,500 in chunks of 1,000: four full ones and 500. */
const chunkAmount = (items: Extract<PlanItems, { kind: 'chunks' }>, document: number, n: number, source: string): Amount => {
  if (n === 0) return NO_AMOUNT;
  const last = document - (n - 1) * (items.size - items.overlap);
  if (n === 1) return { ...NO_AMOUNT, constant: last };
  const of = { kind: 'empirical', values: [items.size, last], weights: [(n - 1) / n, 1 / n] } as const;
  return { ...NO_AMOUNT, terms: [{ source, drawn: 'item', of, times: 1, plus: 0, min: -Infinity, max: Infinity }] };
};

type Deciding = { readonly number: Amount; readonly least: number; readonly chunks: Extract<PlanItems, { kind: 'chunks' }> | null };

const whole = ({ chunks, least }: Deciding, value: number): number =>
  chunks === null ? Math.max(least, Math.round(value)) : chunksOf(chunks, value);

/** Values of the draw between which the whole number changes, so that no stratum lies across one. */
const boundaries = (deciding: Deciding, term: Term, constant: number): readonly number[] => {
  const { chunks } = deciding;
  const most = 512;
  const edges = chunks
    ? Array.from({ length: most }, (_, n) => (n === 0 ? 0 : chunks.overlap + n * (chunks.size - chunks.overlap)))
    : Array.from({ length: most }, (_, n) => n + 0.5);
  return [
    ...edges.map((edge) => (edge - constant - term.plus) / term.times),
    (term.min - term.plus) / term.times,
    (term.max - term.plus) / term.times,
  ].filter(Number.isFinite);
};

const groupsOf = (values: readonly number[], numbers: readonly number[]): readonly (readonly number[])[] => {
  const byNumber = new Map<number, number[]>();
  for (const [index] of values.entries()) byNumber.set(numbers[index] ?? 0, [...(byNumber.get(numbers[index] ?? 0) ?? []), index]);
  return [...byNumber.values()];
};

/** Each point of the draw that sets a number, or all points of one number together. */
const bySource = (deciding: Deciding, term: Term, constant: number, fixed: Fixed, source: string): readonly Counted[] => {
  const cuts = boundaries(deciding, term, constant);
  const plain: Pieces = { cuts, strata: STRATA };
  const atoms = piecesOf(term.of, plain);
  const numbers = atoms.values.map((value) => whole(deciding, constant + drawnValue(term, value)));
  const pieces: Pieces = atoms.values.length > MOST_POINTS ? { ...plain, groups: groupsOf(atoms.values, numbers) } : plain;
  const points = piecesOf(term.of, pieces);
  return points.values.map((value, point) => {
    const number = constant + drawnValue(term, value);
    const n = whole(deciding, number);
    return {
      weight: points.weights[point] ?? 0,
      fixed: new Map([...fixed, [term.source, { point, pieces }] as const]),
      counts: exactly(n),
      chunk: deciding.chunks && chunkAmount(deciding.chunks, number, n, source),
    };
  });
};

/** Where several draws or other steps set the number, it is drawn apart from them. */
const apart = (deciding: Deciding, filling: Filling, source: string): readonly Counted[] => {
  const of = asDistribution(closed(deciding.number, filling));
  const { chunks, least } = deciding;
  if (chunks === null) return [{ weight: 1, fixed: filling.fixed, counts: countProbabilities(of, least), chunk: null }];
  const atoms = atomsOf(of, [], MOST_POINTS);
  return atoms.values.map((value, index) => {
    const n = chunksOf(chunks, value);
    return { weight: atoms.weights[index] ?? 0, fixed: filling.fixed, counts: exactly(n), chunk: chunkAmount(chunks, value, n, source) };
  });
};

/**
 * Returns how many there are, case by case: a number that hangs on a draw of the request is told apart by that draw, since what
 * each item or round sends may hang on the same draw.
 */
export const countedBy = (
  number: Amount,
  least: number,
  chunks: Deciding['chunks'],
  filling: Filling,
  source: string,
): readonly Counted[] => {
  const deciding: Deciding = { number, least, chunks };
  const own = closed(number, filling);
  const term = onlyTerm(own);
  if (own.terms.length === 0) {
    const n = whole(deciding, own.constant);
    return [{ weight: 1, fixed: filling.fixed, counts: exactly(n), chunk: chunks && chunkAmount(chunks, own.constant, n, source) }];
  }
  return term === undefined ? apart(deciding, filling, source) : bySource(deciding, term, own.constant, filling.fixed, source);
};

const NO_VIEW: View = { share: 1, offers: [], inside: new Map(), outcomes: [], produced: new Map() };

/** What the items hand on together. Items that fail without stopping hand on nothing. */
const together = (step: PlanStep, counts: readonly number[], parts: readonly Offer[], succeeds: number): readonly Offer[] => {
  if (parts.length === 0) return parts;
  const sumOf = (take: (offer: Offer) => Amount): Amount => {
    const kept = parts.map((offer) => ({ share: offer.share * (step.goesOn ? succeeds : 1), amount: take(offer) }));
    const each = mixed(kept.map(({ share, amount }) => ({ share, of: asDistribution(amount) })));
    const of = sumOfMany(step.goesOn ? counts : countsGivenSuccess(counts, succeeds), each, mean(each));
    return {
      ...NO_AMOUNT,
      terms: [{ source: `items of ${step.name}`, drawn: 'attempt', of, times: 1, plus: 0, min: -Infinity, max: Infinity }],
    };
  };
  return [{ share: 1, amount: sumOf(({ amount }) => amount), withReasoning: sumOf(({ withReasoning }) => withReasoning) }];
};

/** E[items in wave w] for waves of `parallel`: those of n beyond the (w − 1) × parallel of earlier waves. */
const inWave = (counts: readonly number[], parallel: number, wave: number): number =>
  counts.reduce((sum, p, n) => sum + p * Math.min(parallel, Math.max(0, n - (wave - 1) * parallel)), 0);

type Waves = {
  readonly sums: Sums;
  readonly writes: Looped['writes'];
  readonly turnaroundMs: number;
  readonly first: Looped;
  readonly last: Looped;
};

/** Items of one wave do not find what the others of it write; later waves do. */
const runWaves = (counts: readonly number[], parallel: number | null, item: (written: WrittenBefore) => Looped): Waves => {
  const most = counts.length - 1;
  const size = parallel ?? Math.max(1, most);
  const sums: Sums = new Map();
  const first = item(new Map());
  let looped = first;
  let written: WrittenBefore = new Map();
  let turnaroundMs = 0;
  for (let wave = 1; (wave - 1) * size < most; wave++) {
    const expected = inWave(counts, size, wave);
    addSums(sums, looped.sums, expected);
    turnaroundMs += looped.turnaroundMs * counts.reduce((sum, p, n) => sum + (n > (wave - 1) * size ? p : 0), 0);
    const grown = addWritten(written, looped.writes, (one) => 1 - (1 - one) ** size);
    const same = [...grown].every(([entry, { any }]) => Math.abs(any - (written.get(entry)?.any ?? 0)) < 1e-12);
    written = grown;
    if (!same && wave * size < most) looped = item(written);
  }
  const writes = new Map(
    [...first.writes].map(([entry, { ever, givenSuccess, without }]) => [
      entry,
      { ever: 1 - powerOver(counts, 1 - ever), givenSuccess: 1 - powerOver(counts, 1 - givenSuccess), without },
    ]),
  );
  return { sums, writes, turnaroundMs, first, last: looped };
};

/** Returns what all items of a step come to, in waves of `parallel`. Other items run on where one fails. */
export const runItems = (
  step: PlanStep,
  counts: readonly number[],
  parallel: number | null,
  item: (written: WrittenBefore) => Looped,
): Looped => {
  const waves = runWaves(counts, parallel, item);
  const { first } = waves;
  const each = first.last.share;
  const all = step.goesOn ? 1 : powerOver(counts, each);
  const ended = powerOver(counts, 1 - first.ended);
  const view: View = {
    ...NO_VIEW,
    share: all,
    offers: together(step, counts, first.last.offers, each),
    inside: new Map([...first.last.inside].map(([index, offers]) => [index, together(step, counts, offers, each)])),
  };
  const items = meanCount(counts);
  return {
    sums: waves.sums,
    failed: Math.max(0, 1 - all - (1 - ended)),
    ended: first.ended === 0 ? 0 : 1 - ended,
    last: view,
    produced: new Map(
      [...first.produced].map(([loop, { ever, givenSuccess }]) => [
        loop,
        { ever: ever * items, givenSuccess: (step.goesOn ? ever : givenSuccess) * items },
      ]),
    ),
    carried: first.carried,
    writes: waves.writes,
    turnaroundMs: waves.turnaroundMs,
    exact: first.exact && waves.last.exact,
    fates: first.fates,
  };
};

/** Returns several ways of a step together, each by its weight. */
export const mixedLoops = (ways: readonly { readonly weight: number; readonly looped: Looped }[]): Looped => {
  const sums: Sums = new Map();
  for (const { weight, looped } of ways) addSums(sums, looped.sums, weight);
  const mean = (pick: (looped: Looped) => number): number => ways.reduce((sum, { weight, looped }) => sum + weight * pick(looped), 0);
  const last = mixedViews(ways.map(({ weight, looped }) => ({ ...looped.last, share: weight * looped.last.share })));
  const given = (weight: number, looped: Looped): number => (last.share === 0 ? 0 : (weight * looped.last.share) / last.share);
  const loops = new Set(ways.flatMap(({ looped }) => [...looped.produced.keys()]));
  const entries = new Set(ways.flatMap(({ looped }) => [...looped.writes.keys()]));
  return {
    sums,
    failed: mean(({ failed }) => failed),
    ended: mean(({ ended }) => ended),
    last,
    produced: new Map(
      [...loops].map((loop) => [
        loop,
        {
          ever: mean(({ produced }) => produced.get(loop)?.ever ?? 0),
          givenSuccess: ways.reduce(
            (sum, { weight, looped }) => sum + given(weight, looped) * (looped.produced.get(loop)?.givenSuccess ?? 0),
            0,
          ),
        },
      ]),
    ),
    carried: ways.flatMap(({ weight, looped }) =>
      looped.carried.map((offer) => ({ ...offer, share: offer.share * given(weight, looped) })),
    ),
    writes: new Map(
      [...entries].map((entry) => [
        entry,
        {
          ever: mean(({ writes }) => writes.get(entry)?.ever ?? 0),
          givenSuccess: ways.reduce(
            (sum, { weight, looped }) => sum + given(weight, looped) * (looped.writes.get(entry)?.givenSuccess ?? 0),
            0,
          ),
          without: ways.find(({ looped }) => looped.writes.has(entry))?.looped.writes.get(entry)?.without ?? new Map(),
        },
      ]),
    ),
    turnaroundMs: mean(({ turnaroundMs }) => turnaroundMs),
    exact: ways.every(({ looped }) => looped.exact),
    fates: ways.flatMap(({ looped }) => looped.fates),
  };
};
