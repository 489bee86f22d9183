import type { Span } from '../../diagnostics/source.ts';
import type { Compaction, Plan, PlanStep } from '../../workflow/plan.ts';
import { peakRate } from '../peak.ts';
import type { Turn } from './asked.ts';
import { compactionUsd } from './bill.ts';
import { addPaid, dearestPath, type Path, paying } from './path.ts';
import { dearestWay, noted, type Walk, walkOf } from './walk.ts';

/** A ceiling that is missing, so that nothing bounds what a step costs. */
export type Unbounded = {
  readonly step: string;
  /** The key that would bound it: `repeat.max`, `max on for_each.items`, `max on work`. */
  readonly missing: string;
  readonly at: Span;
};

/** The most that one request can cost, in dollars. */
export type WorstCase = {
  /** Null where something has no ceiling. */
  readonly requestUsd: number | null;
  /** Per request, by step: a group comes to what its steps come to. Along the dearest consistent choice, so that leaves add up to the request. */
  readonly steps: readonly (number | null)[];
  /** In file order; empty where everything has a ceiling. */
  readonly unbounded: readonly Unbounded[];
};

const ALONE: Turn = { first: true, last: true };

/** The places that a request may have in a session: the only turn, the first, the last, one between. */
const turnsOf = ({ session }: Plan): readonly Turn[] => {
  if (session === null) return [ALONE];
  const possible = (least: number): boolean => session.turns.some((share, turns) => share > 0 && turns >= least);
  return [
    ...((session.turns[1] ?? 0) > 0 ? [ALONE] : []),
    ...(possible(2)
      ? [
          { first: true, last: false },
          { first: false, last: true },
        ]
      : []),
    ...(possible(3) ? [{ first: false, last: false }] : []),
  ];
};

/** Calls that shorten the histories of a session: each at most once a turn, booked to the first step with a history. */
const payingHistories = (walk: Walk, path: Path): Path => {
  if (walk.turn.first) return path;
  const found = new Map<string, { readonly step: PlanStep; readonly compact: Compaction }>();
  let first: PlanStep | undefined;
  for (const step of walk.plan.steps)
    for (const { history } of step.links.flatMap((link) => (link.kind === 'model' ? link.parts : []))) {
      if (history === null) continue;
      first ??= step;
      const { compact } = history;
      if (compact !== null)
        found.set(`${compact.over} ${compact.call.model.id} ${JSON.stringify(compact.call.output)}`, { step: first, compact });
    }
  return [...found.values()].reduce(
    (sum, { step, compact }) => paying(sum, step.index, noted(walk, step, compactionUsd(walk.plan, compact.call))),
    path,
  );
};

const known = (usd: number): number | null => (usd === Infinity ? null : usd);

const stepsOf = (plan: Plan, path: Path): readonly (number | null)[] => {
  const own: number[] = plan.steps.map(() => 0);
  addPaid(path.paid, 1, own);
  const whole = ({ index, children }: PlanStep): number =>
    children.reduce((sum, child) => sum + whole(plan.steps[child] as PlanStep), own[index] ?? 0);
  return plan.steps.map((step) => known(whole(step)));
};

const unboundedIn = (plan: Plan, walks: readonly Walk[]): readonly Unbounded[] =>
  plan.steps.flatMap(({ index, name, at }) =>
    [...new Set(walks.flatMap(({ missing }) => [...(missing.get(index) ?? [])]))].map((missing) => ({ step: name, missing, at })),
  );

/**
 * Returns the most that one request of a plan can cost if every ceiling is reached (SPEC 6.8): every attempt and fallback billed in
 * full, prompts of `max_input` (else the window) in the dearest class, answers of `max_output` (else what the model can), the
 * longest loops, the dearest outcomes that can occur together, at the dearest rows and hours of the first month. Six rounds of two
 * attempts at 4,000 tokens in at $2.50 and 800 out at $10 a million are $0.216. Exact up to 256 ways side by side, beyond that
 * never too low.
 */
export const worstCaseOf = (plan: Plan): WorstCase => {
  const walks = turnsOf(plan).map((turn) => walkOf(plan, turn));
  const dearest = dearestPath(walks.map((walk) => payingHistories(walk, dearestWay(walk))));
  const unbounded = unboundedIn(plan, walks);
  if (dearest === undefined) return { requestUsd: 0, steps: plan.steps.map(() => 0), unbounded };
  return { requestUsd: known(dearest.usd), steps: stepsOf(plan, dearest), unbounded };
};

/** How long the busiest night lasts before somebody looks. */
const NIGHT_HOURS = 12;
const MINUTES_PER_HOUR = 60;

/**
 * Returns what the busiest night can cost at most, in dollars: 12 hours at the rate of the busiest hour, every request the worst
 * one. Null without traffic, or where a request has no ceiling.
 */
export const exposureUsd = (plan: Plan, requestsPerDay: number | null, { requestUsd }: WorstCase): number | null => {
  const perMinute = requestsPerDay === null ? null : peakRate(plan, requestsPerDay);
  return perMinute === null || requestUsd === null ? null : NIGHT_HOURS * MINUTES_PER_HOUR * perMinute * requestUsd;
};
