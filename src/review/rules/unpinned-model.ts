import type { Span } from '../../diagnostics/source.ts';
import { callsOf, type ReviewedCall } from '../reviewed.ts';
import type { Rule } from '../rule.ts';
import { moneyOf } from '../stakes.ts';

type Use = { readonly written: string; readonly at: Span; readonly resolved: string; readonly usdPerRequest: number };

/** `gpt-4o-2024-08-06` and `mistral-medium-2604` name one version for good; `-latest` does not. */
const isDated = (id: string): boolean => /\d{4}-\d{2}-\d{2}$|\d{4,8}$/.test(id);

const usesOf = ({ spec, body, step, sum }: ReviewedCall): readonly Use[] => {
  const written = [{ model: body.model, at: body.modelAt }, ...spec.fallback.map((one) => (one.kind === 'model' ? one : null))];
  return step.links.flatMap((link, index) => {
    const named = written[index] ?? null;
    if (link.kind !== 'model' || named === null) return [];
    return [{ written: named.model, at: named.at, resolved: link.model.id, usdPerRequest: sum.links[index]?.modelsUsd[0] ?? 0 }];
  });
};

export const unpinnedModel: Rule = {
  id: 'unpinned-model',
  level: 'warn',
  title: 'A model named by an alias that moves',
  why: 'Behind an alias such as -latest the provider puts another model some day. Prices, speed and answers change without a change of yours, and the plan goes on with those of today.',
  example: 'answer: { model: mistral/mistral-small-latest, prompt: 4k, output: 300 }',
  fix: 'Name the model that the alias stands for today, and move on by a change that is reviewed.',
  find: (reviewed) =>
    callsOf(reviewed)
      .flatMap(usesOf)
      .filter(({ written, resolved }) => written !== resolved && !isDated(written))
      .map(({ written, at, resolved, usdPerRequest }) => ({
        at,
        message: `"${written}" is an alias: today it stands for ${resolved}`,
        stake: usdPerRequest === 0 ? null : `${moneyOf(reviewed, usdPerRequest)} of calls follow wherever it moves`,
        fix: `write ${resolved}`,
      })),
};
