import { count } from '../../report/format.ts';
import type { Candidate, ModelBody } from '../../workflow/spec.ts';
import { callsOf, type Reviewed, type ReviewedCall, withBody } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';
import { moneyOf, savedBy, worthwhile } from '../stakes.ts';

/** Labels, scores, yes and no: what small models are good at. */
const SHORT_TOKENS = 100;

/**
 * The step on another model, which may replace what the step says. What the step says itself and the other model does not offer,
 * a tier or a time to live, is left out: the first of these that can be planned counts.
 */
const on = (body: ModelBody, candidate: Candidate): readonly ModelBody[] => {
  const same = {
    ...body,
    model: candidate.model,
    modelAt: candidate.at,
    output: candidate.output ?? body.output,
    reasoning: candidate.reasoning ?? body.reasoning,
    maxOutput: candidate.maxOutput ?? body.maxOutput,
  };
  const tiers = candidate.tier === null ? [...new Set([body.tier, 'standard'])] : [candidate.tier];
  const caches = candidate.cache === null ? [body.cache, { kind: 'auto' } as const] : [candidate.cache];
  return tiers.flatMap((tier) => caches.map((cache) => ({ ...same, tier, cache })));
};

const savingOn = (reviewed: Reviewed, { spec, body }: ReviewedCall, candidate: Candidate): number | null => {
  for (const changed of on(body, candidate)) {
    const after = reviewed.replanned((whole) => withBody(whole, spec.name, () => changed));
    if (after !== undefined) return savedBy(reviewed, after);
  }
  return null;
};

const written = ({ tried }: ReviewedCall): number => (tried.answered === 0 ? 0 : (tried.reasoning + tried.visibleOutput) / tried.answered);

const foundIn = (reviewed: Reviewed, call: ReviewedCall): readonly Found[] => {
  const { spec, body, link } = call;
  const cheaper = body.candidates
    .flatMap((candidate) => {
      const usdPerRequest = savingOn(reviewed, call, candidate);
      return usdPerRequest !== null && worthwhile(reviewed, usdPerRequest) ? [{ candidate, usdPerRequest }] : [];
    })
    .sort((a, b) => b.usdPerRequest - a.usdPerRequest);
  const [best] = cheaper;
  if (best === undefined) return [];
  return [
    {
      at: body.modelAt,
      message: `step "${spec.name}" writes ${count(Math.round(written(call)))} tokens on ${link.model.id}, and a candidate of its own is cheaper`,
      stake: `${best.candidate.model} would save ${moneyOf(reviewed, best.usdPerRequest)}`,
      fix: `try ${best.candidate.model} on your own cases, and take it if it does as well`,
    },
  ];
};

export const dearModel: Rule = {
  id: 'dear-model',
  level: 'warn',
  title: 'A dear model on a step of short output, where a candidate is cheaper',
  why: 'Steps that write a label, a score or a yes rarely need the best model. The saving is worked out by planning the workflow again with each candidate, its own tokenizer and prices; below a dollar a month nothing is said. Whether it does as well only a test can tell.',
  example: 'triage: { model: anthropic/claude-opus-5, candidates: [openai/gpt-6-luna], prompt: 1k, output: 10 }',
  fix: 'Test the candidate on your own cases; remove it from candidates if it falls short.',
  find: (reviewed) =>
    callsOf(reviewed)
      .filter((call) => call.body.candidates.length > 0 && written(call) > 0 && written(call) <= SHORT_TOKENS)
      .flatMap((call) => foundIn(reviewed, call)),
};
