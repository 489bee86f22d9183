import * as z from 'zod';

const usd = z.number();

const nextUsers = z
  .object({
    cost_usd: usd.describe('Models, tools and people; evaluation and fixed costs stay what they are'),
    revenue_usd: usd.nullable().describe('Null where no revenue is stated'),
    saving_usd: usd.nullable().describe('What their work costs today, less their cost; null where nothing is said of it'),
  })
  .describe('A thousand users more for a month, each using it as those who are there do');

/** What a feature earns or saves, as a report has it. */
export const economicsShape = z
  .object({
    revenue_usd: usd.nullable(),
    margin: z.number().nullable().describe('(revenue − spend) ÷ revenue'),
    saving_usd: usd.nullable().describe('What the work costs today, less the spend'),
    per_user_usd: usd.nullable(),
    per_success_usd: usd,
    break_even_requests: z.number().nullable().describe('Requests a month that pay for what does not hang on requests'),
    next_thousand_users: nextUsers.nullable().describe('Null where no users are stated'),
  })
  .describe('What the feature earns or saves in its first month, one-off costs left out; null where nothing is said of it');
