import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { tablesAt } from '../planning/tables.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import { differencesOf } from '../pricing/differences.ts';
import { lintModel } from '../pricing/lint.ts';
import type { Model } from '../pricing/table.ts';
import { diffText } from '../report/prices/changes.ts';
import { listJson, listText } from '../report/prices/list.ts';
import { showJson, showText } from '../report/prices/show.ts';
import type { PriceStyle } from '../report/prices/style.ts';
import { importPrices } from './import-prices.ts';
import { type Asked, catalogueHere, type PriceOptions } from './price-action.ts';
import { EXIT, type Outcome } from './process.ts';
import { dayHere } from './project-day.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

const list = (asked: Asked): string => {
  const { names, asOf, options, problems, style } = asked;
  const catalogue = catalogueHere(asked);
  const known = [...new Set(catalogue.models.map(({ id }) => id.slice(0, id.indexOf('/'))))].sort();
  for (const name of names) {
    if (known.includes(name)) continue;
    problems.error('options', null, `no price table is of a provider "${visibleWithin(name, 60)}"`, {
      help: [didYouMean(name, known), `providers: ${known.join(', ')}`].filter((line) => line !== ''),
    });
  }
  return options.format === 'json' ? listJson(catalogue, names, asOf) : listText(catalogue, names, asOf, style);
};

const modelNamed = (catalogue: Catalogue, name: string, problems: Problems): Model | undefined => {
  const model = catalogue.find(name);
  if (model !== undefined) return model;
  const near = catalogue.suggest(name);
  return problems.error('unknown-model', null, `no price table lists "${visibleWithin(name, 80)}"`, {
    help: near.length === 0 ? ['outlay prices list shows the models'] : [`near: ${near.join(', ')}`],
  });
};

const show = (asked: Asked): string => {
  const { names, asOf, options, problems, style } = asked;
  if (names.length === 0) problems.error('options', null, 'show needs a model', { help: ['outlay prices show openai/gpt-6-luna'] });
  const catalogue = catalogueHere(asked);
  const models = names.flatMap((name) => modelNamed(catalogue, name, problems) ?? []);
  const texts = models.map((model) => (options.format === 'json' ? showJson(catalogue, model) : showText(catalogue, model, asOf, style)));
  return texts.join('\n');
};

const lint = (asked: Asked): string => {
  const { names, asOf, cwd, problems } = asked;
  const all = catalogueHere(asked);
  const named = names.flatMap((name) => tablesAt(cwd, name, problems));
  const catalogue = names.length === 0 ? all : catalogueOf([...all.tables, ...named], problems);
  const own = new Set(named.flatMap(({ models, copies }) => [...models, ...copies].map(({ id }) => id)));
  const models = names.length === 0 ? catalogue.models : catalogue.models.filter(({ id }) => own.has(id));
  for (const model of models) lintModel({ catalogue, asOf, problems }, model);
  const warnings = problems.list.filter(({ severity }) => severity === 'warning').length;
  return `${models.length} models: ${warnings === 0 ? 'nothing to mend' : `${warnings} ${warnings === 1 ? 'doubt' : 'doubts'}`}\n`;
};

const diff = (asked: Asked): string => {
  const { names, cwd, options, problems, style } = asked;
  const [before, after] = names;
  if (before === undefined || after === undefined || names.length > 2) {
    problems.error('options', null, 'diff needs two tables or folders of them', {
      help: ['outlay prices diff old/openai.yaml pricing/openai.yaml'],
    });
    return '';
  }
  const [old, now] = [before, after].map((path) => catalogueOf(tablesAt(cwd, path, problems)));
  const differences = old && now ? differencesOf(old, now) : [];
  return options.format === 'json' ? `${JSON.stringify(differences, null, 2)}\n` : diffText(differences, style);
};

/** The actions of `outlay prices`. */
const ACTIONS: ReadonlyMap<string, (asked: Asked) => string> = new Map([
  ['list', list],
  ['show', show],
  ['lint', lint],
  ['diff', diff],
  ['import', importPrices],
]);

/** `outlay prices`: the models and their prices; `show`, `lint`, `diff` and `import` beside it. */
export const prices = async (action: string, names: readonly string[], options: PriceOptions): Promise<Outcome> => {
  const problems = new Problems();
  const style: PriceStyle = { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, options.color)) };
  const asOf = await dayHere(options, problems);
  const act = ACTIONS.get(action);
  if (act === undefined) {
    problems.error('options', null, `prices has no action "${visibleWithin(action, 40)}"`, {
      help: [didYouMean(action, ACTIONS.keys()), `actions: ${[...ACTIONS.keys()].join(', ')}`].filter((line) => line !== ''),
    });
  }
  const stdout = problems.failed || act === undefined ? '' : act({ names, options, asOf, cwd: process.cwd(), problems, style });
  const shown = options.quiet ? problems.list.filter(({ severity }) => severity === 'error') : problems.list;
  const stderr = shown.length === 0 ? '' : `${renderDiagnostics(shown, painter(colourOn(process.stderr, options.color)))}\n`;
  if (problems.failed) return { stdout: '', stderr, code: EXIT.unusable };
  return { stdout, stderr: stderr === '' ? '' : `${stderr}\n`, code: EXIT.ok };
};
