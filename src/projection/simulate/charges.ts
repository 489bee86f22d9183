import { FIGURE, FIGURES } from './figures.ts';

/** What an attempt at a step is billed, on the wall clock: it may be cancelled before its end. */
export type Charge = {
  step: number;
  /** −1 for tools and people. */
  model: number;
  startMs: number;
  depth: number;
  /** When its output begins, or a person starts to work. */
  outputMs: number;
  endMs: number;
  runs: number;
  calls: number;
  uncachedInput: number;
  cacheRead: number;
  cacheWrite: number;
  cacheable: number;
  reasoning: number;
  visibleOutput: number;
  /** Due once it has started; in proportion to the time since its output began; once it has ended. */
  inputUsd: number;
  outputUsd: number;
  feesUsd: number;
};

const noCharge = (): Charge => ({
  step: 0,
  model: -1,
  startMs: 0,
  depth: 0,
  outputMs: 0,
  endMs: 0,
  runs: 0,
  calls: 0,
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheable: 0,
  reasoning: 0,
  visibleOutput: 0,
  inputUsd: 0,
  outputUsd: 0,
  feesUsd: 0,
});

/** What is counted of every model: calls, then tokens in the order of the tally, then dollars. */
export const MODEL_FIGURES = 7;

/**
 * The bills of one request. As long as an outcome may end the request at a time that is not known yet, they are held back. A
 * call beside it is billed for its input and for the output written so far, what has not started never runs.
 */
export class Charges {
  /** The charge that is being written; `post` books it. */
  next = noCharge();
  readonly models: Float64Array;
  private readonly tally: Float64Array;
  /** Charges that were held back, the one that is being written behind them; used again for the next request. */
  private readonly held: Charge[] = [this.next];
  private holding = 0;
  private holds = false;
  /** When an outcome ended the request; Infinity where none did. */
  private endMs = Infinity;
  private endDepth = 0;

  constructor(tally: Float64Array, models: number) {
    this.tally = tally;
    this.models = new Float64Array(models * MODEL_FIGURES);
  }

  /** Begins a request; `mayEnd` tells whether an outcome may end it. */
  open(mayEnd: boolean): void {
    this.holds = mayEnd;
    this.endMs = Infinity;
  }

  /** Begins a charge with nothing in it. */
  begin(step: number, model: number, startMs: number, depth: number): Charge {
    const charge = this.next;
    charge.step = step;
    charge.model = model;
    charge.startMs = startMs;
    charge.depth = depth;
    charge.outputMs = startMs;
    charge.endMs = startMs;
    charge.runs = 0;
    charge.calls = 0;
    charge.uncachedInput = 0;
    charge.cacheRead = 0;
    charge.cacheWrite = 0;
    charge.cacheable = 0;
    charge.reasoning = 0;
    charge.visibleOutput = 0;
    charge.inputUsd = 0;
    charge.outputUsd = 0;
    charge.feesUsd = 0;
    return charge;
  }

  /** Counts a run that starts now. */
  run(step: number, startMs: number, depth: number): void {
    if (this.holds) {
      this.begin(step, -1, startMs, depth).runs = 1;
      this.post();
    } else if (this.hasStarted(startMs, depth)) add(this.tally, step * FIGURES + FIGURE.runs, 1);
  }

  post(): void {
    if (this.holds) {
      this.holding++;
      this.next = this.held[this.holding] ??= noCharge();
    } else this.settle(this.next);
  }

  /** Books what was held back: from now on it is known when an outcome ended the request, Infinity where none does. */
  release(endMs: number, endDepth: number): void {
    this.holds = false;
    this.endMs = endMs;
    this.endDepth = endDepth;
    for (let at = 0; at < this.holding; at++) this.settle(this.held[at] as Charge);
    this.holding = 0;
    this.next = this.held[0] as Charge;
  }

  /** Whether what starts then has started before the request ends. */
  private hasStarted(startMs: number, depth: number): boolean {
    return startMs < this.endMs || (startMs === this.endMs && depth < this.endDepth);
  }

  private settle(charge: Charge): void {
    if (this.hasStarted(charge.startMs, charge.depth)) this.book(charge.endMs <= this.endMs ? charge : cut(charge, this.endMs));
  }

  private book(charge: Charge): void {
    const { tally } = this;
    const costUsd = charge.inputUsd + charge.outputUsd + charge.feesUsd;
    const at = charge.step * FIGURES;
    add(tally, at + FIGURE.runs, charge.runs);
    add(tally, at + FIGURE.calls, charge.calls);
    add(tally, at + FIGURE.costUsd, costUsd);
    if (charge.model < 0) return;
    add(tally, at + FIGURE.uncachedInput, charge.uncachedInput);
    add(tally, at + FIGURE.cacheRead, charge.cacheRead);
    add(tally, at + FIGURE.cacheWrite, charge.cacheWrite);
    add(tally, at + FIGURE.reasoning, charge.reasoning);
    add(tally, at + FIGURE.visibleOutput, charge.visibleOutput);
    add(tally, at + FIGURE.cacheable, charge.cacheable);
    const of = charge.model * MODEL_FIGURES;
    add(this.models, of, charge.calls);
    add(this.models, of + 1, charge.uncachedInput);
    add(this.models, of + 2, charge.cacheRead);
    add(this.models, of + 3, charge.cacheWrite);
    add(this.models, of + 4, charge.reasoning);
    add(this.models, of + 5, charge.visibleOutput);
    add(this.models, of + 6, costUsd);
  }
}

const add = (sums: Float64Array, index: number, value: number): void => {
  sums[index] = (sums[index] ?? 0) + value;
};

/**
 * A charge that is cancelled: its input, and its output in proportion to the time since it began, reasoning first. Of 200
 * reasoning and 300 visible tokens over 10 s, 6 s leave 200 and 100.
 */
const cut = (charge: Charge, endMs: number): Charge => {
  const share = Math.max(0, (endMs - charge.outputMs) / (charge.endMs - charge.outputMs));
  const written = share * (charge.reasoning + charge.visibleOutput);
  const reasoning = Math.min(charge.reasoning, written);
  return { ...charge, reasoning, visibleOutput: written - reasoning, outputUsd: charge.outputUsd * share, feesUsd: 0 };
};
