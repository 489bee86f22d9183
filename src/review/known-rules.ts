import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { LevelSettings } from './levels.ts';
import { RULES } from './rules.ts';

/** What `check` holds against a change, beside the design rules. */
const OF_CHECK = ['budget', 'regression', 'unpriced'];

/** Reports rules that a project weighs or accepts and that there are not: a misspelt one would silently do nothing. */
export const checkRuleNames = ({ rules, ignore }: LevelSettings, file: string, problems: Problems): void => {
  const known = [...RULES.map(({ id }) => id), ...OF_CHECK];
  for (const name of new Set([...rules.keys(), ...ignore.map(({ rule }) => rule)])) {
    if (known.includes(name)) continue;
    problems.error('unknown-name', null, `${file} names the rule "${visibleWithin(name, 60)}", and there is none`, {
      help: [didYouMean(name, known), `rules: ${known.join(', ')}`].filter((line) => line !== ''),
    });
  }
};
