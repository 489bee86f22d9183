import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { Disk, placeOf } from '../io/disk.ts';
import { projectConfig } from '../planning/project.ts';
import { dayText, parseDay } from '../pricing/day.ts';
import type { Currency } from '../report/currency.ts';
import { decodeText } from '../yaml/decode.ts';

const ARGUMENT = /^([A-Z]{3})=(\d+(?:\.\d+)?)@(\d{4}-\d{2}-\d{2})$/;

const currencyOf = (text: string, problems: Problems): readonly Currency[] => {
  const [, code = '', rate = '', on = ''] = ARGUMENT.exec(text) ?? [];
  if (code !== '' && Number(rate) > 0 && parseDay(on) !== undefined) return [{ code, rate: Number(rate), on }];
  problems.error('options', null, `--currency "${visibleWithin(text, 40)}" is no rate with its day`, {
    help: ['write --currency EUR=0.92@2026-11-20: what a dollar buys, and the day on which it did'],
  });
  return [];
};

/** Returns the currencies of the command line; without any, those of the `outlay.yaml` of the project that a path lies in. */
export const currenciesFor = (path: string, stated: readonly string[], problems: Problems): readonly Currency[] => {
  if (stated.length > 0) return stated.flatMap((text) => currencyOf(text, problems));
  // What is wrong with the file is reported when the workflow is opened.
  const silent = new Problems();
  const cwd = process.cwd();
  const config = projectConfig(new Disk(cwd, decodeText, silent), placeOf(cwd, path), silent);
  const { rates = new Map<string, number>(), on = 0 } = config?.currency ?? {};
  return [...rates].map(([code, rate]) => ({ code, rate, on: dayText(on) }));
};
