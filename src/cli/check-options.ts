import type { Stated } from '../baseline/settings.ts';
import type { Limits } from '../check/policy.ts';
import { CHECK_RULES } from '../check/rules.ts';
import type { Level } from '../config/read.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readScalar } from '../quantity/scalar.ts';
import { RULES } from '../review/rules.ts';
import type { FindingsFormat } from './choices.ts';
import type { CommonOptions } from './refused.ts';

export type CheckOptions = CommonOptions & {
  readonly base?: string;
  readonly config?: string;
  readonly gates?: 'base' | 'head';
  readonly regression?: readonly string[];
  readonly rule?: readonly string[];
  readonly format?: FindingsFormat;
};

const KEYS = { cost: 'cost', latency: 'latency', floor: 'floorUsd' } as const;

const isKey = (text: string): text is keyof typeof KEYS => Object.hasOwn(KEYS, text);

const halves = (text: string): readonly [string, string] => {
  const at = text.indexOf('=');
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
};

const limitOf = (text: string, problems: Problems): Partial<Limits> => {
  const [key, value] = halves(text);
  const read = isKey(key) ? readScalar(value, key === 'floor' ? 'money' : 'factor') : null;
  if (isKey(key) && key !== 'floor' && value === 'off') return { [KEYS[key]]: Infinity };
  if (isKey(key) && read !== null && 'value' in read && read.value >= 0) return { [KEYS[key]]: read.value };
  problems.error('options', null, `--regression "${visibleWithin(text, 60)}" is no limit`, {
    help: ['write cost=5%, latency=10% or floor=$50; cost=off and latency=off limit nothing'],
  });
  return {};
};

const LEVELS: readonly string[] = ['off', 'warn', 'error'] satisfies readonly Level[];

const ruleOf = (text: string, problems: Problems): readonly (readonly [string, Level])[] => {
  const [id, level] = halves(text);
  const ids = [...CHECK_RULES, ...RULES].map((rule) => rule.id);
  if (ids.includes(id) && LEVELS.includes(level)) return [[id, level as Level]];
  const help = ids.includes(id) ? [`write ${id}=off, ${id}=warn or ${id}=error`] : [didYouMean(id, ids), `rules: ${ids.join(', ')}`];
  problems.error('options', null, `--rule "${visibleWithin(text, 60)}" is no rule and level`, { help: help.filter((line) => line !== '') });
  return [];
};

const gatesOf = (problems: Problems): Stated['gates'] => {
  const stated = process.env['OUTLAY_GATES'] || null;
  if (stated === null || stated === 'base' || stated === 'head') return stated;
  problems.error('options', null, `OUTLAY_GATES "${visibleWithin(stated, 40)}" is neither base nor head`);
  return null;
};

/** Returns what the command line, and behind it the environment, say of limits and rules; what is wrong is reported. */
export const statedSettings = (options: CheckOptions, problems: Problems): Stated => {
  const fromEnvironment = (process.env['OUTLAY_REGRESSION'] ?? '').split(',').filter((text) => text.trim() !== '');
  const limits = [...fromEnvironment, ...(options.regression ?? [])].map((text) => limitOf(text, problems));
  return {
    config: options.config ?? (process.env['OUTLAY_CONFIG'] || null),
    gates: options.gates ?? gatesOf(problems),
    limits: Object.assign({}, ...limits),
    rules: new Map((options.rule ?? []).flatMap((text) => ruleOf(text, problems))),
  };
};
