import { MODEL_FIGURES } from './charges.ts';
import { Column, type Numbers } from './column.ts';
import { FIGURE, FIGURES } from './figures.ts';
import { addTo, Means, type Sums } from './means.ts';
import type { Program } from './program.ts';
import type { Requested } from './request.ts';
import type { Audience } from './session.ts';

/** Of a request or session as a whole: the figures of the tally, then whether it succeeds. */
export const SUCCEEDED = FIGURES;

/** Its times, in this order: latency, turnaround, first token. */
export const TIMES = 3;

type Wholes = {
  readonly means: Sums;
  readonly times: Sums;
  readonly costUsd: Numbers;
  readonly timesMs: readonly Numbers[];
  readonly count: number;
};

/** What is kept of some requests: plain data all through, so that it may come from another thread. */
export type Gathered = {
  readonly requests: Wholes;
  readonly sessions: Wholes | null;
  readonly steps: Sums;
  readonly columns: { readonly tookMs: readonly Numbers[]; readonly windowUse: readonly Numbers[] };
  readonly models: Float64Array;
  readonly tookMs: Float64Array;
  readonly pathMs: Float64Array;
};

/** Columns and means of requests, or of sessions. */
export class Whole implements Wholes {
  readonly means = new Means(FIGURES + 1);
  /** Over those that succeed. */
  readonly times = new Means(TIMES);
  readonly costUsd: Column;
  readonly timesMs: readonly Column[];
  count = 0;

  constructor(room: number) {
    this.costUsd = new Column(room);
    this.timesMs = Array.from({ length: TIMES }, () => new Column(room));
  }

  push(costUsd: number, timesMs: Float64Array, succeeded: boolean): void {
    this.count++;
    this.costUsd.push(costUsd);
    if (succeeded) for (let index = 0; index < TIMES; index++) this.timesMs[index]?.push(timesMs[index] ?? 0);
  }

  join({ means, times, costUsd, timesMs, count }: Wholes): void {
    this.means.join(means);
    this.times.join(times);
    this.costUsd.append(costUsd);
    appendAll(this.timesMs, timesMs);
    this.count += count;
  }
}

const appendAll = (columns: readonly Column[], others: readonly Numbers[]): void => {
  for (const [index, other] of others.entries()) columns[index]?.append(other);
};

/** Values kept of all steps together; of more runs every n-th is kept. */
const MOST_KEPT = 2_000_000;

/** Returns of how many requests in a row one is kept, step by step. */
export const keptEvery = (steps: number, runs: number): number => Math.ceil(runs / Math.max(1000, Math.floor(MOST_KEPT / (2 * steps))));

/** Times and window use of each step. */
class StepColumns {
  readonly tookMs: readonly Column[];
  readonly windowUse: readonly Column[];
  private readonly every: number;
  private seen = 0;

  constructor(steps: number, every: number) {
    this.every = every;
    this.tookMs = Array.from({ length: steps }, () => new Column(0));
    this.windowUse = Array.from({ length: steps }, () => new Column(0));
  }

  push({ tally, tookMs, windowUse }: Program['play']): void {
    if (this.seen++ % this.every !== 0) return;
    for (let index = 0; index < tookMs.length; index++) {
      if (tally[index * FIGURES + FIGURE.ran] === 0) continue;
      this.tookMs[index]?.push(tookMs[index] ?? 0);
      const use = windowUse[index] ?? 0;
      if (use > 0) this.windowUse[index]?.push(use);
    }
  }

  join({ tookMs, windowUse }: Gathered['columns']): void {
    appendAll(this.tookMs, tookMs);
    appendAll(this.windowUse, windowUse);
  }
}

/** Everything that is kept of some requests, or of all. */
export class Collected implements Gathered {
  readonly requests: Whole;
  readonly sessions: Whole | null;
  readonly steps: Means;
  readonly columns: StepColumns;
  readonly models: Float64Array;
  readonly tookMs: Float64Array;
  readonly pathMs: Float64Array;
  /** Of the request at hand: its figures, and its times. */
  private readonly one = new Float64Array(FIGURES + 1);
  private readonly oneMs = new Float64Array(TIMES);
  /** Sums over the requests of the session at hand; times of those that succeed, and of all, the first token of the first. */
  private readonly stepSums: Float64Array;
  private readonly sums = new Float64Array(FIGURES + 1);
  private readonly succeededMs = new Float64Array(TIMES);
  private readonly allMs = new Float64Array(TIMES);

  /** Room for some requests; the steps of one in every so many are kept. */
  constructor({ steps, models, session }: Program, requests: number, every: number) {
    this.requests = new Whole(requests);
    this.sessions = session === null ? null : new Whole(0);
    this.steps = new Means(steps.length * FIGURES);
    this.columns = new StepColumns(steps.length, every);
    this.models = new Float64Array(models.length * MODEL_FIGURES);
    this.tookMs = new Float64Array(steps.length);
    this.pathMs = new Float64Array(steps.length);
    this.stepSums = new Float64Array(steps.length * FIGURES);
  }

  /** Returns the audience of one program's requests. */
  from(program: Program): Audience {
    const { play } = program;
    play.charges.models.fill(0);
    return {
      request: (requested) => this.request(program, requested),
      whole: (requests) => this.whole(requests),
    };
  }

  /** Adds what the program's models have come to, once all its requests are played. */
  addModels({ play }: Program): void {
    addTo(this.models, play.charges.models);
  }

  /** Adds what was gathered of other requests. */
  join({ requests, sessions, steps, columns, models, tookMs, pathMs }: Gathered): void {
    this.requests.join(requests);
    if (sessions !== null) this.sessions?.join(sessions);
    this.steps.join(steps);
    this.columns.join(columns);
    addTo(this.models, models);
    addTo(this.tookMs, tookMs);
    addTo(this.pathMs, pathMs);
  }

  private request(program: Program, { succeeded, latencyMs, turnaroundMs, firstTokenMs }: Requested): void {
    const { play } = program;
    const { one } = this;
    const oneMs = this.oneMs;
    this.fold(program);
    one[SUCCEEDED] = succeeded ? 1 : 0;
    oneMs[0] = latencyMs;
    oneMs[1] = turnaroundMs;
    oneMs[2] = firstTokenMs;
    this.requests.push(one[FIGURE.costUsd] ?? 0, oneMs, succeeded);
    this.columns.push(play);
    addTo(this.tookMs, play.tookMs);
    if (succeeded) addTo(this.pathMs, play.pathMs);
    if (this.sessions !== null) this.turn(play, succeeded);
    else {
      this.steps.add(play.tally, 1);
      this.requests.means.add(one, 1);
      if (succeeded) this.requests.times.add(oneMs, 1);
    }
  }

  /** Adds a turn to the sums of its session. */
  private turn(play: Program['play'], succeeded: boolean): void {
    const oneMs = this.oneMs;
    addTo(this.sums, this.one);
    addTo(this.stepSums, play.tally);
    if (succeeded) addTo(this.succeededMs, oneMs);
    addTo(this.allMs, oneMs);
    if (play.turn > 0) this.allMs[2] = (this.allMs[2] ?? 0) - (oneMs[2] ?? 0);
  }

  /** Adds the steps of groups to them, and the outermost ones to the request. */
  private fold({ play, plan }: Program): void {
    const { tally } = play;
    this.one.fill(0);
    for (let step = plan.steps.length - 1; step >= 0; step--) {
      const at = step * FIGURES;
      tally[at + FIGURE.ran] = (tally[at] ?? 0) > 0 ? 1 : 0;
      const parent = plan.steps[step]?.parent ?? null;
      const into = parent === null ? this.one : tally;
      const to = parent === null ? 0 : parent * FIGURES;
      for (let figure = FIGURE.calls; figure < FIGURE.ran; figure++)
        into[to + figure] = (into[to + figure] ?? 0) + (tally[at + figure] ?? 0);
    }
  }

  /** The end of a session; a request that stands alone has been added already. */
  private whole(requests: number): void {
    const { sums, succeededMs, allMs, sessions } = this;
    if (sessions === null) return;
    const succeeded = sums[SUCCEEDED] ?? 0;
    const came = succeeded === requests;
    this.steps.add(this.stepSums, requests);
    this.requests.means.add(sums, requests);
    this.requests.times.add(succeededMs, succeeded);
    sums[SUCCEEDED] = came ? 1 : 0;
    sessions.means.add(sums, 1);
    sessions.push(sums[FIGURE.costUsd] ?? 0, allMs, came);
    if (came) sessions.times.add(allMs, 1);
    allMs.fill(0);
    this.stepSums.fill(0);
    sums.fill(0);
    succeededMs.fill(0);
  }
}
