import { NO_AMOUNT } from './amount.ts';
import type { Node } from './graph.ts';
import type { Compaction } from './plan.ts';
import { callOf } from './resolve-call.ts';
import { ONE_ATTEMPT } from './resolve-retry.ts';
import { timingOf } from './resolve-timing.ts';
import { assume, type Resolving } from './resolving.ts';
import type { CompactSpec, Named, StepSpec } from './spec.ts';
import { statedAmount } from './stated.ts';

/** The model of a step; of a group that of its first model step. */
const modelOf = ({ body }: StepSpec): { readonly model: Named; readonly region: Named | null } | undefined => {
  if (body.kind === 'model') return { model: { name: body.model, at: body.modelAt }, region: body.region };
  return body.kind === 'group' ? body.steps.map(modelOf).find((found) => found !== undefined) : undefined;
};

/** Returns the call that writes anew what is carried: standard tier, uncached, one attempt that cannot fail. */
export const compactionOf = (resolving: Resolving, node: Node, compact: CompactSpec | null, what: string): Compaction | null => {
  if (compact === null) return null;
  const own = modelOf(node.step);
  const named = compact.model ?? own?.model;
  if (named === undefined) {
    resolving.problems.error('missing-key', compact.at, `no step of "${node.step.name}" has a model that could compact`, {
      label: 'add model: provider/model',
    });
    return null;
  }
  const call = callOf(resolving, { step: node.step.name, id: named.name, at: named.at, tier: 'standard', region: own?.region ?? null });
  if (call === undefined) return null;
  assume(resolving, `${what}.over`, `${compact.over.toLocaleString('en-US')} tokens`, 'stated', compact.at);
  return {
    over: compact.over,
    call: {
      ...call.link,
      retry: ONE_ATTEMPT,
      parts: [],
      overhead: { tokens: 0, lines: [] },
      output: statedAmount(resolving, compact.to, `${what}.to`, { node, reader: call.reader }),
      reasoning: NO_AMOUNT,
      maxOutput: call.reader.model.maxOutput ?? Infinity,
      maxInput: Infinity,
      cache: { kind: 'off' },
      fees: [],
      timing: timingOf(resolving, node, call, null, `${what}.latency`),
    },
  };
};
