import { callsOf, inBackground, withBody } from '../reviewed.ts';
import type { Rule } from '../rule.ts';
import { moneyOf, savingBy } from '../stakes.ts';

export const notOnBatchTier: Rule = {
  id: 'not-on-batch-tier',
  level: 'warn',
  title: 'A background step that pays the standard price',
  why: 'Nobody waits for a background step. Most providers answer within a day at half the price. The saving is worked out by planning the workflow again on the batch tier; below a dollar a month nothing is said.',
  example: 'summary: { model: openai/gpt-6-luna, background: true, prompt: 4k, output: 300 }',
  fix: 'Add tier: batch, where a result within a day is soon enough.',
  find: (reviewed) =>
    callsOf(reviewed)
      .filter(({ step, link }) => inBackground(reviewed, step) && link.tier === 'standard')
      .filter(({ link }) => link.prices.flat().every(({ row }) => row.tiers.has('batch')))
      .flatMap(({ spec }) => {
        const saving = savingBy(reviewed, (whole) => withBody(whole, spec.name, (body) => ({ ...body, tier: 'batch' })));
        if (saving === null) return [];
        return [
          {
            at: spec.at,
            message: `step "${spec.name}" runs in the background at the standard price`,
            stake: `the batch tier would save ${moneyOf(reviewed, saving.usdPerRequest)}`,
            fix: 'add `tier: batch`, if its result may take up to a day',
          },
        ];
      }),
};
