import { count, percent } from '../../report/format.ts';
import { stepNames } from '../names.ts';
import { callsOf, type Reviewed, type ReviewedCall } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

const providerOf = (modelId: string): string => modelId.slice(0, modelId.indexOf('/'));

/** A step that stands when its provider is down: another provider or a fixed reply takes over, or the request goes on. */
const stands = ({ spec, step, link }: ReviewedCall): boolean =>
  spec.onFailure === 'continue' ||
  step.links
    .slice(1)
    .some((other) => other.kind === 'reply' || (other.kind === 'model' && providerOf(other.model.id) !== providerOf(link.model.id)));

/** Requests that reach one of some steps, at least: those that reach the one that most do. */
const reaching = (calls: readonly ReviewedCall[]): number => Math.min(1, Math.max(...calls.map(({ tried }) => tried.reached)));

const stakeOf = ({ base }: Reviewed, provider: string, calls: readonly ReviewedCall[]): string => {
  const share = reaching(calls);
  const { requestsPerDay } = base.projection;
  if (requestsPerDay === null) return `an outage of ${provider} fails ${percent(share)} of requests as long as it lasts`;
  return `an hour of outage of ${provider} fails ${count((requestsPerDay / 24) * share)} requests on average`;
};

const foundFor = (reviewed: Reviewed, provider: string, calls: readonly ReviewedCall[]): readonly Found[] => {
  const [first] = calls;
  if (first === undefined) return [];
  const names = calls.map(({ spec }) => spec.name);
  return [
    {
      at: first.body.modelAt,
      message: `${stepNames(names)} ${names.length === 1 ? 'has' : 'have'} no fallback for ${provider}`,
      stake: stakeOf(reviewed, provider, calls),
      fix: 'add `fallback: [{ model: … }]` of another provider, or `[{ reply: fixed }]`',
    },
  ];
};

export const noFallback: Rule = {
  id: 'no-fallback',
  level: 'warn',
  title: 'No fallback for a provider',
  why: 'Every provider is down for some hours a year. A step with no other provider and no fixed reply to turn to fails the request for as long as that lasts.',
  example: 'answer: { model: anthropic/claude-sonnet-5, prompt: 4k, output: 300, max_output: 600 }',
  fix: 'Add a fallback on a model of another provider or a fixed reply, or let the request go on without the step: on_failure: continue.',
  find: (reviewed) => {
    const alone = callsOf(reviewed).filter((call) => !stands(call));
    return [...new Set(alone.map(({ link }) => providerOf(link.model.id)))].flatMap((provider) =>
      foundFor(
        reviewed,
        provider,
        alone.filter(({ link }) => providerOf(link.model.id) === provider),
      ),
    );
  },
};
