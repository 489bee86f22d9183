import { didYouMean } from '../diagnostics/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { readCondition, readOutcomes } from './read-condition.ts';
import { type Names, readPrompt } from './read-prompt.ts';
import { type Reading, scalarAt, stated, statedRate } from './reading.ts';
import { type RawDefaults, type RawRetry, type RawStep, STEP_KEYS, STEP_KINDS, type StepKind } from './shape.ts';
import type { Fallback, GroupBody, HumanBody, ModelBody, Repeat, Retry, StepSpec, ToolBody } from './spec.ts';

const KIND_NAMES: Readonly<Record<StepKind, string>> = {
  model: 'a model step',
  tool: 'a tool step',
  human: 'a human step',
  steps: 'a group',
};

/** What the readers of one file share. */
export type StepReading = Reading & { readonly names: Names; readonly defaults: RawDefaults };

const kindOf = (reading: Reading, raw: RawStep, path: Path): StepKind | undefined => {
  const given = STEP_KINDS.filter((kind) => raw[kind] !== undefined);
  const [kind] = given;
  const at = reading.doc.keySpanOf(path);
  const name = String(path.at(-1));
  if (kind === undefined) {
    return reading.problems.error('missing-key', at, `step "${name}" does not say what it is`, {
      label: 'add one of model, tool, human, steps',
    });
  }
  if (given.length > 1) {
    return reading.problems.error(
      'ambiguous',
      reading.doc.keySpanOf([...path, given[1] ?? '']),
      `step "${name}" is both ${KIND_NAMES[kind]} and ${KIND_NAMES[given[1] ?? kind]}`,
      { label: 'keep one' },
    );
  }
  for (const key of Object.keys(raw)) {
    if ((STEP_KEYS[kind] as readonly string[]).includes(key)) continue;
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, key]), `"${key}" does not belong to ${KIND_NAMES[kind]}`, {
      label: `"${name}" is ${KIND_NAMES[kind]}`,
    });
  }
  return kind;
};

const readRetry = (reading: Reading, raw: RawRetry | undefined, own: RawRetry | undefined, path: Path, defaultsPath: Path): Retry => {
  const pathOf = (key: keyof RawRetry): Path => [...(own?.[key] === undefined ? defaultsPath : path), key];
  stated(reading, raw?.backoff, 'duration', pathOf('backoff'));
  return {
    attempts: raw?.attempts ?? 1,
    errors: stated(reading, raw?.errors, 'share', pathOf('errors')),
    invalid: stated(reading, raw?.invalid, 'share', pathOf('invalid')),
    at: raw === undefined ? null : reading.doc.spanOf(own === undefined ? defaultsPath : path),
  };
};

const readFallback = (reading: StepReading, raw: RawStep, kind: StepKind, path: Path): readonly Fallback[] =>
  (raw.fallback ?? []).flatMap((entry, index): readonly Fallback[] => {
    const at = [...path, 'fallback', index];
    if ((entry.model === undefined) === (entry.reply === undefined)) {
      reading.problems.error('ambiguous', reading.doc.spanOf(at), 'a fallback is either a model or a fixed reply', {
        label: 'write { model: … } or { reply: fixed }',
      });
      return [];
    }
    if (entry.model === undefined) {
      stated(reading, entry.latency as string | undefined, 'duration', [...at, 'latency']);
      return [{ kind: 'reply' }];
    }
    if (kind === 'tool') {
      reading.problems.error('wrong-step', reading.doc.spanOf([...at, 'model']), 'a tool has no prompt that a model could answer', {
        label: 'write { reply: fixed }, or a model step with `when: <step>.failed`',
      });
      return [];
    }
    const retry = readRetry(reading, entry.retry, entry.retry, [...at, 'retry'], [...at, 'retry']);
    return [{ kind: 'model', model: entry.model, at: reading.doc.spanOf([...at, 'model']), retry }];
  });

const readRepeat = (reading: Reading, raw: RawStep, path: Path): Repeat | null => {
  if (raw.repeat === undefined) return null;
  const at = [...path, 'repeat'];
  const { times, max } = raw.repeat;
  if ((times === undefined) === (raw.repeat.continue === undefined)) {
    reading.problems.error('ambiguous', reading.doc.spanOf(at), 'a loop says either how many times it runs or how likely it goes on', {
      label: 'write { times: 3 } or { continue: 75%, max: 12 }',
    });
    return null;
  }
  if (times !== undefined) {
    if (max !== undefined)
      reading.problems.error('ambiguous', reading.doc.keySpanOf([...at, 'max']), '"max" goes with "continue"', {
        label: 'write times: { …, max: 12 }',
      });
    const rounds = stated(reading, times, 'count', [...at, 'times']);
    return rounds === null ? null : { kind: 'times', times: rounds };
  }
  const share = stated(reading, raw.repeat.continue, 'share', [...at, 'continue']);
  return share === null ? null : { kind: 'continue', share, max: max ?? null };
};

/** Returns whether caching is off. What caching would change is not computed yet, so that any other way is refused. */
const readCache = (reading: StepReading, raw: RawStep, path: Path): boolean => {
  const cache = raw.cache ?? reading.defaults.cache ?? 'auto';
  if (cache === 'off' || cache === 'auto') return cache === 'off';
  const at = reading.doc.spanOf(raw.cache === undefined ? ['defaults', 'cache'] : [...path, 'cache']);
  reading.problems.error('not-computed-yet', at, 'prompt caching is not computed yet by this version', {
    label: 'write off to price every call uncached',
  });
  return false;
};

const readModel = (reading: StepReading, raw: RawStep, path: Path): ModelBody => ({
  kind: 'model',
  model: raw.model ?? '',
  modelAt: reading.doc.spanOf([...path, 'model']),
  prompt: readPrompt(reading, reading.names, raw.prompt, [...path, 'prompt']),
  output: stated(reading, raw.output, 'tokens', [...path, 'output']),
  reasoning: stated(reading, raw.reasoning, 'tokens', [...path, 'reasoning']),
  maxOutput:
    scalarAt(reading, raw.max_output, 'tokens', [...path, 'max_output']) ??
    scalarAt(reading, reading.defaults.max_output, 'tokens', ['defaults', 'max_output']),
  maxInput: scalarAt(reading, raw.max_input, 'tokens', [...path, 'max_input']),
  tier: raw.tier ?? reading.defaults.tier ?? 'standard',
  cacheOff: readCache(reading, raw, path),
});

const readTool = (reading: Reading, raw: RawStep, path: Path): ToolBody => ({
  kind: 'tool',
  tool: raw.tool ?? '',
  cost: stated(reading, raw.cost, 'money', [...path, 'cost']),
  output: stated(reading, raw.output, 'tokens', [...path, 'output']),
});

const readHuman = (reading: Reading, raw: RawStep, path: Path): HumanBody => {
  const wage = raw.wage === undefined ? null : statedRate(reading, raw.wage, 'money', ['hour'], [...path, 'wage']);
  stated(reading, raw.wait, 'duration', [...path, 'wait']);
  return {
    kind: 'human',
    human: raw.human ?? '',
    work: stated(reading, raw.work, 'duration', [...path, 'work']),
    wage: wage?.stated ?? null,
    output: stated(reading, raw.output, 'tokens', [...path, 'output']),
  };
};

const readGroup = (reading: StepReading, raw: RawStep, path: Path): GroupBody => {
  const steps = readSteps(reading, raw.steps ?? {}, [...path, 'steps']);
  if (Object.keys(raw.steps ?? {}).length === 0)
    reading.problems.error('missing-key', reading.doc.keySpanOf(path), 'this group has no steps', { label: 'add a step' });
  return { kind: 'group', steps };
};

const readBody = (reading: StepReading, raw: RawStep, kind: StepKind, path: Path): StepSpec['body'] => {
  if (kind === 'model') return readModel(reading, raw, path);
  if (kind === 'tool') return readTool(reading, raw, path);
  return kind === 'human' ? readHuman(reading, raw, path) : readGroup(reading, raw, path);
};

/** A model's latency may also be { ttft, speed }; a speed is a plain number of tokens per second. */
const checkLatency = (reading: Reading, raw: RawStep, path: Path): void => {
  const { latency } = raw;
  const at = [...path, 'latency'];
  if (typeof latency === 'object' && ('ttft' in latency || 'speed' in latency)) {
    stated(reading, latency['ttft'] as string | undefined, 'duration', [...at, 'ttft']);
    stated(reading, latency['speed'] as string | undefined, 'count', [...at, 'speed']);
  } else stated(reading, latency as string | undefined, 'duration', at);
};

const readStep = (reading: StepReading, name: string, raw: RawStep, path: Path): StepSpec | undefined => {
  const kind = kindOf(reading, raw, path);
  if (kind === undefined) return undefined;
  checkLatency(reading, raw, path);
  const retryable = kind === 'model' || kind === 'tool';
  const merged = retryable && (raw.retry ?? reading.defaults.retry) ? { ...reading.defaults.retry, ...raw.retry } : undefined;
  const items = stated(reading, raw.for_each?.items, 'count', [...path, 'for_each', 'items']);
  if (raw.for_each && raw.for_each.items === undefined)
    reading.problems.error('missing-key', reading.doc.keySpanOf([...path, 'for_each']), 'for_each does not say over how many items', {
      label: 'add items: 5',
    });
  if (raw.for_each && raw.outcomes)
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, 'outcomes']), 'a step with for_each has no single outcome', {
      label: 'put the outcomes on a step after it',
    });
  return {
    name,
    at: reading.doc.keySpanOf(path),
    body: readBody(reading, raw, kind, path),
    needs: raw.needs?.map((need, index) => ({ name: need, at: reading.doc.spanOf([...path, 'needs', index]) })) ?? null,
    when: readCondition(reading, raw.when, [...path, 'when']),
    outcomes: readOutcomes(reading, raw.outcomes, [...path, 'outcomes']),
    outcomesAt: raw.outcomes ? reading.doc.spanOf([...path, 'outcomes']) : null,
    repeat: readRepeat(reading, raw, path),
    items,
    background: raw.background === true || (kind === 'model' && (raw.tier ?? reading.defaults.tier) === 'batch'),
    retry: readRetry(reading, merged, raw.retry, [...path, 'retry'], ['defaults', 'retry']),
    fallback: readFallback(reading, raw, kind, path),
    onFailure: raw.on_failure ?? 'stop',
  };
};

/** Returns the steps of a map in file order; each problem is reported, and a step that cannot be told is left out. */
export const readSteps = (reading: StepReading, raw: Readonly<Record<string, RawStep>>, path: Path): readonly StepSpec[] =>
  Object.entries(raw).flatMap(([name, step]) => readStep(reading, name, step, [...path, name]) ?? []);

/** Reports a name that is not known, with the nearest one. */
export const unknownName = (reading: Reading, kind: string, name: string, at: StepSpec['at'], known: Iterable<string>): undefined =>
  reading.problems.error('unknown-name', at, `no ${kind} is called "${name.slice(0, 60)}"`, { label: didYouMean(name, known) });
