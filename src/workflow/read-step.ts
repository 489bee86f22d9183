import type { Path } from '../yaml/read.ts';
import { readHuman, readModel, readTool, type StepReading } from './read-body.ts';
import { readFallbacks, readRetry } from './read-call.ts';
import { readCondition } from './read-condition.ts';
import { readCarry, readForEach, readRepeat } from './read-loop.ts';
import { readEndings, readOutcomes } from './read-outcomes.ts';
import { namesAt, type Reading, stated } from './reading.ts';
import { type RawStep, STEP_KEYS, STEP_KINDS, type StepKind } from './shape/step.ts';
import type { GroupBody, StepSpec } from './spec.ts';

const KIND_NAMES: Readonly<Record<StepKind, string>> = {
  model: 'a model step',
  tool: 'a tool step',
  human: 'a human step',
  steps: 'a group',
};

/** What to do about a key that stands on the wrong kind of step, where there is more to say than what the step is. */
const REMEDIES: Readonly<Record<string, string>> = {
  'reuse on steps': 'a group has no answer of its own: put it on the steps inside',
  'outcomes on steps': 'a group has no result of its own: ask for an outcome of a step inside',
  'retry on steps': 'attempts belong to the steps inside',
  'background on human': 'put the step into a group in the background',
};

const kindOf = (reading: Reading, raw: RawStep, path: Path): StepKind | undefined => {
  const given = STEP_KINDS.filter((kind) => raw[kind] !== undefined);
  const [kind, second] = given;
  const name = String(path.at(-1));
  if (kind === undefined) {
    return reading.problems.error('missing-key', reading.doc.keySpanOf(path), `step "${name}" does not say what it is`, {
      label: 'add one of model, tool, human, steps',
    });
  }
  if (second !== undefined) {
    return reading.problems.error(
      'ambiguous',
      reading.doc.keySpanOf([...path, second]),
      `step "${name}" is both ${KIND_NAMES[kind]} and ${KIND_NAMES[second]}`,
      { label: 'keep one' },
    );
  }
  for (const key of Object.keys(raw)) {
    if ((STEP_KEYS[kind] as readonly string[]).includes(key)) continue;
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, key]), `"${key}" does not belong to ${KIND_NAMES[kind]}`, {
      label: REMEDIES[`${key} on ${kind}`] ?? `"${name}" is ${KIND_NAMES[kind]}`,
    });
  }
  return kind;
};

const readGroup = (reading: StepReading, raw: RawStep, path: Path): GroupBody => {
  const steps = readSteps(reading, raw.steps ?? {}, [...path, 'steps']);
  if (Object.keys(raw.steps ?? {}).length === 0)
    reading.problems.error('missing-key', reading.doc.keySpanOf(path), 'this group has no steps', { label: 'add a step' });
  return { kind: 'group', steps };
};

const readBody = (reading: StepReading, raw: RawStep, kind: StepKind, path: Path): StepSpec['body'] => {
  switch (kind) {
    case 'model':
      return readModel(reading, raw, path);
    case 'tool':
      return readTool(reading, raw, path);
    case 'human':
      return readHuman(reading, raw, path);
    case 'steps':
      return readGroup(reading, raw, path);
    default:
      return kind satisfies never;
  }
};

const readStep = (reading: StepReading, name: string, raw: RawStep, path: Path): StepSpec | undefined => {
  const kind = kindOf(reading, raw, path);
  if (kind === undefined) return undefined;
  if (raw.for_each && raw.outcomes)
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, 'outcomes']), 'a step with for_each has no single outcome', {
      label: 'put the outcomes on a step after it',
    });
  const body = readBody(reading, raw, kind, path);
  return {
    name,
    at: reading.doc.keySpanOf(path),
    body,
    needs: raw.needs === undefined ? null : namesAt(reading, raw.needs, [...path, 'needs']),
    when: readCondition(reading, raw.when, [...path, 'when']),
    outcomes: readOutcomes(reading, raw.outcomes, [...path, 'outcomes']),
    outcomesAt: raw.outcomes ? reading.doc.spanOf([...path, 'outcomes']) : null,
    endsRequest: readEndings(reading, raw, path),
    repeat: readRepeat(reading, raw.repeat, [...path, 'repeat']),
    carry: readCarry(reading, raw, path),
    forEach: readForEach(reading, raw.for_each, [...path, 'for_each']),
    background: raw.background === true || (body.kind === 'model' && body.tier === 'batch'),
    reuse: stated(reading, raw.reuse, 'share', [...path, 'reuse']),
    retry: readRetry(reading, raw.retry, kind === 'model' || kind === 'tool' ? reading.defaults.retry : undefined, [...path, 'retry']),
    fallback: readFallbacks(reading, raw.fallback, kind === 'tool', [...path, 'fallback']),
    onFailure: raw.on_failure ?? 'stop',
  };
};

/** Returns the steps of a map in file order; each problem is reported, and a step that cannot be told is left out. */
export const readSteps = (reading: StepReading, raw: Readonly<Record<string, RawStep>>, path: Path): readonly StepSpec[] =>
  Object.entries(raw).flatMap(([name, step]) => readStep(reading, name, step, [...path, name]) ?? []);
