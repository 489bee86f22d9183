import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { scaledAmount } from './amount.ts';
import type { Node } from './graph.ts';
import type { ModelLink, PlanPart } from './plan.ts';
import { cacheOf } from './resolve-cache.ts';
import { type Call, callOf } from './resolve-call.ts';
import { historyPart } from './resolve-history.ts';
import { overheadOf } from './resolve-overhead.ts';
import { planParts } from './resolve-prompt.ts';
import { planRetry } from './resolve-retry.ts';
import { timingOf } from './resolve-timing.ts';
import type { Prompting, Resolving } from './resolving.ts';
import type { ModelBody, Retry } from './spec.ts';
import { statedAmount } from './stated.ts';

const feesOf = ({ resolving, node, reader }: Prompting, { fees }: ModelBody, { rows }: Call): ModelLink['fees'] =>
  fees.map(({ name, at, units }) => {
    const offered = [...(rows[0]?.fees.keys() ?? [])];
    if (!rows.every((row) => row.fees.has(name)))
      resolving.problems.error('unknown-name', at, `${reader.model.id} has no fee "${name.slice(0, 40)}"`, {
        label: didYouMean(name, offered),
        help: [offered.length === 0 ? 'its price table names no fee' : `its fees: ${offered.join(', ')}`],
      });
    return { name, units: statedAmount(resolving, units, `${node.step.name}.fees.${name}`, { node, reader }) };
  });

/** One model that a step tries: its own, or a fallback. */
export type Trying = {
  readonly id: string;
  readonly at: Span;
  readonly retry: Retry;
  /** False for a fallback: it takes what it can of the step's settings. */
  readonly own: boolean;
};

const checkOutput = ({ problems }: Resolving, node: Node, body: ModelBody, { reader, rows }: Call): void => {
  if (body.output !== null || rows.every((row) => row.prices.output === null)) return;
  problems.error('missing-key', node.step.at, `step "${node.step.name}" does not say how much ${reader.model.id} writes`, {
    label: 'add output: 300, or a range such as 200 to 900',
  });
};

/** Returns a model call with everything looked up: tokens for the model's own tokenizer, prices for every month. */
export const modelLink = (resolving: Resolving, node: Node, body: ModelBody, trying: Trying): ModelLink | undefined => {
  const { name } = node.step;
  const what = trying.own ? name : `${name} fallback ${trying.id}`;
  const call = callOf(resolving, { step: name, id: trying.id, at: trying.at, tier: body.tier, region: body.region });
  if (call === undefined) return undefined;
  const { reader, faults } = call;
  checkOutput(resolving, node, body, call);
  const prompting: Prompting = { resolving, node, reader };
  const parts = resolving.kept.get(`prompt ${name} ${reader.model.id}`, (): readonly PlanPart[] =>
    planParts(prompting, body, (part) => (part.history === null ? [] : [historyPart(prompting, part, part.history)])),
  );
  const tokens = (key: 'output' | 'reasoning') =>
    scaledAmount(statedAmount(resolving, body[key], `${name}.${key}`, { node, reader }), faults.output);
  return {
    ...call.link,
    retry: planRetry(resolving, trying.retry, faults, what),
    parts,
    overhead: overheadOf(prompting, body),
    output: tokens('output'),
    reasoning: tokens('reasoning'),
    maxOutput: Math.min(body.maxOutput ?? Infinity, reader.model.maxOutput ?? Infinity),
    maxInput: body.maxInput ?? Infinity,
    cache: cacheOf(resolving, call, body.cache, trying.own, name),
    fees: feesOf(prompting, body, call),
    timing: timingOf(resolving, node, call, trying.own ? body.latency : null, `${what}.latency`),
  };
};
