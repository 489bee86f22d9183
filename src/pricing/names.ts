import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { YamlDocument } from '../yaml/read.ts';
import type { RawPriceFile } from './shape.ts';

/** Reports each alias that is a model's id or another alias of the file: a look-up by it would have two answers. */
export const checkAliases = ({ models }: RawPriceFile, doc: YamlDocument, problems: Problems): void => {
  const owners = new Map(Object.keys(models).map((name) => [name, name]));
  for (const [name, { aliases = [] }] of Object.entries(models)) {
    for (const [index, alias] of aliases.entries()) {
      const owner = owners.get(alias);
      owners.set(alias, owner ?? name);
      if (owner === undefined) continue;
      const shown = [alias, owner].map((text) => `"${visibleWithin(text, 60)}"`);
      problems.error('duplicate-name', doc.spanOf(['models', name, 'aliases', index]), `${shown[0]} already names the model ${shown[1]}`, {
        label: 'remove it, or give it to one model only',
      });
    }
  }
};

/** Warns of each replacement that should be in this file and is not. Models of other providers stand in other files. */
export const checkReplacements = ({ provider, models }: RawPriceFile, doc: YamlDocument, problems: Problems): void => {
  const names = new Set(Object.entries(models).flatMap(([name, { aliases = [] }]) => [name, ...aliases]));
  const own = `${provider}/`;
  for (const [name, { retires }] of Object.entries(models)) {
    const stated = retires?.replaced_by;
    if (stated === undefined || (stated.includes('/') && !stated.startsWith(own))) continue;
    const replacement = stated.startsWith(own) ? stated.slice(own.length) : stated;
    if (names.has(replacement)) continue;
    const span = doc.spanOf(['models', name, 'retires', 'replaced_by']);
    problems.warning('unknown-name', span, `the file lists no model "${visibleWithin(replacement, 60)}"`, {
      label: didYouMean(replacement, [...names]) || 'add it, or write provider/model where another file has it',
    });
  }
};
