import { over } from '../../pricing/price.ts';
import type { Model, PriceRow } from '../../pricing/table.ts';
import type { PriceSpec, ScenarioSpec } from './spec.ts';

const providerOf = ({ id }: Model): string => id.slice(0, id.indexOf('/'));

/** What a scenario says of a model's prices: what it says of the model itself wins over what it says of its provider. */
const ruleOf = (scenario: ScenarioSpec, model: Model): PriceSpec | undefined =>
  scenario.prices.find(({ target }) => target === model.id) ?? scenario.prices.find(({ target }) => target === providerOf(model));

const rows = new WeakMap<PriceSpec, WeakMap<PriceRow, PriceRow>>();

/**
 * Returns a row with the scenario's own prices of a model in it, in dollars per million tokens; the row itself where it
 * has none. Long-context prices and tiers that name a class keep their own. The same row gives the same object.
 */
export const scenarioRow = (scenario: ScenarioSpec, model: Model, row: PriceRow): PriceRow => {
  const rule = ruleOf(scenario, model);
  if (rule?.kind !== 'own') return row;
  const own = rows.get(rule) ?? new WeakMap<PriceRow, PriceRow>();
  rows.set(rule, own);
  const priced = own.get(row) ?? { ...row, prices: over(row.prices, rule.prices) };
  own.set(row, priced);
  return priced;
};

/** Returns what a scenario multiplies a model's prices by: +20 % and a discount of 12 % are 1.2 × 0.88 = 1.056. */
export const scenarioFactor = (scenario: ScenarioSpec, model: Model): number => {
  const rule = ruleOf(scenario, model);
  const change = rule?.kind === 'factor' ? rule.factor : 1;
  const discount = scenario.discounts.find(({ provider }) => provider === providerOf(model))?.share ?? 0;
  return change * (1 - discount);
};
