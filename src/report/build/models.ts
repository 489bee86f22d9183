import type { LinkProjection, Projection } from '../../projection/projection.ts';
import type { ModelReport } from '../report.ts';
import { tokens } from './tokens.ts';

/** Returns each model once, whichever steps call it, first by itself and then as a fallback. */
export const modelReports = (projection: Projection): readonly ModelReport[] => {
  const perDay = projection.requestsPerDay;
  if (perDay === null) return [];
  const sums = new Map<string, LinkProjection[]>();
  for (const { step, links } of projection.steps) {
    for (const [index, link] of step.links.entries()) {
      const sum = links[index];
      if (link.kind === 'model' && sum) sums.set(link.model.id, [...(sums.get(link.model.id) ?? []), sum]);
    }
  }
  const total = (list: readonly LinkProjection[], pick: (link: LinkProjection) => number): number =>
    list.reduce((sum, link) => sum + pick(link), 0);
  return [...sums].map(([model, list]) => ({
    model,
    calls_per_day: perDay * total(list, (link) => link.calls),
    tokens_per_day: tokens(
      {
        uncachedInput: total(list, (link) => link.uncachedInput),
        cacheRead: total(list, (link) => link.cacheRead),
        cacheWrite: total(list, (link) => link.cacheWrite),
        reasoning: total(list, (link) => link.reasoning),
        visibleOutput: total(list, (link) => link.visibleOutput),
      },
      perDay,
    ),
    spend_usd_per_month: total(list, (link) => link.spendUsd[0] ?? 0),
  }));
};
