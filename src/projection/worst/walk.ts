import type { Plan, PlanStep } from '../../workflow/plan.ts';
import { type Asked, askedIn, endingsOf, lastAsked, possible, type Turn } from './asked.ts';
import { compactionUsd, type Dearest, runUsd } from './bill.ts';
import { itemsAtMost, type Most, roundsAtMost } from './greatest.ts';
import { dearestPath, knowing, type Path, pathFrom, paying, payingTimes, worthKeeping } from './path.ts';

/** Outcomes that a step must not have, since the loop around it would end. */
type Barred = ReadonlyMap<number, ReadonlySet<string>>;

const NOTHING_BARRED: Barred = new Map();

/** A plan made ready to look for its dearest request. */
export type Walk = {
  readonly plan: Plan;
  readonly turn: Turn;
  readonly asked: Asked;
  /** The steps of each group in the order in which they can run; under null those of the workflow. */
  readonly lists: ReadonlyMap<number | null, readonly PlanStep[]>;
  /** For each step, the last place in that order of itself and what is inside it. */
  readonly ends: ReadonlyMap<number, number>;
  readonly lastAsked: ReadonlyMap<number, number>;
  /** Which ceilings were missed, by step. */
  readonly missing: Map<number, Set<string>>;
};

/** Steps by the group that holds them, each after all that it needs. */
const listsOf = ({ steps, order }: Plan): Walk['lists'] => {
  const lists = new Map<number | null, PlanStep[]>([[null, []]]);
  for (const step of order.map((index) => steps[index]).filter((one) => one !== undefined))
    lists.set(step.parent, [...(lists.get(step.parent) ?? []), step]);
  return lists;
};

/** Numbers the steps group by group, in the order in which a walk comes to them. */
const placesOf = (lists: Walk['lists']): { readonly places: Map<number, number>; readonly ends: Map<number, number> } => {
  const [places, ends] = [new Map<number, number>(), new Map<number, number>()];
  const visit = (step: PlanStep): void => {
    places.set(step.index, places.size);
    for (const child of lists.get(step.index) ?? []) visit(child);
    ends.set(step.index, places.size - 1);
  };
  for (const step of lists.get(null) ?? []) visit(step);
  return { places, ends };
};

/** Returns a plan made ready for a turn of its session. */
export const walkOf = (plan: Plan, turn: Turn): Walk => {
  const lists = listsOf(plan);
  const { places, ends } = placesOf(lists);
  return { plan, turn, asked: askedIn(plan), lists, ends, lastAsked: lastAsked(plan, places), missing: new Map() };
};

const note = ({ missing }: Walk, { index }: PlanStep, ceilings: readonly string[]): void => {
  if (ceilings.length > 0) missing.set(index, new Set([...(missing.get(index) ?? []), ...ceilings]));
};

/** Dollars of a step, after noting which ceilings they miss. */
export const noted = (walk: Walk, step: PlanStep, { usd, missing }: Dearest): number => {
  note(walk, step, missing);
  return usd;
};

/** A number of times, after noting that it has no ceiling where something is paid each time. */
const timesOf = (walk: Walk, step: PlanStep, { count, missing }: Most, each: Path | undefined): number => {
  if (missing !== null && each !== undefined && each.usd > 0) note(walk, step, [missing]);
  return count;
};

const insideOf = (walk: Walk, step: PlanStep): readonly PlanStep[] => [
  step,
  ...(walk.lists.get(step.index) ?? []).flatMap((child) => insideOf(walk, child)),
];

/** A step that does not run has no outcome, nor has what is inside it. */
const skipping = (walk: Walk, step: PlanStep, path: Path): Path =>
  knowing(
    path,
    insideOf(walk, step).flatMap(({ index }) => (walk.asked.has(index) ? [[index, null] as const] : [])),
  );

/** One pass of a step, with each outcome that it may have. */
const passing = (walk: Walk, step: PlanStep, path: Path, barred: Barred): readonly Path[] => {
  if (step.kind === 'group') return walking(walk, walk.lists.get(step.index) ?? [], [path], barred);
  const paid = paying(path, step.index, noted(walk, step, runUsd(walk.plan, step)));
  const asked = walk.asked.get(step.index);
  if (asked === undefined) return [paid];
  const endings = endingsOf(step, asked).filter((ending) => ending === null || barred.get(step.index)?.has(ending) !== true);
  return endings.map((ending) => knowing(paid, [[step.index, ending]]));
};

const endingLoop = ({ rounds }: PlanStep): Barred => {
  const barred = new Map<number, Set<string>>();
  for (const { step, outcome } of rounds?.kind === 'until' ? rounds.until : [])
    barred.set(step, (barred.get(step) ?? new Set()).add(outcome));
  return barred;
};

/** The dearest round that another one follows, shortening what was carried included; undefined where none can. */
const roundBefore = (walk: Walk, step: PlanStep, path: Path): Path | undefined => {
  const round = dearestPath(passing(walk, step, pathFrom(path.outcomes), endingLoop(step)));
  const compact = step.carry?.compact ?? null;
  if (round === undefined || compact === null) return round;
  return paying(round, step.index, noted(walk, step, compactionUsd(walk.plan, compact.call)));
};

/**
 * All items and rounds of a step that runs. Rounds draw their outcomes anew, and all but the last must let the loop go on: of
 * `until: judge.pass` with 4 rounds, three fail. The last round's outcomes are those that later steps see.
 */
const repeating = (walk: Walk, step: PlanStep, path: Path, barred: Barred): readonly Path[] => {
  const rounds = roundsAtMost(walk.plan, step);
  const items = itemsAtMost(walk.plan, step);
  const before = rounds.count > 1 ? roundBefore(walk, step, path) : undefined;
  const more = before === undefined ? 0 : timesOf(walk, step, rounds, before) - 1;
  const whole = (last: Path): Path => (before === undefined ? last : payingTimes(last, more, before));
  if (step.items === null) return passing(walk, step, path, barred).map(whole);
  const last = dearestPath(passing(walk, step, pathFrom(path.outcomes), NOTHING_BARRED));
  const item = last && whole(last);
  const all = item === undefined ? path : payingTimes(path, timesOf(walk, step, items, item), item);
  return [all];
};

const running = (walk: Walk, step: PlanStep, path: Path, barred: Barred): readonly Path[] => {
  const [runs, rests] = possible(step.when, path.outcomes, walk.turn);
  return [...(runs ? repeating(walk, step, path, barred) : []), ...(rests ? [skipping(walk, step, path)] : [])];
};

const walking = (walk: Walk, steps: readonly PlanStep[], from: readonly Path[], barred: Barred): readonly Path[] =>
  steps.reduce((paths, step) => {
    const end = walk.ends.get(step.index) ?? 0;
    const next = paths.flatMap((path) => running(walk, step, path, barred));
    return worthKeeping(next, (asked) => (walk.lastAsked.get(asked) ?? -1) > end);
  }, from);

/** Returns the dearest way of a request through a workflow. */
export const dearestWay = (walk: Walk): Path => {
  const ways = walking(walk, walk.lists.get(null) ?? [], [pathFrom(new Map())], NOTHING_BARRED);
  return dearestPath(ways) ?? pathFrom(new Map());
};
