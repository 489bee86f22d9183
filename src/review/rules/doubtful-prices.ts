import type { Rule } from '../rule.ts';
import { moneyOf } from '../stakes.ts';
import { modelsUsed } from './models.ts';

export const doubtfulPrices: Rule = {
  id: 'doubtful-prices',
  level: 'warn',
  title: 'Prices of low confidence',
  why: 'A price table says how sure its figures are. Low means one source that is not the provider, or sources that differ.',
  example: 'answer: { model: mistral/mistral-large-4-0, prompt: 4k, output: 300 }',
  fix: "Check the price against the provider's own page or your contract, and say so in a table of the project: pricing/<provider>.yaml.",
  find: (reviewed) =>
    modelsUsed(reviewed).flatMap(({ model, at, rows, usdPerRequest }) => {
      if (!rows.some(({ confidence }) => confidence === 'low')) return [];
      const [usd = 0] = usdPerRequest;
      return [
        {
          at,
          message: `the prices of ${model.id} are of low confidence`,
          stake: usd === 0 ? null : `${moneyOf(reviewed, usd)} stands on them`,
          fix: "check them against the provider's page or your contract",
        },
      ];
    }),
};
