import type { LinkProjection, Projection } from '../../../projection/projection.ts';
import type { ModelLink, PlanPart } from '../../../workflow/plan.ts';

/** A stretch of the prompts of a step, with what it comes to in one request of the whole workflow. */
export type PartRow = {
  readonly step: string;
  readonly label: string;
  readonly tokens: number;
  readonly shared: PlanPart['shared'];
  readonly origin: PlanPart['origin'];
};

const ofLink = (step: string, link: ModelLink, sum: LinkProjection): readonly PartRow[] => {
  const named = new Map<string, PartRow>();
  for (const [index, part] of link.parts.entries()) {
    const before = named.get(part.label)?.tokens ?? 0;
    named.set(part.label, { step, label: part.label, tokens: before + (sum.parts[index] ?? 0), shared: part.shared, origin: part.origin });
  }
  return [
    ...named.values(),
    ...(sum.carried > 0
      ? [{ step, label: 'earlier rounds and turns', tokens: sum.carried, shared: 'session', origin: 'stated' } as const]
      : []),
    ...link.overhead.lines.map(
      ({ name, tokens, origin }) => ({ step, label: name, tokens: tokens * sum.calls, shared: 'none', origin }) as const,
    ),
  ];
};

/** Returns what the prompts of a request are made of, step by step, in the order in which it is sent; before anything is cut. */
export const partRows = ({ steps }: Projection): readonly PartRow[] =>
  steps.flatMap(({ step, links }) => {
    const [link] = step.links;
    const [sum] = links;
    return link?.kind === 'model' && sum !== undefined ? ofLink(step.name, link, sum) : [];
  });
