import type { Projection } from '../../projection/projection.ts';

/** Calls of which no price table and no step says how long they take: they count as no time at all. */
const untimedCalls = ({ steps }: Projection): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap(({ step, links }) =>
      step.links.flatMap((link, index) => {
        const counts = link.kind === 'model' && link.timing === null && (links[index]?.calls ?? 0) > 0;
        return counts ? [[`${step.name} ${link.model.id}`, link.model.id] as const] : [];
      }),
    ),
  );

/**
 * Returns the models without latency figures that one side alone calls somewhere. Where there are some, times cannot be compared: a step
 * that moves to such a model seems to take no time.
 */
export const untimedApart = (base: Projection, head: Projection): readonly string[] => {
  const [before, after] = [untimedCalls(base), untimedCalls(head)];
  const apart = [...[...before].filter(([call]) => !after.has(call)), ...[...after].filter(([call]) => !before.has(call))];
  return [...new Set(apart.map(([, model]) => model))].sort();
};
