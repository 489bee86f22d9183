import type { PriceRow } from '../pricing/table.ts';
import type { Node } from './graph.ts';
import { Kept } from './kept.ts';
import { cacheOf } from './resolve-cache.ts';
import { callOf } from './resolve-call.ts';
import type { Resolving } from './resolving.ts';
import type { Candidate, ModelBody } from './spec.ts';
import { statedAmount } from './stated.ts';

const needsOutput = (rows: readonly PriceRow[]): boolean => rows.some((row) => row.prices.output !== null);

const checkCandidate = (resolving: Resolving, node: Node, body: ModelBody, candidate: Candidate): void => {
  const { name } = node.step;
  const { model: id, at, tier } = candidate;
  const call = callOf(resolving, { step: name, id, at, tier: tier ?? 'standard', region: body.region });
  if (call === undefined) return;
  if (candidate.cache !== null) cacheOf(resolving, call, candidate.cache, true, name);
  const standing = { node, reader: call.reader };
  for (const key of ['output', 'reasoning'] as const) statedAmount(resolving, candidate[key], `${name} candidate ${id}.${key}`, standing);
  if (candidate.output === null && body.output === null && needsOutput(call.rows))
    resolving.problems.error('missing-key', at, `step "${name}" does not say how much ${id} would write`, { label: 'add output: 300' });
};

/**
 * Reports candidates that no comparison could use: unknown models, tiers and ways of caching that their tables do not
 * offer. They change nothing in the plan; what a step itself says and a candidate does not offer is left out there.
 */
export const checkCandidates = (resolving: Resolving, node: Node): void => {
  const { body } = node.step;
  // Of a candidate only problems count: the plan's list of assumptions is that of the models that it prices.
  const apart: Resolving = { ...resolving, assumptions: [], kept: new Kept() };
  if (body.kind === 'model') for (const candidate of body.candidates) checkCandidate(apart, node, body, candidate);
};
