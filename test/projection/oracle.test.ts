import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Projection } from '../../src/projection/expect.ts';
import { projectionOf } from '../support/plan.ts';
import { type Allowed, genes, workflowOf } from '../support/workflows.ts';
import { type Figure, type Played, play } from './oracle.ts';

/** Thousands of figures are compared: 4.5 standard errors are passed by chance once in 150,000. */
const STANDARD_ERRORS = 4.5;

/** Few observations say little about their spread: those that are rare may be off by a dozen of the greatest. */
const RARE = 60;

const differs = (what: string, closed: number, played: Figure, runs: Figure): readonly string[] => {
  if (played.nonzero === 0 && closed * 0 === 0 && runs.nonzero === 0) return [];
  const spread = STANDARD_ERRORS * played.standardError + (played.nonzero < RARE ? (12 * played.greatest) / played.count : 0);
  const tolerance = spread + 1e-9 * Math.abs(closed) + 1e-12;
  if (Math.abs(closed - played.mean) <= tolerance) return [];
  return [`${what}: ${closed} in closed form, ${played.mean} ± ${played.standardError} played (${((closed - played.mean) / played.standardError).toFixed(1)})`];
};

/** Every figure in which the closed form and the played requests differ by more than chance allows. */
export const differences = (projection: Projection, played: Played): readonly string[] => {
  const { request, success } = played;
  const found = [
    ...differs('cost', projection.costUsd, request.costUsd, success),
    ...differs('calls', projection.calls, request.calls, success),
    ...differs('success', projection.successRate, success, success),
    ...differs('uncached input', projection.tokens.uncachedInput, request.uncachedInput, success),
    ...differs('reasoning', projection.tokens.reasoning, request.reasoning, success),
    ...differs('visible output', projection.tokens.visibleOutput, request.visibleOutput, success),
  ];
  for (const own of projection.steps) {
    const step = played.steps[own.step.index];
    if (step === undefined) throw new Error('a step was not played');
    const { name } = own.step;
    if (step.runs.nonzero === 0 && own.runs * step.runs.count < 15) continue;
    found.push(
      ...differs(`${name} runs`, own.runs, step.runs, success),
      ...differs(`${name} calls`, own.calls, step.calls, success),
      ...differs(`${name} cost`, own.costUsd, step.costUsd, success),
      ...differs(`${name} input`, own.tokens.uncachedInput, step.uncachedInput, success),
      ...differs(`${name} output`, own.tokens.visibleOutput, step.visibleOutput, success),
    );
  }
  return found;
};

const RUNS = Number(process.env['RUNS'] ?? 60);
const ALLOWED: Allowed = JSON.parse(process.env['ALLOWED'] ?? '{"window":true,"loopsThatGoOn":true,"linkedOutputs":true,"longContext":true,"ceilings":true}');

it('agrees with a naive play of the requests on generated workflows', async () => {
  const start = Date.now();
  let simulated = 0;
  await fc.assert(
    fc.asyncProperty(genes, async (list) => {
      const text = workflowOf(list, ALLOWED);
      const projection = await projectionOf(text);
      const played = play(projection.plan, 7);
      simulated += played.success.count;
      const d = differences(projection, played);
      if (d.length) console.log(d.slice(0, 8), 'exact', projection.exact, list.length);
      expect(d).toEqual([]);
    }),
    { seed: Number(process.env['SEED'] ?? 20261120), numRuns: RUNS, endOnFailure: process.env['SHRINK'] === undefined },
  );
  console.log('ms', Date.now() - start, simulated);
}, 600_000);
