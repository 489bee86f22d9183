import type { Span } from '../../diagnostics/source.ts';
import type { Model, PriceRow } from '../../pricing/table.ts';
import { callsOf, type Reviewed } from '../reviewed.ts';

/** A model that a workflow calls, with the first place that names it and what is spent on it. */
export type UsedModel = {
  readonly model: Model;
  readonly at: Span;
  /** The rows that price it over the horizon. */
  readonly rows: readonly PriceRow[];
  /** Dollars a request, by month. */
  readonly usdPerRequest: readonly number[];
};

const added = (a: readonly number[], b: readonly number[]): readonly number[] => b.map((usd, month) => usd + (a[month] ?? 0));

/** Returns the models that the first scenario calls, fallbacks too, each once, in the order in which they are named. */
export const modelsUsed = (reviewed: Reviewed): readonly UsedModel[] => {
  const used = new Map<string, UsedModel>();
  for (const { spec, body, step, sum } of callsOf(reviewed)) {
    const places = [body.modelAt, ...spec.fallback.map((one) => (one.kind === 'model' ? one.at : body.modelAt))];
    for (const [index, link] of step.links.entries()) {
      if (link.kind !== 'model') continue;
      const { model } = link;
      const known = used.get(model.id) ?? { model, at: places[index] ?? body.modelAt, rows: [], usdPerRequest: [] };
      const rows = [...new Set([...known.rows, ...link.prices.flat().map(({ row }) => row)])];
      used.set(model.id, { ...known, rows, usdPerRequest: added(known.usdPerRequest, sum.links[index]?.modelsUsd ?? []) });
    }
  }
  return [...used.values()];
};
