import type { LinkProjection, StepProjection } from '../projection/projection.ts';
import type { StepObservation } from '../usage/observe.ts';
import { inputTokens } from '../usage/record.ts';
import type { ModelLink } from '../workflow/plan.ts';
import type { PromptPart, Stated } from '../workflow/spec.ts';
import type { Path } from '../yaml/read.ts';
import type { CalledStep } from './observed.ts';
import { fittedQuantity, type Proposal } from './proposal.ts';

type Target = { readonly path: Path; readonly stated: Stated; readonly index: number };

/** The tokens of a part that holds a stated number and nothing else. */
const statedTokens = ({ pieces, history }: PromptPart): Stated | null => {
  const [piece] = pieces;
  return history === null && pieces.length === 1 && piece?.kind === 'tokens' ? piece.tokens : null;
};

/** The one part of a prompt whose tokens are stated; null where there are none or several. A bare quantity is one by itself. */
const targetOf = ({ spec, path }: CalledStep, bare: boolean): Target | null => {
  const stated = spec.body.prompt.flatMap((part, index) => {
    const tokens = statedTokens(part);
    return tokens === null ? [] : [{ role: part.role, tokens, index }];
  });
  const [only] = stated;
  if (only === undefined || stated.length > 1) return null;
  const own: Path = bare ? [...path, 'prompt'] : [...path, 'prompt', only.index, only.role, 'tokens'];
  return { path: own, stated: only.tokens, index: only.index };
};

/** What stands around a part in every call; null where it differs from call to call. */
const restTokens = (link: ModelLink, projected: LinkProjection, index: number): number | null => {
  const others = link.parts.map((part, at) => ({ part, tokens: projected.parts[at] ?? 0 })).filter((_, at) => at !== index);
  if (others.some(({ part }) => part.history !== null || part.amount.terms.length > 0 || part.amount.handed.length > 0)) return null;
  if (projected.carried > 0 || projected.reached === 0) return null;
  return link.overhead.tokens + others.reduce((sum, { tokens }) => sum + tokens, 0) / projected.reached;
};

/**
 * Returns the stated part of a prompt fitted to the input of its calls, less what stands around it in each of them. Null where the prompt
 * is counted from texts, or where more than one part is stated: then the logs cannot say which of them is off.
 */
export const fittedPrompt = (
  step: CalledStep,
  bare: boolean,
  projected: StepProjection,
  { answered }: StepObservation,
): Proposal | null => {
  const target = targetOf(step, bare);
  const [link, sums] = [projected.step.links[0], projected.links[0]];
  if (target === null || link?.kind !== 'model' || sums === undefined) return null;
  const rest = restTokens(link, sums, target.index);
  const inputs = answered.flatMap(({ tokens }) => (tokens === null ? [] : [inputTokens(tokens)]));
  const what = `${step.spec.name}.prompt`;
  const left = rest === null ? 'what stands around it differs from call to call' : null;
  return fittedQuantity(
    { what, path: target.path, unit: 'tokens', stated: target.stated },
    inputs.map((input) => Math.max(0, input - (rest ?? 0))),
    left,
  );
};
