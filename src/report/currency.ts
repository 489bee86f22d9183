import * as z from 'zod';
import type { Currency } from '../pricing/currency.ts';
import { money } from './format.ts';

/** What stands beside dollars in the reports that people read. */
export const currenciesShape = z
  .array(
    z.object({
      code: z.string(),
      rate: z.number().describe('What a dollar buys'),
      on: z.string().describe('The day of the rate, YYYY-MM-DD'),
    }) satisfies z.ZodType<Currency>,
  )
  .describe('What a project shows beside dollars; all figures here are dollars. Not there where it names none');

/** What a report says of other currencies; nothing where there are none, so that other reports do not change. */
export type Currencies = { currencies?: { code: string; rate: number; on: string }[] };

/** Returns the key of a report that names other currencies, or no key. */
export const currenciesReport = (currencies: readonly Currency[]): Currencies =>
  currencies.length === 0 ? {} : { currencies: currencies.map((one) => ({ ...one })) };

/** Returns an amount of dollars in another currency, rounded as money is: `27,544`. */
export const amountIn = (usd: number, { rate }: Currency): string => money(usd * rate).replace('$', '');

/** Returns each rate with its day, to be said once: `EUR at 0.92 of 2026-11-20`. */
export const ratesText = (currencies: readonly Currency[]): readonly string[] =>
  currencies.map(({ code, rate, on }) => `${code} at ${rate} of ${on}`);
