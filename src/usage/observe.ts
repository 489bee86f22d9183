import type { StepRecord } from './read.ts';

/** What a log says of one step. */
export type StepObservation = {
  readonly step: string;
  /** Calls that its own model answered, in the order of time. */
  readonly answered: readonly StepRecord[];
  /** Attempts that ended with an error. */
  readonly failed: number;
  /** Answers that came from a cache of results. */
  readonly reused: number;
  /** Records of other models, by model: fallbacks, or a log of another version of the workflow. */
  readonly others: ReadonlyMap<string, number>;
  /** Stretches in which many calls are summed up. */
  readonly sums: readonly StepRecord[];
};

/** One request of the workflow, as far as the log shows it. */
export type RequestObservation = {
  readonly startMs: number;
  /** When the last of its calls ended; null where the log does not say how long calls took. */
  readonly endMs: number | null;
  readonly session: string | null;
  /** Answered calls by step. */
  readonly calls: ReadonlyMap<string, number>;
};

/** Returns what some records say of a step; `isOwn` tells its own model from others. A record without a model is taken for its own. */
export const observeStep = (step: string, records: readonly StepRecord[], isOwn: (model: string) => boolean): StepObservation => {
  const answered: StepRecord[] = [];
  const sums: StepRecord[] = [];
  const others = new Map<string, number>();
  let [failed, reused] = [0, 0];
  for (const record of records) {
    if (record.step !== step) continue;
    if (record.model !== null && !isOwn(record.model)) others.set(record.model, (others.get(record.model) ?? 0) + 1);
    else if (record.untilMs !== null) sums.push(record);
    else if (record.reused) reused++;
    else if (record.failed) failed++;
    else answered.push(record);
  }
  return { step, answered, failed, reused, others, sums };
};

type Open = { startMs: number; endMs: number | null; session: string | null; calls: Map<string, number> };

/** Returns the requests that calls were made for, in the order of time; none where the log does not tell which call belongs to which. */
export const observeRequests = (records: readonly StepRecord[]): readonly RequestObservation[] => {
  const open = new Map<string, Open>();
  for (const { request, session, step, atMs, untilMs, latencyMs, failed, reused } of records) {
    if (request === null || step === null || untilMs !== null) continue;
    const one = open.get(request) ?? { startMs: atMs, endMs: atMs, session, calls: new Map<string, number>() };
    open.set(request, one);
    one.startMs = Math.min(one.startMs, atMs);
    one.endMs = one.endMs === null || latencyMs === null ? null : Math.max(one.endMs, atMs + latencyMs);
    one.session ??= session;
    if (!failed && !reused) one.calls.set(step, (one.calls.get(step) ?? 0) + 1);
  }
  return [...open.values()].sort((a, b) => a.startMs - b.startMs);
};

/** How often a request went on after failed attempts at a step, how often it did not, and the most that failed in a row before it did. */
export type Recoveries = { readonly recovered: number; readonly lost: number; readonly longest: number };

/** Returns how requests went on after failures of a step; the records are in the order of time. */
export const recoveriesOf = (step: string, records: readonly StepRecord[]): Recoveries => {
  const open = new Map<string, number>();
  let [recovered, longest] = [0, 0];
  for (const { request, step: own, failed, untilMs } of records) {
    if (request === null || own !== step || untilMs !== null) continue;
    const run = open.get(request) ?? 0;
    open.set(request, failed ? run + 1 : 0);
    if (failed || run === 0) continue;
    recovered++;
    longest = Math.max(longest, run);
  }
  return { recovered, lost: [...open.values()].filter((run) => run > 0).length, longest };
};
