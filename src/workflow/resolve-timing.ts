import { atLeast, drawnAmount, scaledAmount } from './amount.ts';
import type { Node } from './graph.ts';
import type { Timing } from './plan.ts';
import type { Call } from './resolve-call.ts';
import { assume, type Resolving } from './resolving.ts';
import type { LatencySpec } from './spec.ts';
import { statedAmount } from './stated.ts';

type Streamed = Extract<Timing, { kind: 'streamed' }>;

const NO_PREFILL = { uncached: null, cached: null };

/** A speed of nothing would take for ever: what lies below is moved to one token a second. */
const SLOWEST = 1;

const fromTable = (resolving: Resolving, { reader: { model } }: Call, what: string): Streamed | null => {
  if (model.latency === null) {
    assume(resolving, `latency of ${model.id}`, '0: no price table or step says how long a call takes', 'default', model.place);
    return null;
  }
  const { ttftMs, tokensPerSecond, prefill, source } = model.latency;
  assume(resolving, `latency of ${model.id}`, source, 'table', model.place);
  return {
    kind: 'streamed',
    ttftMs: drawnAmount(`${what}.ttft`, 'attempt', ttftMs),
    tokensPerSecond: atLeast(drawnAmount(`${what}.speed`, 'attempt', tokensPerSecond), SLOWEST),
    prefill,
    slow: 1,
  };
};

/** The author's own first token or speed, beside the price table's figure for the other. */
const ownFigures = (
  resolving: Resolving,
  node: Node,
  call: Call,
  own: Extract<LatencySpec, { kind: 'streamed' }>,
  what: string,
): Streamed | null => {
  const standing = { node, reader: call.reader };
  const known = own.ttft && own.speed ? null : fromTable(resolving, call, what);
  const ttftMs = own.ttft ? statedAmount(resolving, own.ttft, `${what}.ttft`, standing) : known?.ttftMs;
  const speed = own.speed ? statedAmount(resolving, own.speed, `${what}.speed`, standing) : known?.tokensPerSecond;
  if (ttftMs !== undefined && speed !== undefined) {
    const prefill = own.ttft ? NO_PREFILL : (known?.prefill ?? NO_PREFILL);
    return { kind: 'streamed', ttftMs, tokensPerSecond: atLeast(speed, SLOWEST), prefill, slow: 1 };
  }
  const missing = ttftMs === undefined ? 'ttft: 1s' : 'speed: 80';
  resolving.problems.error('missing-key', own.ttft?.at ?? node.step.at, `the price table of ${call.reader.model.id} has no latency`, {
    label: `add ${missing} here too`,
  });
  return null;
};

/**
 * Returns how long a call takes: the author's own figures, which hold the reading of the prompt, else the price table's.
 * Null where neither says.
 */
export const timingOf = (resolving: Resolving, node: Node, call: Call, own: LatencySpec | null, what: string): Timing | null => {
  const { slow } = call.faults;
  if (own?.kind === 'whole') {
    const latency = statedAmount(resolving, own.latency, what, { node, reader: call.reader });
    return { kind: 'whole', latencyMs: scaledAmount(latency, slow) };
  }
  const timing = own === null ? fromTable(resolving, call, what) : ownFigures(resolving, node, call, own, what);
  return timing && { ...timing, slow };
};
