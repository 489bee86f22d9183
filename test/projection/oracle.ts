import type { Distribution } from '../../src/stats/distribution.ts';
import type { ModelLink, Plan, PlanStep, Term } from '../../src/workflow/plan.ts';

/**
 * A naive interpreter of a plan: plays one request after the other by the rules of SPEC 3.1, 6.4 and 12, drawing every
 * outcome, failure, round, item and amount. It shares no arithmetic with src, so that both can be wrong only in different ways.
 */

/** A small generator of uniform numbers (mulberry32); each seed gives one sequence on every machine. */
const uniforms = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

type Random = () => number;

const gaussian = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Picks an index by weights, first to last, so that equal weights and an equal draw give an equal index. */
const pick = (random: Random, weights: readonly number[]): number => {
  let left = random();
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index] ?? 0;
    if (left < 0) return index;
  }
  return weights.length - 1;
};

const between = (z: number, of: Extract<Distribution, { kind: 'table' }>): number => {
  const last = of.z.length - 1;
  if (z <= (of.z[0] ?? 0)) return of.values[0] ?? 0;
  if (z >= (of.z[last] ?? 0)) return of.values[last] ?? 0;
  const next = of.z.findIndex((edge) => edge > z);
  const [z0, z1, v0, v1] = [of.z[next - 1] ?? 0, of.z[next] ?? 0, of.values[next - 1] ?? 0, of.values[next] ?? 0];
  return v0 + ((v1 - v0) * (z - z0)) / (z1 - z0);
};

const draw = (of: Distribution, random: Random): number => {
  switch (of.kind) {
    case 'constant':
      return of.value;
    case 'lognormal':
      return of.shift + of.factor * Math.exp(of.sigma * gaussian(random));
    case 'normal':
      return of.mean + of.sd * gaussian(random);
    case 'logit_normal':
      return of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * gaussian(random))));
    case 'table':
      return between(gaussian(random), of);
    case 'uniform':
      return of.low + (of.high - of.low) * random();
    case 'triangular': {
      const u = random();
      const rise = (of.mode - of.low) / (of.high - of.low);
      return u < rise
        ? of.low + Math.sqrt(u * (of.high - of.low) * (of.mode - of.low))
        : of.high - Math.sqrt((1 - u) * (of.high - of.low) * (of.high - of.mode));
    }
    case 'empirical':
      return of.values[pick(random, of.weights)] ?? 0;
    case 'mixture':
      return draw(
        of.parts[
          pick(
            random,
            of.parts.map(({ share }) => share),
          )
        ]?.of ?? { kind: 'constant', value: 0 },
        random,
      );
    case 'clamped':
      return Math.min(of.max, Math.max(of.min, draw(of.of, random)));
    default:
      return of satisfies never;
  }
};

/** What happened to a step in this request, or in this round of the loop around it. */
type Fate = {
  readonly state: 'ran' | 'skipped' | 'blocked';
  /** It failed, whether or not the request goes on. */
  readonly failed: boolean;
  /** It failed for good: what needs it cannot run. */
  readonly stops: boolean;
  readonly outcome: string | null;
  readonly handed: number;
};

const SKIPPED: Fate = { state: 'skipped', failed: false, stops: false, outcome: null, handed: 0 };
const BLOCKED: Fate = { ...SKIPPED, state: 'blocked' };

/** What one step, or a whole request, came to. */
export type Tally = {
  runs: number;
  calls: number;
  costUsd: number;
  uncachedInput: number;
  reasoning: number;
  visibleOutput: number;
};

const noTally = (): Tally => ({ runs: 0, calls: 0, costUsd: 0, uncachedInput: 0, reasoning: 0, visibleOutput: 0 });

/** One request being played. */
type Request = {
  readonly plan: Plan;
  readonly random: Random;
  /** Seeds of the draws that are made once: inputs a request, stated prompt tokens a request and item. */
  readonly seeds: Map<string, number>;
  readonly fates: (Fate | undefined)[];
  readonly tallies: readonly Tally[];
};

const stepAt = (plan: Plan, index: number): PlanStep => {
  const step = plan.steps[index];
  if (step === undefined) throw new Error(`no step ${index}`);
  return step;
};

const seedOf = (request: Request, key: string): number => {
  const known = request.seeds.get(key);
  if (known !== undefined) return known;
  const seed = Math.floor(request.random() * 4294967296);
  request.seeds.set(key, seed);
  return seed;
};

/** An input is one draw a request; a prompt's stated tokens one a request and item; all else is drawn anew. */
const termValue = (request: Request, term: Term, item: string | null): number => {
  const shared = term.source.startsWith('input ') ? term.source : item === null ? null : `${item}|${term.source}`;
  const drawn = draw(term.of, shared === null ? request.random : uniforms(seedOf(request, shared)));
  return Math.min(term.max, Math.max(term.min, term.times * drawn + term.plus));
};

type AmountLike = ModelLink['output'];

const amountValue = (request: Request, amount: AmountLike, item: string | null): number => {
  let value = amount.constant;
  for (const term of amount.terms) value += termValue(request, term, item);
  for (const { step, times, plus, min, max } of amount.handed) {
    value += Math.min(max, Math.max(min, times * (request.fates[step]?.handed ?? 0) + plus));
  }
  return value;
};

/** SPEC 5 and 6.2: the size of the prompt picks one row for the whole call; a tier's own prices win, a factor multiplies. */
const priced = (link: ModelLink, input: number, output: number): number => {
  const segments = link.prices[0] ?? [];
  const days = segments.reduce((sum, segment) => sum + segment.days, 0);
  let usd = 0;
  for (const { row, days: own } of segments) {
    let [inputPrice, outputPrice] = [row.prices.input ?? 0, row.prices.output ?? 0];
    for (const entry of row.longContext) {
      if (input > entry.tokens || (entry.inclusive && input === entry.tokens)) {
        inputPrice = entry.prices.input ?? row.prices.input ?? 0;
        outputPrice = entry.prices.output ?? row.prices.output ?? 0;
      }
    }
    const tier = row.tiers.get(link.tier);
    if (typeof tier === 'number') [inputPrice, outputPrice] = [inputPrice * tier, outputPrice * tier];
    else if (tier !== undefined) [inputPrice, outputPrice] = [tier.input ?? inputPrice, tier.output ?? outputPrice];
    usd += (own / days) * ((input * inputPrice + output * outputPrice) / 1e6);
  }
  return usd;
};

/** One model with all its attempts. Returns the visible output of the attempt that succeeds, undefined where none does. */
const tryModel = (request: Request, link: ModelLink, tally: Tally, item: string): number | undefined => {
  let prompt = link.overhead.tokens;
  for (const part of link.parts) prompt += amountValue(request, part.amount, item);
  const sent = Math.min(prompt, link.maxInput);
  if (sent > link.window) return undefined;
  const billsOutput = link.prices[0]?.some(({ row }) => row.prices.output !== null) ?? false;
  for (let attempt = 1; attempt <= link.retry.attempts; attempt++) {
    tally.calls++;
    if (request.random() < link.retry.errors) continue;
    const thought = Math.min(amountValue(request, link.reasoning, null), link.maxOutput);
    const visible = Math.min(amountValue(request, link.output, null), link.maxOutput - thought);
    tally.uncachedInput += sent;
    if (billsOutput) {
      tally.reasoning += thought;
      tally.visibleOutput += visible;
    }
    tally.costUsd += priced(link, sent, thought + visible);
    if (request.random() >= link.retry.invalid) return visible;
  }
  return undefined;
};

/** One run of a step: its own attempts, then its fallbacks in order. Undefined where all fail. */
const runOnce = (request: Request, step: PlanStep, item: string): number | undefined => {
  const tally = request.tallies[step.index] as Tally;
  tally.runs++;
  for (const link of step.links) {
    if (link.kind === 'reply') return 0;
    if (link.kind === 'person') {
      const hours = amountValue(request, link.workMs, null) / 3_600_000;
      tally.costUsd += hours * amountValue(request, link.wageUsdPerHour, null);
      return amountValue(request, link.output, null);
    }
    if (link.kind === 'tool') {
      for (let attempt = 1; attempt <= link.retry.attempts; attempt++) {
        if (request.random() < link.retry.errors) continue;
        tally.costUsd += amountValue(request, link.costUsd, null);
        const output = amountValue(request, link.output, null);
        if (request.random() >= link.retry.invalid) return output;
      }
      continue;
    }
    const visible = tryModel(request, link, tally, item);
    if (visible !== undefined) return visible;
  }
  return undefined;
};

const skipAll = (request: Request, index: number, fate: Fate): void => {
  request.fates[index] = fate;
  for (const child of stepAt(request.plan, index).children) skipAll(request, child, fate);
};

/** One round of a step. Returns what it hands on, undefined where it fails. */
const roundOf = (request: Request, step: PlanStep, item: string): number | undefined => {
  if (step.kind !== 'group') return runOnce(request, step, item);
  (request.tallies[step.index] as Tally).runs++;
  if (!runList(request, step.children, item)) return undefined;
  return request.fates[step.children.at(-1) ?? -1]?.handed ?? 0;
};

const countFrom = (request: Request, probabilities: readonly number[] | null): number =>
  probabilities === null ? 1 : pick(request.random, probabilities);

/** All items and rounds of a step: rounds stop at a failure, items do not. */
const runStep = (request: Request, step: PlanStep, item: string): Fate => {
  const items = countFrom(request, step.items);
  let failed = false;
  let handed = 0;
  for (let n = 0; n < items; n++) {
    const rounds = countFrom(request, step.rounds);
    let last: number | undefined = 0;
    for (let k = 0; k < rounds; k++) {
      last = roundOf(request, step, step.items === null ? item : `${item}/${step.index}.${n}`);
      if (last === undefined && !step.goesOn) break;
    }
    failed ||= last === undefined;
    handed += last ?? 0;
  }
  if (failed)
    return { state: 'ran', failed, stops: !step.goesOn, outcome: step.goesOn ? 'failed' : null, handed: step.goesOn ? handed : 0 };
  const outcome =
    step.outcomes.length === 0
      ? null
      : (step.outcomes[
          pick(
            request.random,
            step.outcomes.map(({ share }) => share),
          )
        ]?.name ?? null);
  return { state: 'ran', failed, stops: false, outcome, handed };
};

const wanted = (request: Request, { when }: PlanStep): boolean => {
  if (when.kind === 'always') return true;
  if (when.kind === 'chance') return request.random() < when.share;
  return when.of.some(({ step, outcome }) => request.fates[step]?.outcome === outcome);
};

/** Runs fellow steps, each once all that it needs is settled. Returns whether all foreground ones came through. */
const runList = (request: Request, list: readonly number[], item: string): boolean => {
  for (const index of list) skipAll(request, index, SKIPPED);
  const open = new Set(list);
  while (open.size > 0) {
    const index = [...open].find((candidate) => stepAt(request.plan, candidate).needs.every((need) => !open.has(need)));
    if (index === undefined) throw new Error('the steps wait for each other');
    open.delete(index);
    const step = stepAt(request.plan, index);
    const blocked = step.needs.some((need) => request.fates[need]?.stops || request.fates[need]?.state === 'blocked');
    if (blocked) skipAll(request, index, BLOCKED);
    else if (wanted(request, step)) request.fates[index] = runStep(request, step, item);
  }
  return list.every((index) => stepAt(request.plan, index).background || !request.fates[index]?.stops);
};

/** Mean and spread of one figure over all requests. */
export class Figure {
  count = 0;
  sum = 0;
  squares = 0;
  greatest = 0;
  nonzero = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
    this.greatest = Math.max(this.greatest, Math.abs(value));
    if (value !== 0) this.nonzero++;
  }

  get mean(): number {
    return this.sum / this.count;
  }

  get standardError(): number {
    const variance = Math.max(0, this.squares / this.count - this.mean ** 2);
    return Math.sqrt(variance / (this.count - 1));
  }
}

type Figures = Readonly<Record<keyof Tally, Figure>>;

const KEYS = ['runs', 'calls', 'costUsd', 'uncachedInput', 'reasoning', 'visibleOutput'] as const;
const noFigures = (): Figures => Object.fromEntries(KEYS.map((key) => [key, new Figure()])) as Record<keyof Tally, Figure>;

/** What playing a plan many times gave. */
export type Played = { readonly request: Figures; readonly success: Figure; readonly steps: readonly Figures[] };

/** A group comes to what its steps come to; its runs are its own. */
const wholeTally = (plan: Plan, tallies: readonly Tally[], index: number): Tally => {
  const own = tallies[index] as Tally;
  const step = stepAt(plan, index);
  if (step.kind !== 'group') return own;
  const sum = noTally();
  for (const child of step.children) {
    const inner = wholeTally(plan, tallies, child);
    for (const key of KEYS) sum[key] += inner[key];
  }
  return { ...sum, runs: own.runs };
};

/** Plays a plan's requests until `most` requests, or until `budget` step runs are used up after the first `least` requests. */
export const play = (plan: Plan, seed: number, { most = 20_000, least = 4000, budget = 300_000 } = {}): Played => {
  const roots = plan.steps.filter(({ parent }) => parent === null).map(({ index }) => index);
  const played: Played = { request: noFigures(), success: new Figure(), steps: plan.steps.map(noFigures) };
  const random = uniforms(seed);
  let used = 0;
  for (let n = 0; n < most && (n < least || used < budget); n++) {
    const request: Request = { plan, random, seeds: new Map(), fates: plan.steps.map(() => undefined), tallies: plan.steps.map(noTally) };
    const succeeded = runList(request, roots, '');
    played.success.add(succeeded ? 1 : 0);
    const whole = noTally();
    for (const index of roots) {
      const tally = wholeTally(plan, request.tallies, index);
      for (const key of KEYS) whole[key] += tally[key];
    }
    for (const key of KEYS) played.request[key].add(whole[key]);
    for (const { index } of plan.steps) {
      const tally = wholeTally(plan, request.tallies, index);
      for (const key of KEYS) played.steps[index]?.[key].add(tally[key]);
      used += request.tallies[index]?.runs ?? 0;
    }
  }
  return played;
};
