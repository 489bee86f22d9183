import { constant, type Distribution, empirical } from '../stats/distribution.ts';
import { type Fit, fitInterval, fitMeanPercentile, fitMeanSd, fitPercentiles } from './fit.ts';
import type { MixShare, Quantity } from './quantity.ts';
import { readScalar, type Unit } from './scalar.ts';
import { PERCENTILES, type RawMixPart, type RawQuantity, type RawQuantityMap, type RawScalar } from './shape.ts';

/** Called with the path inside the quantity, what is wrong and the remedy; returns undefined so that readers can return it. */
export type Refuse = (path: readonly (string | number)[], problem: string, label: string) => undefined;

type Reading = { readonly unit: Unit; readonly refuse: Refuse };

const random = (of: Distribution): Quantity => ({ kind: 'random', of });

const number = (
  raw: RawScalar,
  path: readonly (string | number)[],
  reading: Reading,
  unit = reading.unit,
  signed = false,
): number | undefined => {
  const scalar = readScalar(raw, unit, signed);
  return 'value' in scalar ? scalar.value : reading.refuse(path, scalar.problem, scalar.label);
};

const accept = (fit: Fit, path: readonly (string | number)[], reading: Reading): Quantity | undefined =>
  'problem' in fit ? reading.refuse(path, fit.problem, fit.label) : random(fit);

const RANGE = /^(.+?)\s+to\s+(.+)$/;

/** `3 to 12k`: a suffix on the last end holds for both. */
const withSuffix = (first: string, last: string): string => {
  const suffix = /(?:k|M|%|ms|min|s|m|h|d)$/.exec(last)?.[0] ?? '';
  return /^[+-]?[$]?[\d.]+$/.test(first) ? first + suffix : first;
};

const readText = (text: string, reading: Reading): Quantity | undefined => {
  const range = RANGE.exec(text.trim());
  if (range === null) {
    const value = number(text, [], reading);
    return value === undefined ? undefined : random(constant(value));
  }
  const last = range[2] ?? '';
  const first = withSuffix(range[1] ?? '', last);
  const [low, high] = [number(first, [], reading, reading.unit, true), number(last, [], reading, reading.unit, true)];
  if (low === undefined || high === undefined) return undefined;
  return accept(fitInterval(low, high, first.endsWith('%') && last.endsWith('%')), [], reading);
};

const numbers = (raw: readonly RawScalar[], key: string, reading: Reading): readonly number[] | undefined => {
  const values = raw.map((item, index) => number(item, [key, index], reading, reading.unit, true));
  return values.every((value) => value !== undefined) ? values : undefined;
};

const readPercentiles = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  const given = PERCENTILES.filter((key) => raw[key] !== undefined);
  const points = given.map((key) => ({ p: Number(key.slice(1)) / 100, value: number(raw[key] ?? 0, [key], reading, reading.unit, true) }));
  if (points.some(({ value }) => value === undefined)) return undefined;
  const known = points.map(({ p, value }) => ({ p, value: value ?? 0 }));
  if (raw.mean === undefined) return accept(fitPercentiles(known), [], reading);
  const mean = number(raw.mean, ['mean'], reading);
  const [only] = known;
  if (mean === undefined) return undefined;
  if (only === undefined || known.length > 1)
    return reading.refuse(['mean'], 'a mean goes with one percentile', 'remove the mean, or all percentiles but one');
  return accept(fitMeanPercentile(mean, only), [], reading);
};

const readMoments = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  if (raw.mean === undefined || raw.sd === undefined)
    return reading.refuse([], 'a lognormal needs `mean` and `sd`', 'give both, or a percentile beside the mean');
  const [mean, sd] = [number(raw.mean, ['mean'], reading), number(raw.sd, ['sd'], reading)];
  return mean === undefined || sd === undefined ? undefined : accept(fitMeanSd(mean, sd), [], reading);
};

const readNamed = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  if (raw.normal) {
    const mean = number(raw.normal.mean, ['normal', 'mean'], reading, reading.unit, true);
    const sd = number(raw.normal.sd, ['normal', 'sd'], reading);
    return mean === undefined || sd === undefined ? undefined : random({ kind: 'normal', mean, sd });
  }
  const key = raw.uniform ? 'uniform' : 'triangular';
  const values = numbers(raw.uniform ?? raw.triangular ?? [], key, reading);
  if (values === undefined) return undefined;
  const rises = values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));
  const wanted = raw.uniform ? 2 : 3;
  if (values.length !== wanted || !rises) {
    return reading.refuse(
      [key],
      `${key} takes ${wanted} rising numbers`,
      raw.uniform ? 'write [least, greatest]' : 'write [least, most likely, greatest]',
    );
  }
  const [low = 0, middle = 0, high = 0] = values;
  if (low === values.at(-1)) return random(constant(low));
  return random(raw.uniform ? { kind: 'uniform', low, high: middle } : { kind: 'triangular', low, mode: middle, high });
};

const readValues = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  if (raw.values === undefined) return reading.refuse(['weights'], 'weights need `values`', 'add values: one for each weight');
  const values = numbers(raw.values, 'values', reading);
  const weights = raw.weights;
  if (values === undefined) return undefined;
  if (values.length === 0) return reading.refuse(['values'], 'the list of values is empty', 'give at least one value');
  if (weights === undefined) return random(empirical(values));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== values.length)
    return reading.refuse(['weights'], `${values.length} values but ${weights.length} weights`, 'give one weight for each value');
  if (weights.some((weight) => weight < 0) || !(total > 0))
    return reading.refuse(['weights'], 'weights are zero or more, and not all zero', 'mend the weights');
  return random(empirical(values, weights));
};

const patterns = (samples: string | readonly string[]): readonly string[] => (typeof samples === 'string' ? [samples] : samples);

const readSamples = (raw: RawQuantityMap | RawMixPart, path: readonly (string | number)[], reading: Reading): Quantity | undefined => {
  if (reading.unit !== 'tokens')
    return reading.refuse([...path, 'samples'], 'samples are texts: they give token counts only', 'write a number here');
  if (raw.samples === undefined)
    return reading.refuse([...path, 'field'], 'a field needs `samples`', 'add samples: the files that have it');
  if (raw.samples.length === 0) return reading.refuse([...path, 'samples'], 'samples name no file', 'write a path such as samples/*.txt');
  return { kind: 'samples', patterns: patterns(raw.samples), field: raw.field ?? null };
};

const readShare = (raw: RawMixPart['share'], path: readonly (string | number)[], reading: Reading): MixShare | undefined =>
  typeof raw === 'object' || raw === 'rest' ? raw : number(raw, path, reading, 'share');

const readMixPart = (part: RawMixPart, index: number, reading: Reading): { share: MixShare; of: Quantity } | undefined => {
  const path = ['mix', index];
  const share = readShare(part.share, [...path, 'share'], reading);
  const given = (['tokens', 'value', 'samples'] as const).filter((key) => part[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1)
    return reading.refuse(path, 'a part of a mix has one of tokens, value, samples', 'say what this share of the requests has');
  const inner: Reading = { ...reading, refuse: (at, problem, label) => reading.refuse([...path, key, ...at], problem, label) };
  const of = key === 'samples' ? readSamples(part, path, reading) : readMeasure(part[key] ?? 0, inner);
  return share === undefined || of === undefined ? undefined : { share, of };
};

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

const readMix = (mix: readonly RawMixPart[], reading: Reading): Quantity | undefined => {
  const parts = mix.map((part, index) => readMixPart(part, index, reading));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const refuse = (problem: string, label: string): undefined => reading.refuse(['mix'], problem, label);
  const rests = parts.filter(({ share }) => share === 'rest').length;
  const open = parts.some(({ share }) => typeof share === 'object');
  const total = parts.reduce((sum, { share }) => sum + (typeof share === 'number' ? share : 0), 0);
  if (rests > 1) return refuse('only one part of a mix may be the rest', 'give the others their share');
  if (rests === 1 && total > 1 + 1e-9) return refuse(`the shares sum to ${percent(total)}: nothing is left for the rest`, 'mend a share');
  if (rests === 0 && open) return refuse('a share that nobody knows leaves the others open', 'let one of them be the rest');
  if (rests === 0 && Math.abs(total - 1) > 1e-9)
    return refuse(`the shares sum to ${percent(total)}, not 100 %`, 'shares of a mix sum to 100 %');
  return { kind: 'mixture', parts };
};

/** What each of the linked things adds: $0.002 a page, 20 ms a chunk; of tokens and counts a plain factor. */
const readTimes = (raw: RawScalar | undefined, reading: Reading): number | undefined => {
  if (reading.unit !== 'duration' && reading.unit !== 'money') return number(raw ?? 1, ['times'], reading, 'factor', true);
  if (raw !== undefined) return number(raw, ['times'], reading, reading.unit, true);
  return reading.unit === 'duration'
    ? reading.refuse([], 'a linked duration does not say how long each takes', 'add times: 20ms, for each of them')
    : reading.refuse([], 'a linked cost does not say what each costs', 'add times: $0.002, for each of them');
};

const readLink = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  const { of } = raw;
  if (of === undefined) return reading.refuse([], '`times` and `plus` need `of`', 'add of: the input or step whose number this is');
  const times = readTimes(raw.times, reading);
  const plus = raw.plus === undefined ? 0 : number(raw.plus, ['plus'], reading, reading.unit, true);
  return times === undefined || plus === undefined ? undefined : { kind: 'linked', to: of, times, plus };
};

type FormReader = (raw: RawQuantityMap, reading: Reading) => Quantity | undefined;

/** Which keys make which form. Adding a form is a line here. */
const FORMS: readonly { readonly keys: readonly (keyof RawQuantityMap)[]; readonly read: FormReader }[] = [
  { keys: PERCENTILES, read: readPercentiles },
  { keys: ['mean', 'sd'], read: readMoments },
  { keys: ['normal'], read: readNamed },
  { keys: ['uniform'], read: readNamed },
  { keys: ['triangular'], read: readNamed },
  { keys: ['values', 'weights'], read: readValues },
  { keys: ['samples', 'field'], read: (raw, reading) => readSamples(raw, [], reading) },
  { keys: ['mix'], read: (raw, reading) => readMix(raw.mix ?? [], reading) },
  { keys: ['of', 'times', 'plus'], read: readLink },
  { keys: ['assumption'], read: (raw) => ({ kind: 'assumption', name: raw.assumption ?? '' }) },
];

const readForm = (raw: RawQuantityMap, reading: Reading): Quantity | undefined => {
  const forms = FORMS.filter(({ keys }) => keys.some((key) => raw[key] !== undefined));
  const meanOfPercentile =
    forms.length === 2 && forms[0]?.read === readPercentiles && forms[1]?.read === readMoments && raw.sd === undefined;
  const [form] = forms;
  if (form === undefined)
    return reading.refuse([], 'this map gives no number', 'for example { p50: 300, p95: 900 } or { values: [120, 180] }');
  if (forms.length > 1 && !meanOfPercentile) {
    return reading.refuse(
      [],
      'this map mixes two forms of a quantity',
      `keep one of: ${forms.map(({ keys }) => keys.find((key) => raw[key] !== undefined)).join(', ')}`,
    );
  }
  return form.read(raw, reading);
};

const readMeasure = (raw: RawQuantity, reading: Reading): Quantity | undefined => {
  if (typeof raw === 'string') return readText(raw, reading);
  if (typeof raw === 'number') {
    const value = number(raw, [], reading);
    return value === undefined ? undefined : random(constant(value));
  }
  const of = readForm(raw, reading);
  const min = raw.min === undefined ? -Infinity : number(raw.min, ['min'], reading, reading.unit, true);
  const max = raw.max === undefined ? Infinity : number(raw.max, ['max'], reading, reading.unit, true);
  if (of === undefined || min === undefined || max === undefined) return undefined;
  if (min > max) return reading.refuse(['min'], 'min is above max', 'swap the two');
  const scaled: Quantity = raw.scale === undefined ? of : { kind: 'scaled', of, by: raw.scale };
  return min === -Infinity && max === Infinity ? scaled : { kind: 'bounded', of: scaled, min, max };
};

/**
 * Returns a quantity in any of its written forms, in the unit's measure (milliseconds, dollars, fractions); each problem
 * goes to `refuse` with its path inside the quantity.
 */
export const readQuantity = (raw: RawQuantity, unit: Unit, refuse: Refuse): Quantity | undefined => readMeasure(raw, { unit, refuse });
