import type { LinkProjection, Projection, StepProjection } from '../../projection/projection.ts';
import type { ModelLink } from '../../workflow/plan.ts';

/** What a provider takes off its list prices. */
type Discount = { readonly provider: string; readonly share: number };

/** What models cost in the first month under a scenario's contract, and at the list. */
export type Contract = {
  readonly discounts: readonly Discount[];
  readonly usd: number;
  readonly listUsd: number;
};

type Spent = { readonly model: string; readonly usd: number };

const firstMonthUsd = ({ spendUsd: [first] }: LinkProjection): number => first ?? 0;

/** What calls the model that shortens what a loop or a session carries. */
const compactingCall = ({ step }: StepProjection): ModelLink | null => {
  const parts = step.links.flatMap((link) => (link.kind === 'model' ? link.parts : []));
  return step.carry?.compact?.call ?? parts.find(({ history }) => history?.compact)?.history?.compact?.call ?? null;
};

const spentOn = (projected: StepProjection): readonly Spent[] => {
  const { step, links, compaction } = projected;
  const compacting = compactingCall(projected);
  const calls = step.links.flatMap((link, index) => {
    const sum = links[index];
    return link.kind === 'model' && sum !== undefined ? [{ model: link.model.id, usd: firstMonthUsd(sum) }] : [];
  });
  return compaction === null || compacting === null ? calls : [...calls, { model: compacting.model.id, usd: firstMonthUsd(compaction) }];
};

/**
 * Returns what the models of a scenario's requests cost in the first month, with its discounts and without: $88 at 12 % off are
 * $100 at the list. Null where it has no discount.
 */
export const contractOf = ({ steps, months }: Projection, { discounts }: Pick<Contract, 'discounts'>): Contract | null => {
  const given = discounts.map(({ provider, share }) => ({ provider, share })).filter(({ share }) => share > 0 && share < 1);
  if (given.length === 0 || months.length === 0) return null;
  const spent = steps.flatMap(spentOn);
  const shareOf = (model: string): number => given.find(({ provider }) => model.startsWith(`${provider}/`))?.share ?? 0;
  const total = (usdOf: (one: Spent) => number): number => spent.reduce((sum, one) => sum + usdOf(one), 0);
  return { discounts: given, usd: total(({ usd }) => usd), listUsd: total(({ model, usd }) => usd / (1 - shareOf(model))) };
};
