import type { RunSettings } from '../../projection/simulate/simulate.ts';
import { meanPlan } from '../../workflow/plan.ts';
import { type Attribution, attribute } from './attribution.ts';
import { type Cause, causesOf, idsOf } from './causes.ts';
import { type Certainty, latencyCertainty, spendCertainty } from './certainty.ts';
import { editsBetween } from './edits.ts';
import type { Variant } from './hybrid.ts';
import { type Hybrids, hybridsOf, valuedBy } from './hybrids.ts';
import type { SameTexts } from './meaning.ts';
import { untimedApart } from './untimed.ts';
import { type Per, type Planner, STANDING_NAMES, spendVector, stepNames, totalOf } from './value.ts';
import type { Written } from './written.ts';

/** A figure on both sides. */
export type Change = { readonly base: number; readonly head: number };

/** A cause with what it moves: dollars in all and by step, and milliseconds of p95 latency, null where times are not asked for. */
export type CauseDiff = Cause & {
  readonly usd: number;
  readonly steps: readonly { readonly name: string; readonly usd: number }[];
  readonly latencyMs: number | null;
};

/** What changed in one traffic scenario. Spend is the mean of the first month, or of a request without traffic. */
export type ScenarioDiff = {
  readonly name: string;
  readonly per: Per;
  readonly spendUsd: Change;
  readonly costPerRequestUsd: Change;
  readonly successRate: Change;
  /** Of the first month; null without traffic. */
  readonly requests: Change | null;
  /** By simulation with the same draws on both sides; null where it was not asked for or nothing succeeds. */
  readonly latencyP95Ms: Change | null;
  /** Models of which no latency is known that one side alone calls: times are not compared where there are some. */
  readonly untimed: readonly string[];
  readonly steps: readonly ({ readonly name: string } & Change)[];
  readonly causes: readonly CauseDiff[];
  /** Whether all orders of the causes were taken into account. */
  readonly exact: boolean;
  /** Null where it was not asked for, or one side is a saved plan, whose futures are not known. */
  readonly spendCertainty: Certainty | null;
  readonly latencyCertainty: Certainty | null;
};

/** One side of a workflow: what its author wrote, and where. */
export type DiffSide = { readonly variant: Variant; readonly written: Written };

export type Comparing = {
  readonly planner: Planner;
  readonly same: SameTexts;
  readonly run: RunSettings;
  /** Whether percentiles are wanted: they cost simulations. */
  readonly times: boolean;
  /** Whether a change is worth splitting its time by cause, and finding out how sure it is. */
  readonly isNotable: (figure: 'spend' | 'latency', change: Change) => boolean;
};

/** More causes than this take more evaluations than their split is worth: those of one kind then stand together. */
const MOST_CAUSES = 6;

const NONE: ReadonlySet<string> = new Set();

/** The causes of a change, each with what it moves. Without a split that fits (it always does for base and head) there are none. */
const causeDiffs = ({ causes, split }: Attribution, rows: readonly string[], times: boolean): readonly CauseDiff[] =>
  causes.map((cause, index) => {
    const share = split.shares[index] ?? [];
    const money = share.slice(0, rows.length);
    const steps = rows.map((name, at) => ({ name, usd: money[at] ?? 0 })).filter(({ usd }) => usd !== 0);
    return { ...cause, usd: totalOf(money), steps, latencyMs: times ? (share[rows.length] ?? 0) : null };
  });

const p95Change = (hybrids: Hybrids, all: ReadonlySet<string>): Change | null => {
  const [base, head] = [hybrids.p95(NONE), hybrids.p95(all)];
  return base === null || head === null ? null : { base, head };
};

/** Returns what changed between two variants of a scenario and why; undefined where one of them cannot be computed. */
export const diffScenario = (
  base: DiffSide,
  head: DiffSide,
  { planner, same, run, times, isNotable }: Comparing,
): ScenarioDiff | undefined => {
  const hybrids = hybridsOf(base.variant, head.variant, planner, run);
  const [plain, own] = [hybrids.priced(NONE), planner(head.variant)];
  const edits = editsBetween({ ...base, plan: plain && meanPlan(plain.plan) }, { ...head, plan: own && meanPlan(own.plan) }, same);
  const causes = causesOf(edits, MOST_CAUSES);
  const all = new Set(idsOf(causes));
  const [before, after] = [hybrids.projected(NONE), hybrids.projected(all)];
  const whole = hybrids.priced(all);
  if (before === undefined || after === undefined || plain === undefined || whole === undefined) return undefined;
  const per: Per = before.months.length > 0 && after.months.length > 0 ? 'month' : 'request';
  const names = [...new Set([...stepNames(before), ...stepNames(after)])];
  const rows = [...names, ...STANDING_NAMES];
  const [from, to] = [spendVector(before, names, per), spendVector(after, names, per)];
  const untimed = untimedApart(before, after);
  const latency = times && untimed.length === 0 ? p95Change(hybrids, all) : null;
  const spend = { base: totalOf(from), head: totalOf(to) };
  const slower = latency !== null && isNotable('latency', latency);
  const split = attribute(causes, valuedBy(hybrids, causes, names, per, slower));
  return {
    name: head.variant.scenario.name,
    per,
    spendUsd: spend,
    costPerRequestUsd: { base: before.costUsd, head: after.costUsd },
    successRate: { base: before.successRate, head: after.successRate },
    requests: per === 'month' ? { base: before.months[0]?.requests ?? 0, head: after.months[0]?.requests ?? 0 } : null,
    latencyP95Ms: latency,
    untimed: times ? untimed : [],
    steps: rows.map((name, index) => ({ name, base: from[index] ?? 0, head: to[index] ?? 0 })),
    causes: split === null ? [] : causeDiffs(split, rows, slower),
    exact: split?.split.exact ?? true,
    spendCertainty: isNotable('spend', spend) ? spendCertainty(plain, whole, spend.head - spend.base, run.seed) : null,
    latencyCertainty: slower ? latencyCertainty(plain, whole, latency.head - latency.base, run) : null,
  };
};
