import type { Catalogue } from '../../../pricing/catalogue.ts';
import type { Day } from '../../../pricing/day.ts';
import { costUsd, pricesOf, type Usage } from '../../../pricing/price.ts';
import type { Model, PriceRow } from '../../../pricing/table.ts';
import type { Projection, StepProjection } from '../../../projection/projection.ts';
import { rowOn } from '../../../report/prices/fields.ts';

/** A model with the row that prices it, and what a request of the workflow would cost with all its calls on it. */
export type PricedModel = {
  readonly model: Model;
  readonly row: PriceRow;
  /** Steps that call it now, as their first choice or as a fallback. */
  readonly usedBy: readonly string[];
  /** Null where the model cannot write, or takes no tokens. */
  readonly requestUsd: number | null;
};

const inputOf = ({ uncachedInput, cacheRead, cacheWrite }: Usage): number => uncachedInput + cacheRead + cacheWrite;

/**
 * Returns what some calls would cost with their tokens as they are counted now, on the standard tier; null where the model has
 * no price for them. The size that picks a long-context price is that of the mean call.
 */
export const usageUsd = ({ model, row }: Pick<PricedModel, 'model' | 'row'>, usage: Usage, calls: number): number | null => {
  const prices = pricesOf(row, 'standard', calls > 0 ? inputOf(usage) / calls : 0);
  const writes = usage.reasoning + usage.visibleOutput > 0;
  if (prices.input === null || (writes && prices.output === null)) return null;
  return costUsd(usage, prices, model.caching.ttl[0] ?? '');
};

const stepUsesOf = (steps: readonly StepProjection[]): ReadonlyMap<string, readonly string[]> => {
  const uses = new Map<string, string[]>();
  for (const { step } of steps)
    for (const link of step.links)
      if (link.kind === 'model') uses.set(link.model.id, [...new Set([...(uses.get(link.model.id) ?? []), step.name])]);
  return uses;
};

/** Returns the calls of a request step by step: their tokens, their number, and what they cost now. */
export const modelSteps = ({
  steps,
}: Projection): readonly { readonly name: string; readonly usage: Usage; readonly calls: number; readonly usd: number }[] =>
  steps
    .filter(({ step }) => step.kind === 'model')
    .map(({ step, tokens, calls, links }) => ({
      ...{ name: step.name, usage: tokens, calls },
      usd: links.reduce((sum, { modelsUsd }) => sum + (modelsUsd[0] ?? 0), 0),
    }));

/** Returns the calls of a request one by one added up on a model; null where it cannot answer one of them. */
const requestOn = (priced: Pick<PricedModel, 'model' | 'row'>, projection: Projection): number | null =>
  modelSteps(projection).reduce<number | null>((sum, { usage, calls }) => {
    const usd = usageUsd(priced, usage, calls);
    return sum === null || usd === null ? null : sum + usd;
  }, 0);

/** Returns the models of all tables with their prices on a day. */
export const pricedModels = ({ models }: Catalogue, projection: Projection, asOf: Day): readonly PricedModel[] => {
  const uses = stepUsesOf(projection.steps);
  return models.flatMap((model) => {
    const row = rowOn(model, asOf);
    if (row === undefined) return [];
    return [{ model, row, usedBy: uses.get(model.id) ?? [], requestUsd: requestOn({ model, row }, projection) }];
  });
};
