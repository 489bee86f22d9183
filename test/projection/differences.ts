import type { Projection } from '../../src/projection/expect.ts';
import type { Figure, Played } from './oracle.ts';

/** Thousands of figures are compared: 4.5 standard errors are passed by chance once in 150,000. */
const STANDARD_ERRORS = 4.5;

/** Rare requests say little about their spread: fifteen of the greatest may be missing. P(none of 15 expected) = 3e-7. */
const RARE = 15;

const differs = (what: string, closed: number, played: Figure): readonly string[] => {
  if (played.nonzero === 0) return [];
  const tolerance = STANDARD_ERRORS * played.standardError + (RARE * played.greatest) / played.count + 1e-9 * Math.abs(closed);
  if (Math.abs(closed - played.mean) <= tolerance) return [];
  const errors = Math.abs(closed - played.mean) / played.standardError;
  return [
    `${what}: ${closed.toPrecision(6)} in closed form, ${played.mean.toPrecision(6)} played, ${errors.toFixed(1)} standard errors off`,
  ];
};

/** Every figure in which the closed form and the played requests differ by more than chance allows. */
export const differences = (projection: Projection, played: Played): readonly string[] => {
  const { request, success } = played;
  const steps = projection.steps.flatMap(({ step, runs, calls, costUsd, tokens }) => {
    const own = played.steps[step.index];
    if (own === undefined) throw new Error(`step ${step.name} was not played`);
    if (own.runs.nonzero === 0 && runs * own.runs.count > RARE) return [`${step.name}: ${runs} runs in closed form, none played`];
    return [
      ...differs(`${step.name} runs`, runs, own.runs),
      ...differs(`${step.name} calls`, calls, own.calls),
      ...differs(`${step.name} cost`, costUsd, own.costUsd),
      ...differs(`${step.name} input`, tokens.uncachedInput, own.uncachedInput),
      ...differs(`${step.name} reasoning`, tokens.reasoning, own.reasoning),
      ...differs(`${step.name} output`, tokens.visibleOutput, own.visibleOutput),
    ];
  });
  return [
    ...differs('cost', projection.costUsd, request.costUsd),
    ...differs('calls', projection.calls, request.calls),
    ...differs('success', projection.successRate, success),
    ...differs('uncached input', projection.tokens.uncachedInput, request.uncachedInput),
    ...differs('reasoning', projection.tokens.reasoning, request.reasoning),
    ...differs('visible output', projection.tokens.visibleOutput, request.visibleOutput),
    ...steps,
  ];
};
