import { count, percent } from '../../report/format.ts';
import { callsOf, type Reviewed, type ReviewedCall } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

/** Above this share of the window a longer document, a longer session or a newer tokenizer does not fit. */
const FULL = 0.8;

type Fullest = { readonly scenario: string; readonly use: number };

const fullestOf = ({ scenarios }: Reviewed, { step }: ReviewedCall): Fullest =>
  scenarios
    .map(({ projection, simulation }) => ({ scenario: projection.plan.scenario, use: simulation?.steps[step.index]?.contextUseP99 ?? 0 }))
    .reduce((most, one) => (one.use > most.use ? one : most), { scenario: '', use: 0 });

const foundIn = (reviewed: Reviewed, call: ReviewedCall): readonly Found[] => {
  const { scenario, use } = fullestOf(reviewed, call);
  if (use <= FULL) return [];
  const { window, model } = call.link;
  return [
    {
      at: call.spec.at,
      message: `the window of ${model.id} is nearly full in step "${call.spec.name}"`,
      stake: `one request in a hundred sends ${percent(use)} or more of ${count(window)} tokens (scenario ${scenario}); what does not fit is an error, unbilled and failed`,
      fix: 'set `max_input`, shorten what is carried (`last`, `compact`), or give a fallback with a larger window',
    },
  ];
};

export const windowNearlyFull: Rule = {
  id: 'window-nearly-full',
  level: 'warn',
  title: 'A context window that is nearly full',
  why: 'A prompt longer than the window is refused, and trying again does not help. Above 80 % at the 99th percentile there is no room for what nobody has sampled yet; answers also get worse long before a window is full.',
  example: 'review: { model: openai/gpt-4o, prompt: [{ user: { tokens: 60k to 120k } }], output: 1k }',
  fix: 'Cut prompts with max_input, carry less, or take a model with a larger window.',
  find: (reviewed) => callsOf(reviewed).flatMap((call) => foundIn(reviewed, call)),
};
