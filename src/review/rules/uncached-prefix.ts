import { count } from '../../report/format.ts';
import { callsOf, type Reviewed, type ReviewedCall, withBody } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';
import { moneyOf, type Saving, savingBy } from '../stakes.ts';

type Tried = Saving & { readonly ttl: string };

/** The time to live that saves most, each planned anew: what is kept longer costs more to write and is found more often. */
const bestOf = (reviewed: Reviewed, { spec, body, link }: ReviewedCall): Tried | null => {
  const { ttl: offered } = link.model.caching;
  const tried = (offered.length > 0 ? offered : ['5m']).flatMap((ttl): readonly Tried[] => {
    const cache = { kind: 'ttl', ttl, at: body.modelAt } as const;
    const saving = savingBy(reviewed, (whole) => withBody(whole, spec.name, (old) => ({ ...old, cache })));
    return saving === null ? [] : [{ ...saving, ttl }];
  });
  return tried.reduce<Tried | null>((best, one) => (best === null || one.usdPerRequest > best.usdPerRequest ? one : best), null);
};

const foundIn = (reviewed: Reviewed, call: ReviewedCall): readonly Found[] => {
  const best = bestOf(reviewed, call);
  const after = best?.after.steps[call.step.index]?.links[0];
  if (best === null || after === undefined || after.billed === 0) return [];
  return [
    {
      at: call.spec.at,
      message: `the prompt of step "${call.spec.name}" begins with text that could be cached and is not`,
      stake: `caching would save ${moneyOf(reviewed, best.usdPerRequest)}: about ${count(after.cacheable / after.billed)} tokens of each call`,
      fix: `add \`cache: ${best.ttl}\``,
    },
  ];
};

export const uncachedPrefix: Rule = {
  id: 'uncached-prefix',
  level: 'warn',
  title: 'A prompt whose beginning could be cached, and is not',
  why: 'What all calls send alike is read from the cache at a tenth of its price or so. Some providers cache only what they are told to. The saving is worked out by planning the workflow again with caching on; below a dollar a month nothing is said.',
  example: 'answer: { model: anthropic/claude-sonnet-5, cache: off, prompt: [{ system: { file: prompts/answer.md } }, …] }',
  fix: 'Add cache: with the time to live that the finding names.',
  find: (reviewed) =>
    callsOf(reviewed)
      .filter(({ link }) => link.cache.kind === 'off' && link.model.caching.mode !== 'none')
      .flatMap((call) => foundIn(reviewed, call)),
};
