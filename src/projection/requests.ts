import { remembered } from '../stats/remembered.ts';
import type { ModelLink, Plan } from '../workflow/plan.ts';
import { billsOutput, thresholdsOf, writesArePriced } from './bands.ts';
import { type Requested, requestOf } from './request.ts';

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

const sameRequest = (a: Plan, b: Plan): boolean => {
  if (!alike([a.steps, a.order, a.session, a.requestFaults], [b.steps, b.order, b.session, b.requestFaults])) return false;
  const others = linksOf(b);
  return linksOf(a).every((link, at) => pricedAlike(link, others[at] as ModelLink));
};

/** The request of a plan as that of another one that is alike, so that it is billed at the other's prices. */
const rebased = (requested: Requested, from: Plan, to: Plan): Requested => {
  const others = linksOf(to);
  const link = new Map(linksOf(from).map((one, at) => [one, others[at] ?? one]));
  const moved = (one: ModelLink): ModelLink => link.get(one) ?? one;
  return {
    ...requested,
    sums: new Map(
      [...requested.sums].map(([step, sum]) => [
        step,
        { ...sum, compactions: new Map([...sum.compactions].map(([call, own]) => [moved(call), own])) },
      ]),
    ),
    entries: { list: requested.entries.list.map((entry) => ({ ...entry, link: moved(entry.link) })) },
  };
};

type Known = { readonly plan: Plan; readonly requested: Requested };

/** Plans of one file that are kept: its scenarios, each in a few futures. */
const MOST_KNOWN = 64;

const knownOf = remembered((_: object): Known[] => []);

/**
 * Returns what one request through a plan comes to on average. Scenarios of a workflow that differ in traffic and prices only
 * have the same requests, which are worked out once.
 */
export const requestIn = (plan: Plan): Requested => {
  const file = plan.steps[0]?.at.file;
  if (file === undefined) return requestOf(plan);
  const known = knownOf(file);
  const same = known.find((one) => sameRequest(one.plan, plan));
  if (same !== undefined) return rebased(same.requested, same.plan, plan);
  const requested = requestOf(plan);
  known.push({ plan, requested });
  if (known.length > MOST_KNOWN) known.shift();
  return requested;
};
