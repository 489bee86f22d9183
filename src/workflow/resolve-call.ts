import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import type { Model, PriceRow } from '../pricing/table.ts';
import type { ModelLink } from './plan.ts';
import { checkTier, pricesFor, regionFactor } from './resolve-price.ts';
import type { Reader, Resolving } from './resolving.ts';
import type { Named } from './spec.ts';
import { type LinkFaults, linkFaults } from './traffic/faults.ts';
import { scenarioFactor } from './traffic/prices.ts';

/** Returns the model of an id or alias, or reports the nearest ids. */
export const findModel = (catalogue: Catalogue, problems: Problems, id: string, at: Span): Model | undefined => {
  const model = catalogue.find(id);
  if (model !== undefined) return model;
  const near = catalogue.suggest(id);
  return problems.error('unknown-model', at, `no price table lists "${id.slice(0, 80)}"`, {
    label: near[0] === undefined ? '' : `did you mean ${near[0]}?`,
    help: near.length > 1 ? [`near: ${near.join(', ')}`] : ['models are named provider/model; a project adds its own in pricing/'],
  });
};

const readerOf = (resolving: Resolving, id: string, at: Span): Reader | undefined => {
  const model = findModel(resolving.catalogue, resolving.problems, id, at);
  if (model === undefined) return undefined;
  const { families } = resolving.counting;
  const family = model.tokenizer === null ? null : (families.get(model.tokenizer) ?? null);
  if (model.tokenizer === null || family !== null) return { model, family };
  return resolving.problems.error('unknown-name', model.place, `the tokenizer "${model.tokenizer}" of ${model.id} is not known`, {
    label: didYouMean(model.tokenizer, families.keys()),
    help: [`known: ${[...families.keys()].join(', ')}`],
  });
};

/** What a call of a model costs and may hold, whatever it is asked. */
export type Call = {
  readonly reader: Reader;
  readonly rows: readonly PriceRow[];
  readonly faults: LinkFaults;
  readonly link: Pick<ModelLink, 'kind' | 'model' | 'tier' | 'region' | 'inputFactor' | 'window' | 'prices' | 'priceFactor'>;
};

/** Which step calls which model, where that is written, and how. */
export type Calling = {
  readonly step: string;
  readonly id: string;
  readonly at: Span;
  readonly tier: string;
  readonly region: Named | null;
};

const lookedUp = (resolving: Resolving, { step, id, at, tier, region: own }: Calling): Call | undefined => {
  const { scenario } = resolving;
  const reader = readerOf(resolving, id, at);
  if (reader === undefined) return undefined;
  const { model } = reader;
  const prices = pricesFor(resolving, model, at);
  const rows = [...new Set(prices.flat().map(({ row }) => row))];
  checkTier(resolving, model, rows, tier, at);
  const region = own ?? scenario.region;
  const faults = linkFaults(scenario, step, model.id.slice(0, model.id.indexOf('/')), model.id);
  return {
    reader,
    rows,
    faults,
    link: {
      kind: 'model',
      model,
      tier,
      region: region?.name ?? null,
      inputFactor: faults.input,
      window: model.maxInput ?? Infinity,
      prices,
      priceFactor: regionFactor(resolving, model, region) * scenarioFactor(scenario, model) * faults.price,
    },
  };
};

/** Returns a call with its prices, region and faults looked up: the same in every future. */
export const callOf = (resolving: Resolving, calling: Calling): Call | undefined => {
  const { step, id, tier, region } = calling;
  return resolving.kept.get(`call ${JSON.stringify([step, id, tier, region?.name])}`, () => lookedUp(resolving, calling));
};
