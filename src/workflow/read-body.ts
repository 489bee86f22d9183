import type { Path } from '../yaml/read.ts';
import { readCache, readCandidates, readLatency } from './read-call.ts';
import type { Names } from './read-content.ts';
import { readPrompt } from './read-prompt.ts';
import { namesAt, type Reading, scalarAt, stated, statedRate } from './reading.ts';
import type { RawDefaults, RawStep } from './shape/step.ts';
import type { HumanBody, ModelBody, Named, ToolBody } from './spec.ts';

/** What the readers of one file share. */
export type StepReading = Reading & { readonly names: Names; readonly defaults: RawDefaults };

const readRegion = ({ doc, defaults }: StepReading, raw: RawStep, path: Path): Named | null => {
  if (raw.region !== undefined) return { name: raw.region, at: doc.spanOf([...path, 'region']) };
  return defaults.region === undefined ? null : { name: defaults.region, at: doc.spanOf(['defaults', 'region']) };
};

const readFees = (reading: Reading, raw: RawStep['fees'], path: Path): ModelBody['fees'] =>
  Object.entries(raw ?? {}).flatMap(([name, quantity]) => {
    const units = stated(reading, quantity, 'count', [...path, name]);
    return units === null ? [] : [{ name, at: reading.doc.keySpanOf([...path, name]), units }];
  });

const readShowAfter = (reading: StepReading, raw: RawStep, stream: boolean, path: Path): readonly Named[] => {
  if (raw.show_after !== undefined && !stream)
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, 'show_after']), 'only a stream step shows its first token', {
      label: 'add stream: true, or let the steps below need those steps',
    });
  return namesAt(reading, raw.show_after ?? [], [...path, 'show_after']);
};

/** Returns a model step's own part. */
export const readModel = (reading: StepReading, raw: RawStep, path: Path): ModelBody => {
  const { defaults, doc } = reading;
  const stream = raw.stream ?? defaults.stream ?? false;
  const cachePath: Path = raw.cache === undefined ? ['defaults', 'cache'] : [...path, 'cache'];
  return {
    kind: 'model',
    model: raw.model ?? '',
    modelAt: doc.spanOf([...path, 'model']),
    candidates: readCandidates(reading, raw.candidates, [...path, 'candidates']),
    prompt: readPrompt(reading, reading.names, raw.prompt, [...path, 'prompt']),
    output: stated(reading, raw.output, 'tokens', [...path, 'output']),
    reasoning: stated(reading, raw.reasoning, 'tokens', [...path, 'reasoning']),
    maxOutput:
      scalarAt(reading, raw.max_output, 'tokens', [...path, 'max_output']) ??
      scalarAt(reading, defaults.max_output, 'tokens', ['defaults', 'max_output']),
    maxInput: scalarAt(reading, raw.max_input, 'tokens', [...path, 'max_input']),
    cache: readCache(reading, raw.cache ?? defaults.cache ?? 'auto', cachePath),
    tier: raw.tier ?? defaults.tier ?? 'standard',
    region: readRegion(reading, raw, path),
    stream,
    showAfter: readShowAfter(reading, raw, stream, path),
    fees: readFees(reading, raw.fees, [...path, 'fees']),
    latency: readLatency(reading, raw.latency, true, [...path, 'latency']),
  };
};

/** Returns a tool step's own part. */
export const readTool = (reading: Reading, raw: RawStep, path: Path): ToolBody => {
  const latency = readLatency(reading, raw.latency, false, [...path, 'latency']);
  return {
    kind: 'tool',
    tool: raw.tool ?? '',
    cost: stated(reading, raw.cost, 'money', [...path, 'cost']),
    latency: latency?.kind === 'whole' ? latency.latency : null,
    output: stated(reading, raw.output, 'tokens', [...path, 'output']),
  };
};

/** Returns a human step's own part. */
export const readHuman = (reading: Reading, raw: RawStep, path: Path): HumanBody => {
  const wage = raw.wage === undefined ? null : statedRate(reading, raw.wage, 'money', ['hour'], [...path, 'wage']);
  return {
    kind: 'human',
    human: raw.human ?? '',
    work: stated(reading, raw.work, 'duration', [...path, 'work']),
    wage: wage?.stated ?? null,
    wait: stated(reading, raw.wait, 'duration', [...path, 'wait']),
    output: stated(reading, raw.output, 'tokens', [...path, 'output']),
  };
};
