import { visibleWithin } from '../diagnostics/escape.ts';
import type { Path } from '../yaml/read.ts';
import { type Reading, stated } from './reading.ts';
import type { RawCondition } from './shape/step.ts';
import type { Condition, OutcomeRef } from './spec.ts';

const OUTCOME = /^([a-z][a-z0-9_-]*)\.([a-z][a-z0-9_-]*)$/;

/** Returns `step.outcome`, or reports how one is written. */
export const readOutcomeRef = (reading: Reading, text: string, path: Path): OutcomeRef | undefined => {
  const at = reading.doc.spanOf(path);
  const match = OUTCOME.exec(text);
  if (match) return { step: match[1] ?? '', outcome: match[2] ?? '', at };
  return reading.problems.error('bad-value', at, `"${visibleWithin(text, 60)}" is no outcome of a step`, { label: 'write step.outcome' });
};

const readSeveral = (reading: Reading, kind: 'any' | 'all', raw: readonly RawCondition[], path: Path): Condition | null => {
  if (raw.length === 0)
    reading.problems.error('bad-value', reading.doc.spanOf(path), 'no condition is named', { label: 'name one, or remove `when`' });
  const of = raw.map((one, index) => readCondition(reading, one, [...path, index]));
  return { kind, of: of.filter((condition) => condition !== null) };
};

type RawMap = Exclude<RawCondition, number | string | readonly RawCondition[]>;

const readMap = (reading: Reading, raw: RawMap, path: Path): Condition | null => {
  const given = (['any', 'all', 'not', 'assumption'] as const).filter((key) => raw[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1) {
    reading.problems.error('ambiguous', reading.doc.spanOf(path), 'a condition is one of any, all, not, assumption', {
      label:
        given.length > 1 ? `here are ${given.join(' and ')}: write all: [ { any: … }, { not: … } ]` : 'write { any: [step.outcome, …] }',
    });
    return null;
  }
  if (key === 'any' || key === 'all') return readSeveral(reading, key, raw[key] ?? [], [...path, key]);
  if (key === 'not') {
    const of = readCondition(reading, raw.not, [...path, 'not']);
    return of && { kind: 'not', of };
  }
  const share = stated(reading, { assumption: raw.assumption }, 'share', path);
  return share && { kind: 'chance', share };
};

/** Returns when a step runs: null for always. */
export const readCondition = (reading: Reading, raw: RawCondition | undefined, path: Path): Condition | null => {
  if (raw === undefined) return null;
  if (Array.isArray(raw)) return readSeveral(reading, 'any', raw, path);
  if (typeof raw === 'object') return readMap(reading, raw as RawMap, path);
  if (raw === 'first_turn' || raw === 'last_turn')
    return { kind: 'turn', turn: raw === 'first_turn' ? 'first' : 'last', at: reading.doc.spanOf(path) };
  if (typeof raw === 'string' && /^[a-z]/.test(raw)) {
    const ref = readOutcomeRef(reading, raw, path);
    return ref === undefined ? null : { kind: 'outcome', ref };
  }
  const share = stated(reading, raw as number | string, 'share', path);
  return share && { kind: 'chance', share };
};

/** Returns every outcome that a condition asks for. */
export const outcomesAsked = (when: Condition | null): readonly OutcomeRef[] => {
  if (when === null || when.kind === 'chance' || when.kind === 'turn') return [];
  if (when.kind === 'outcome') return [when.ref];
  return when.kind === 'not' ? outcomesAsked(when.of) : when.of.flatMap(outcomesAsked);
};

/** Returns every place at which a condition asks for a turn of a session. */
export const turnsAsked = (when: Condition | null): readonly Extract<Condition, { kind: 'turn' }>[] => {
  if (when === null || when.kind === 'chance' || when.kind === 'outcome') return [];
  if (when.kind === 'turn') return [when];
  return when.kind === 'not' ? turnsAsked(when.of) : when.of.flatMap(turnsAsked);
};
