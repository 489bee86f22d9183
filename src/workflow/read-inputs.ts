import { quantitiesIn } from '../quantity/quantity.ts';
import type { Unit } from '../quantity/scalar.ts';
import type { Path } from '../yaml/read.ts';
import type { RawAssumptions, RawInput, RawInputs, RawSession } from './input-shape.ts';
import { type Reading, readSize, stated } from './reading.ts';
import type { AssumptionSpec, InputSpec, SessionSpec } from './spec.ts';

const readInput = (reading: Reading, name: string, raw: RawInput, path: Path): InputSpec | null => {
  const at = reading.doc.keySpanOf(path);
  if (typeof raw !== 'object' || (raw.count === undefined && raw.image === undefined)) {
    const tokens = stated(reading, raw, 'tokens', path);
    return tokens && { name, at, kind: 'tokens', stated: tokens };
  }
  const { count, image, ...others } = raw;
  const also = [...(count === undefined || image === undefined ? [] : ['image']), ...Object.keys(others)];
  if (also.length > 0) {
    reading.problems.error('ambiguous', reading.doc.keySpanOf([...path, also[0] ?? '']), `input "${name}" is two things at once`, {
      label: image === undefined ? 'a count stands alone: write { count: { …, max: 12 } }' : 'an image stands alone',
    });
    return null;
  }
  if (image !== undefined) {
    const size = readSize(reading, image, [...path, 'image']);
    return size && { name, at, kind: 'image', ...size };
  }
  const number = stated(reading, count, 'count', [...path, 'count']);
  return number && { name, at, kind: 'count', stated: number };
};

/** Returns inputs by name, each with its place. */
export const readInputs = (reading: Reading, raw: RawInputs | undefined, path: Path): ReadonlyMap<string, InputSpec> => {
  const inputs = Object.entries(raw ?? {}).map(([name, input]) => readInput(reading, name, input, [...path, name]));
  return new Map(inputs.filter((input) => input !== null).map((input) => [input.name, input]));
};

/** What an assumption counts shows in its text: `$` is money, `250ms` a duration, all else a plain number. */
const unitOf = (raw: RawAssumptions[string]): Unit => {
  const text = JSON.stringify(raw);
  if (text.includes('$')) return 'money';
  return /\d\s*(?:ms|min|s|m|h|d)["\d\s]/.test(text) ? 'duration' : 'number';
};

const readAssumption = (reading: Reading, name: string, raw: RawAssumptions[string], path: Path): AssumptionSpec | null => {
  const range = stated(reading, raw, unitOf(raw), path);
  if (range === null) return null;
  const other = quantitiesIn(range.quantity).find(({ kind }) => ['assumption', 'scaled', 'linked', 'samples'].includes(kind));
  if (other === undefined) return { name, at: reading.doc.keySpanOf(path), stated: range };
  reading.problems.error('bad-quantity', range.at, `the assumption "${name}" refers to something else`, {
    label: 'give it a range of its own, such as 5% to 14%',
  });
  return null;
};

/** Returns assumptions by name, each with its place. */
export const readAssumptions = (reading: Reading, raw: RawAssumptions | undefined, path: Path): ReadonlyMap<string, AssumptionSpec> => {
  const read = Object.entries(raw ?? {}).map(([name, range]) => readAssumption(reading, name, range, [...path, name]));
  return new Map(read.filter((one) => one !== null).map((one) => [one.name, one]));
};

/** Returns how long sessions are, null where a request stands alone. */
export const readSession = (reading: Reading, raw: RawSession | undefined): SessionSpec | null => {
  const turns = stated(reading, raw?.turns, 'count', ['session', 'turns']);
  const gap = stated(reading, raw?.gap, 'duration', ['session', 'gap']);
  return turns && gap && { turns, gap };
};
