import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { Currency } from '../pricing/currency.ts';
import { parseDay } from '../pricing/day.ts';

const ARGUMENT = /^([A-Z]{3})=(\d+(?:\.\d+)?)@(\d{4}-\d{2}-\d{2})$/;

const currencyOf = (text: string, problems: Problems): readonly Currency[] => {
  const [, code = '', rate = '', on = ''] = ARGUMENT.exec(text) ?? [];
  if (code !== '' && Number(rate) > 0 && parseDay(on) !== undefined) return [{ code, rate: Number(rate), on }];
  problems.error('options', null, `--currency "${visibleWithin(text, 40)}" is no rate with its day`, {
    help: ['write --currency EUR=0.92@2026-11-20: what a dollar buys, and the day on which it did'],
  });
  return [];
};

/** Returns the currencies of the command line; what is wrong with them is reported. */
export const statedCurrencies = (stated: readonly string[], problems: Problems): readonly Currency[] =>
  stated.flatMap((text) => currencyOf(text, problems));
