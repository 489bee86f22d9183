import { remembered } from '../stats/remembered.ts';
import type { ModelLink, Plan } from '../workflow/plan.ts';
import { billsOutput, thresholdsOf, writesArePriced } from './bands.ts';
import { type Calm, calmOf, type Requested, requestOf } from './request.ts';
import type { Sums } from './sums.ts';

/** What of a link hangs on dates and prices only: it moves what a request costs, not what it is. */
const PRICED: ReadonlySet<string> = new Set(['prices', 'priceFactor']);

const alike = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => alike(one, b[at]));
  if (a instanceof Map) return b instanceof Map && alike([...a], [...b]);
  if (Object.getPrototypeOf(a) !== Object.prototype) return false;
  const [mine, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(other).length && keys.every((key) => PRICED.has(key) || alike(mine[key], other[key]));
};

/** Every model link of a plan, compactions among them, in an order that plans alike share. */
const linksOf = (plan: Plan): readonly ModelLink[] =>
  plan.steps.flatMap(({ links, carry }) => [
    ...links.flatMap((link) => {
      if (link.kind !== 'model') return [];
      return [link, ...link.parts.flatMap(({ history }) => (history?.compact ? [history.compact.call] : []))];
    }),
    ...(carry?.compact ? [carry.compact.call] : []),
  ]);

const pricedAlike = (a: ModelLink, b: ModelLink): boolean =>
  billsOutput(a) === billsOutput(b) && writesArePriced(a) === writesArePriced(b) && alike(thresholdsOf(a), thresholdsOf(b));

/** Whether requests of two plans are the same as long as they meet no fault. */
const sameCalm = (a: Plan, b: Plan): boolean => {
  if (!alike([a.steps, a.order, a.session], [b.steps, b.order, b.session])) return false;
  const others = linksOf(b);
  return linksOf(a).every((link, at) => pricedAlike(link, others[at] as ModelLink));
};

/** The links of a plan as those of another one that is alike, so that they are billed at the other's prices. */
const movedTo = (from: Plan, to: Plan): ((link: ModelLink) => ModelLink) => {
  const others = linksOf(to);
  const link = new Map(linksOf(from).map((one, at) => [one, others[at] ?? one]));
  return (one) => link.get(one) ?? one;
};

const movedSums = (sums: Sums, moved: (link: ModelLink) => ModelLink): Sums =>
  new Map(
    [...sums].map(([step, sum]) => [step, { ...sum, compactions: new Map([...sum.compactions].map(([call, own]) => [moved(call), own])) }]),
  );

const movedCalm = ({ parts, entries }: Calm, moved: (link: ModelLink) => ModelLink): Calm => ({
  parts: parts.map((part) => ({ ...part, sums: movedSums(part.sums, moved) })),
  entries: entries.copy(moved),
});

const movedRequested = (requested: Requested, moved: (link: ModelLink) => ModelLink): Requested => ({
  ...requested,
  sums: movedSums(requested.sums, moved),
  entries: { list: requested.entries.list.map((entry) => ({ ...entry, link: moved(entry.link) })) },
});

type Known = { readonly plan: Plan; readonly calm: Calm; readonly requested: Requested };

/** Plans of one file that are kept: its scenarios, each in a few futures. */
const MOST_KNOWN = 64;

const knownOf = remembered((_: object): Known[] => []);

/**
 * Returns what one request through a plan comes to on average. Scenarios of a workflow that differ in traffic and prices only
 * have the same requests, which are worked out once; those that add an outage or a runaway have most of them in common.
 */
export const requestIn = (plan: Plan): Requested => {
  const file = plan.steps[0]?.at.file;
  if (file === undefined) return requestOf(plan);
  const known = knownOf(file);
  let near: Known | undefined;
  for (const one of known) {
    if (!sameCalm(one.plan, plan)) continue;
    if (alike(one.plan.requestFaults, plan.requestFaults)) return movedRequested(one.requested, movedTo(one.plan, plan));
    near ??= one;
  }
  const calm = near === undefined ? calmOf(plan) : movedCalm(near.calm, movedTo(near.plan, plan));
  const requested = requestOf(plan, calm);
  known.push({ plan, calm, requested });
  if (known.length > MOST_KNOWN) known.shift();
  return requested;
};
