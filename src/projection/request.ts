import { meanCount } from '../stats/counts.ts';
import { remembered } from '../stats/remembered.ts';
import { amountsOf } from '../workflow/amount.ts';
import type { Plan, PlanStep, RequestFault } from '../workflow/plan.ts';
import { Entries } from './entries.ts';
import type { Fixed } from './filling.ts';
import type { Passed } from './passed.ts';
import { passThrough, type RequestScope } from './scope.ts';
import { type Around, askedOfLoops, keyOf, stepAt, TURN } from './scope-state.ts';
import { addSums, type Sums } from './sums.ts';
import { Turns } from './turns.ts';
import { MOST_WAYS, waysOf } from './ways.ts';

/** What one request comes to on average, over the turns of sessions where there are sessions. */
export type Requested = {
  readonly sums: Sums;
  readonly failed: number;
  readonly exact: boolean;
  readonly entries: Pick<Entries, 'list'>;
  /** The chance that a request sends a cache entry, by its index. */
  readonly sends: ReadonlyMap<number, number>;
  /** 1 where a request stands alone. */
  readonly meanTurns: number;
};

/** Steps whose answers some other step reads: those that are named, and the last step of a group that is. */
const readSteps = remembered((plan: Plan): ReadonlySet<number> => {
  const read = new Set<number>();
  const add = (index: number): void => {
    read.add(index);
    const last = stepAt(plan, index).children.at(-1);
    if (last !== undefined) add(last);
  };
  for (const step of plan.steps) {
    for (const { handed } of step.links.flatMap(amountsOf)) for (const { step: index } of handed) add(index);
    const histories = step.links.flatMap((link) => (link.kind === 'model' ? link.parts.map(({ history }) => history) : []));
    if (histories.some((history) => history !== null)) for (const { index, links } of plan.steps) if (links.length > 0) add(index);
    for (const number of [step.items, step.rounds].flatMap((count) => numbersOf(count)))
      for (const { step: index } of number.handed) add(index);
  }
  return read;
});

const numbersOf = (count: PlanStep['items'] | PlanStep['rounds']) => {
  if (count?.kind === 'linked') return [count.number];
  return count?.kind === 'chunks' ? [count.document] : [];
};

type Turn = { readonly first: boolean; readonly last: number | null };

const askedOf = remembered(askedOfLoops);

const nothingHanded = (): readonly never[] => [];

const aroundOf = (plan: Plan, entries: Entries, turns: Turns | null, { first, last }: Turn): Around => ({
  occurred: new Map([[keyOf(TURN, 'first'), first]]),
  lastTurn: last,
  filling: { handedOn: nothingHanded, fixed: new Map() },
  read: readSteps(plan),
  asked: askedOf(plan),
  room: MOST_WAYS,
  surroundings: { entries, warm: () => 0, turns: (step, link) => turns?.of(step, link), loops: [] },
});

/** What a share of the requests comes to: one way through a plan, a turn of a session, or what shortens a history before it. */
type Part = {
  readonly share: number;
  readonly sums: Sums;
  readonly failed: number;
  readonly exact: boolean;
  /** The chance that an entry is sent, by its index. */
  readonly sends: readonly (readonly [entry: number, chance: number])[];
};

/** The requests of a plan that meet none of its faults, and the cache entries that they send. */
export type Calm = { readonly parts: readonly Part[]; readonly entries: Entries };

const passedPart = (share: number, { sums, failed, exact, writes }: Passed): Part => ({
  share,
  sums,
  failed,
  exact,
  sends: [...writes].map(([entry, { ever }]) => [entry, ever] as const),
});

const rootsOf = (plan: Plan): readonly number[] => plan.steps.filter(({ parent }) => parent === null).map(({ index }) => index);

const partsOfRequest = (plan: Plan, around: Around): readonly Part[] => {
  const pass = (fixed: Fixed, room: number): Passed =>
    passThrough(plan, rootsOf(plan), { ...around, room, filling: { ...around.filling, fixed } });
  return waysOf(pass, new Map(), null, MOST_WAYS).map(({ weight, passed }) => passedPart(weight, passed));
};

/** Below this chance to be reached a turn moves no digit that is shown. */
const NEGLIGIBLE = 1e-13;

/** Turn t with the share P(T ≥ t): shares sum to the mean number of turns. */
const partsOfSession = (plan: Plan, counts: readonly number[], entries: Entries): readonly Part[] => {
  const turns = new Turns(plan);
  const parts: Part[] = [];
  let reached = 1;
  for (let t = 1; t < counts.length && reached > NEGLIGIBLE; t++) {
    const last = Math.min(1, (counts[t] ?? 0) / reached);
    const compacting: Sums = new Map();
    if (t > 1) turns.compact(compacting);
    parts.push({ share: reached, sums: compacting, failed: 0, exact: true, sends: [] });
    const around = aroundOf(plan, entries, turns, { first: t === 1, last });
    let seen: RequestScope | undefined;
    const passed = passThrough(plan, rootsOf(plan), around, (scope) => {
      seen = scope;
    });
    parts.push(passedPart(reached, passed));
    if (seen !== undefined) turns.add(seen);
    reached -= counts[t] ?? 0;
  }
  return parts;
};

const partsOf = (plan: Plan, entries: Entries): readonly Part[] =>
  plan.session === null
    ? partsOfRequest(plan, aroundOf(plan, entries, null, { first: true, last: null }))
    : partsOfSession(plan, plan.session.turns, entries);

/** Returns the requests of a plan that meet none of its faults. */
export const calmOf = (plan: Plan): Calm => {
  const entries = new Entries();
  return { parts: partsOf(plan, entries), entries };
};

const exactly = (n: number): readonly number[] => [...new Array<number>(n).fill(0), 1];

/** A plan in which a fault strikes every request: a provider's attempts all err, loops run to their ceiling. */
const struck = (plan: Plan, fault: RequestFault): Plan => ({
  ...plan,
  steps: plan.steps.map((step): PlanStep => {
    if (fault.kind === 'runaway') {
      const max = fault.steps.includes(step.index) ? (step.rounds?.max ?? null) : null;
      return max === null ? step : { ...step, rounds: { kind: 'counts', counts: exactly(max), max } };
    }
    const links = step.links.map((link) =>
      link.kind === 'model' && link.model.id.startsWith(`${fault.provider}/`) ? { ...link, retry: { ...link.retry, errors: 1 } } : link,
    );
    return { ...step, links };
  }),
});

type FaultCase = { readonly weight: number; readonly plan: Plan };

/** Every combination of the faults that strike whole requests, independent of each other. */
const faultCases = (plan: Plan): readonly FaultCase[] =>
  plan.requestFaults.reduce<readonly FaultCase[]>(
    (cases, fault) =>
      cases
        .flatMap((one) => [
          { weight: one.weight * (1 - fault.share), plan: one.plan },
          { weight: one.weight * fault.share, plan: struck(one.plan, fault) },
        ])
        .filter(({ weight }) => weight > 0),
    [{ weight: 1, plan }],
  );

type Whole = { readonly sums: Sums; failed: number; exact: boolean; readonly sends: Map<number, number> };

const addParts = (whole: Whole, parts: readonly Part[], weight: number, meanTurns: number): void => {
  for (const { share, sums, failed, exact, sends } of parts) {
    const times = (weight * share) / meanTurns;
    addSums(whole.sums, sums, times);
    whole.failed += times * failed;
    whole.exact &&= exact;
    for (const [entry, chance] of sends) whole.sends.set(entry, (whole.sends.get(entry) ?? 0) + times * chance);
  }
};

/** Returns what one request through a plan comes to on average. `calm` may come from another plan that is alike but for its faults. */
export const requestOf = (plan: Plan, calm = calmOf(plan)): Requested => {
  const entries = calm.entries.copy();
  const meanTurns = plan.session === null ? 1 : meanCount(plan.session.turns);
  const whole: Whole = { sums: new Map(), failed: 0, exact: true, sends: new Map() };
  for (const { weight, plan: one } of faultCases(plan))
    addParts(whole, one === plan ? calm.parts : partsOf(one, entries), weight, meanTurns);
  return { ...whole, entries, meanTurns };
};
