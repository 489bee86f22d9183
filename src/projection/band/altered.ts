import type { Distribution } from '../../stats/distribution.ts';
import { scaledAmount } from '../../workflow/amount.ts';
import type { Amount, Carry, Link, ModelLink, Plan, PlanItems, PlanPart, PlanRounds, PlanStep, Term } from '../../workflow/plan.ts';

/** What another count of the same texts, or another sample of them, would have changed in a plan. */
export type Recount = {
  /** Tokens over those that were counted, by tokenizer family. */
  readonly families: ReadonlyMap<string, number>;
  /** By the source of a draw over sample texts: by how many standard errors its mean lies off. */
  readonly samples: ReadonlyMap<string, number>;
};

/**
 * A sample whose mean lies z standard errors above: the weight of text x becomes w·(1 + z·(x − mean) ÷ (sd·√(n − 1))), which moves
 * the mean by exactly z·s ÷ √n, s² with n − 1 in it. Of 100 texts with sd 50 and z = 1 the mean moves by 5.03. No weight below 0.
 */
const reweighted = (of: Extract<Distribution, { kind: 'empirical' }>, z: number): Distribution => {
  const { values, weights } = of;
  const mean = values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
  const variance = values.reduce((sum, value, index) => sum + (value - mean) ** 2 * (weights[index] ?? 0), 0);
  if (variance === 0 || values.length < 2) return of;
  const slope = z / Math.sqrt(variance * (values.length - 1));
  const moved = values.map((value, index) => (weights[index] ?? 0) * Math.max(0, 1 + slope * (value - mean)));
  const total = moved.reduce((sum, weight) => sum + weight, 0);
  return { ...of, weights: moved.map((weight) => weight / total) };
};

const resampled = (of: Distribution, z: number): Distribution => {
  switch (of.kind) {
    case 'empirical':
      return reweighted(of, z);
    case 'mixture':
      return { ...of, parts: of.parts.map((part) => ({ ...part, of: resampled(part.of, z) })) };
    case 'clamped':
      return { ...of, of: resampled(of.of, z) };
    default:
      return of;
  }
};

const resampledTerm = (term: Term, samples: Recount['samples']): Term => {
  const z = samples.get(term.source);
  return z === undefined || z === 0 ? term : { ...term, of: resampled(term.of, z) };
};

const resampledAmount = (amount: Amount, { samples }: Recount): Amount =>
  amount.terms.some(({ source }) => samples.has(source))
    ? { ...amount, terms: amount.terms.map((term) => resampledTerm(term, samples)) }
    : amount;

/** Another step's tokens in a part are that step's to recount. */
const recounted = (amount: Amount, factor: number): Amount => ({ ...scaledAmount(amount, factor), handed: amount.handed });

const factorOf = ({ model }: ModelLink, { families }: Recount): number =>
  model.tokenizer === null ? 1 : (families.get(model.tokenizer) ?? 1);

/** What counts tool definitions where the tokenizer is exact, and only how they are written is an estimate. */
export const toolCounter = (tokenizer: string): string => `tool definitions (${tokenizer})`;

const partFactor = ({ model }: ModelLink, { role }: PlanPart, factor: number, { families }: Recount): number =>
  role === 'tools' && model.tokenizer !== null ? (families.get(toolCounter(model.tokenizer)) ?? factor) : factor;

/** Whether a step's user parts hold texts that somebody counted. */
const countsTexts = (plan: Plan, step: number): boolean =>
  (plan.steps[step]?.links ?? []).some(
    (link) =>
      link.kind === 'model' && link.parts.some(({ role, origin }) => role === 'user' && (origin === 'measured' || origin === 'estimated')),
  );

type Altering = { readonly plan: Plan; readonly recount: Recount };

const alteredPart = (altering: Altering, part: PlanPart, factor: number): PlanPart => {
  const { plan, recount } = altering;
  const own = resampledAmount(part.amount, recount);
  const amount = part.origin === 'estimated' ? recounted(own, factor) : own;
  if (part.history === null) return { ...part, amount };
  const users = [...part.history.users].map(([step, one]) => {
    const other = resampledAmount(one, recount);
    return [step, countsTexts(plan, step) ? recounted(other, factor) : other] as const;
  });
  const compact = part.history.compact && { ...part.history.compact, call: alteredModel(altering, part.history.compact.call) };
  return { ...part, amount, history: { ...part.history, users: new Map(users), compact } };
};

const alteredModel = (altering: Altering, link: ModelLink): ModelLink => {
  const { recount } = altering;
  const factor = factorOf(link, recount);
  return {
    ...link,
    parts: link.parts.map((part) => alteredPart(altering, part, partFactor(link, part, factor, recount))),
    output: resampledAmount(link.output, recount),
    reasoning: resampledAmount(link.reasoning, recount),
  };
};

const alteredLink = (altering: Altering, link: Link): Link => {
  switch (link.kind) {
    case 'model':
      return alteredModel(altering, link);
    case 'tool':
      return { ...link, costUsd: resampledAmount(link.costUsd, altering.recount), output: resampledAmount(link.output, altering.recount) };
    case 'person':
      return { ...link, workMs: resampledAmount(link.workMs, altering.recount), output: resampledAmount(link.output, altering.recount) };
    case 'reply':
      return link;
    default:
      return link satisfies never;
  }
};

const alteredRounds = (rounds: PlanRounds | null, recount: Recount): PlanRounds | null =>
  rounds?.kind === 'linked' ? { ...rounds, number: resampledAmount(rounds.number, recount) } : rounds;

const readerFactor = (plan: Plan, step: PlanStep, recount: Recount): number => {
  const [link] = step.links;
  if (link?.kind === 'model') return factorOf(link, recount);
  return step.children
    .map((child) => plan.steps[child])
    .reduce((factor, child) => (child && factor === 1 ? readerFactor(plan, child, recount) : factor), 1);
};

/** A document is counted by the model of the step that cuts it up, of a group by the first one inside. */
const alteredItems = (plan: Plan, step: PlanStep, recount: Recount): PlanItems | null => {
  const { items } = step;
  if (items?.kind === 'linked') return { ...items, number: resampledAmount(items.number, recount) };
  if (items?.kind !== 'chunks') return items;
  const document = resampledAmount(items.document, recount);
  const texts = document.terms.some(({ source }) => recount.samples.has(source));
  return { ...items, document: texts ? recounted(document, readerFactor(plan, step, recount)) : document };
};

const alteredCarry = (altering: Altering, carry: Carry | null): Carry | null =>
  carry?.compact ? { ...carry, compact: { ...carry.compact, call: alteredModel(altering, carry.compact.call) } } : carry;

/** Returns a plan as another tokenizer and other samples would have it. */
export const altered = (plan: Plan, recount: Recount): Plan => {
  const altering: Altering = { plan, recount };
  return {
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      rounds: alteredRounds(step.rounds, recount),
      items: alteredItems(plan, step, recount),
      carry: alteredCarry(altering, step.carry),
      links: step.links.map((link) => alteredLink(altering, link)),
    })),
  };
};
