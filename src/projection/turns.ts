import { below } from '../stats/moments.ts';
import { NO_AMOUNT, sumOf } from '../workflow/amount.ts';
import type { Amount, History, ModelLink, Plan, PlanStep } from '../workflow/plan.ts';
import { type Addition, compacted, EMPTY_PILE, fewAdded, type Pile, piledUp, rolledOver } from './carried.ts';
import { sentKey } from './chain.ts';
import { type Condition, NEVER } from './decisions.ts';
import { asPoints, closed, closedMean, type Filling } from './filling.ts';
import { compactionSum } from './piles.ts';
import type { RequestScope } from './scope.ts';
import { handedTo, type Scope, stepAt } from './scope-state.ts';
import { sumDistribution } from './sum-distribution.ts';
import { addCompaction, type Sums } from './sums.ts';

/** Points of what a turn adds to a history, and of what is asked and what is answered where the two are told apart. */
const ADDED_POINTS = 24;
const PAIRED_POINTS = 14;

/** A link of a model step whose prompts hold something that the turn before sent too. */
export type Reader = {
  readonly step: number;
  readonly index: number;
  readonly link: ModelLink;
  readonly history: History | null;
  /** Only user parts follow its history, and it may answer. */
  readonly toEnd: boolean;
};

const inBackground = (plan: Plan, step: PlanStep): boolean =>
  step.background || (step.parent !== null && inBackground(plan, stepAt(plan, step.parent)));

/** Steps that may answer a turn, the first that ran does: stream steps, else foreground model steps, the last one first. */
export const answerers = (plan: Plan): readonly number[] => {
  const models = plan.steps.filter((step) => step.kind === 'model' && !inBackground(plan, step)).reverse();
  return [...models.filter(({ stream }) => stream), ...models.filter(({ stream }) => !stream)].map(({ index }) => index);
};

/** Steps that answer where they run: stream steps, or where there are none the last model step in the foreground. */
const surelyAnswers = (plan: Plan): readonly number[] => {
  const [first] = answerers(plan);
  if (first === undefined) return [];
  return stepAt(plan, first).stream ? answerers(plan).filter((index) => stepAt(plan, index).stream) : [first];
};

/** Returns the links that find something of earlier turns in their prompts. */
export const readersOf = (plan: Plan): readonly Reader[] => {
  const answering = surelyAnswers(plan);
  return plan.steps.flatMap((step) =>
    step.links.flatMap((link, index): readonly Reader[] => {
      if (link.kind !== 'model' || !link.parts.some(({ shared, history }) => history !== null || shared !== 'none')) return [];
      const at = link.parts.findIndex(({ history }) => history !== null);
      const toEnd = at !== -1 && answering.includes(step.index) && link.parts.slice(at + 1).every(({ role }) => role === 'user');
      return [{ step: step.index, index, link, history: link.parts[at]?.history ?? null, toEnd }];
    }),
  );
};

/** When a step ran and had something to say: its own condition, or that of the loop around it. */
const spokeWhen = (scope: Scope, index: number): Condition => {
  const state = scope.states.get(index);
  if (state !== undefined) return scope.decisions.and(state.runs, scope.decisions.not(state.silent));
  const { parent } = stepAt(scope.plan, index);
  return parent === null ? NEVER : spokeWhen(scope, parent);
};

const outputs = (steps: readonly number[]): Amount => ({
  ...NO_AMOUNT,
  handed: steps.map((step) => ({ what: 'output', step, times: 1, plus: 0, min: 0, max: Infinity })),
});

const tokensOf = (amount: Amount, filling: Filling, most: number): readonly { readonly weight: number; readonly tokens: number }[] => {
  const { values, weights } = asPoints(closed(amount, filling), most);
  return values.map((tokens, index) => ({ weight: weights[index] ?? 0, tokens }));
};

const keptSteps = (plan: Plan, { keep }: History, answering: number): readonly number[] => {
  if (keep === 'answers') return [answering];
  return keep === 'all' ? plan.steps.filter(({ links }) => links.length > 0).map(({ index }) => index) : keep;
};

/** When the reader's model was billed for a call; fallbacks are taken to be where they are reached. */
const sentWhen = ({ step, index }: Reader, scope: Scope): Condition => {
  const key = sentKey(step);
  if (index > 0) return NEVER;
  return scope.decisions.any([...scope.states.values()].map(({ wrote }) => wrote.get(key) ?? NEVER));
};

/** What a turn adds to a reader's history: the answering step's user parts and the kept outputs; a failed turn nothing. */
const additionOf = (reader: Reader, { scope, succeeded }: RequestScope): Addition => {
  const { decisions, plan } = scope;
  const { history } = reader;
  const sent = sentWhen(reader, scope);
  const sentGiven = (given: Condition): number => decisions.probability(decisions.and(given, sent)) / decisions.probability(given);
  if (history === null) return [{ weight: 1, tokens: 0, readable: 0, sent: decisions.probability(sent) }];
  const addition: Addition[number][] = [];
  let open = succeeded;
  for (const answering of answerers(plan)) {
    const given = decisions.and(open, spokeWhen(scope, answering));
    open = decisions.and(open, decisions.not(spokeWhen(scope, answering)));
    const share = decisions.probability(given);
    if (share === 0) continue;
    const filling = handedTo(scope, given);
    const users = history.users.get(answering) ?? NO_AMOUNT;
    const kept = outputs(keptSteps(plan, history, answering));
    const sentThen = sentGiven(given);
    const add = (weight: number, tokens: number, readable: number): void => {
      addition.push({ weight: share * weight, tokens, readable, sent: sentThen });
    };
    if (!reader.toEnd || answering !== reader.step) {
      for (const { weight, tokens } of tokensOf(sumOf([users, kept]), filling, ADDED_POINTS)) add(weight, tokens, 0);
      continue;
    }
    const answers = tokensOf(kept, filling, PAIRED_POINTS);
    for (const user of tokensOf(users, filling, PAIRED_POINTS))
      for (const answer of answers) add(user.weight * answer.weight, user.tokens + answer.tokens, user.tokens);
  }
  const silent = decisions.or(open, decisions.not(succeeded));
  const share = decisions.probability(silent);
  return fewAdded(share > 1e-15 ? [...addition, { weight: share, tokens: 0, readable: 0, sent: sentGiven(silent) }] : addition);
};

/** The histories of a session's readers, turn by turn. */
export class Turns {
  readonly #plan: Plan;
  readonly #readers: readonly Reader[];
  readonly #recent = new Map<Reader, Addition[]>();
  readonly #piles: Map<Reader, Pile>;
  readonly #within = new Map<string, number>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#readers = readersOf(plan);
    this.#piles = new Map(this.#readers.map((reader) => [reader, EMPTY_PILE]));
  }

  /** P(the gaps of so many turns together ≤ the time to live). */
  #alive(ttlMs: number, age: number): number {
    const gap = this.#plan.session?.gapMs ?? { kind: 'constant', value: 0 };
    const key = `${ttlMs} ${age}`;
    const known = this.#within.get(key);
    if (known !== undefined) return known;
    const total = sumDistribution(new Array(age).fill(gap));
    const share = below(total, ttlMs * (1 + 1e-12)).probability;
    this.#within.set(key, share);
    return share;
  }

  /** What a link finds of the turns before. */
  of(step: number, index: number) {
    const reader = this.#readers.find((one) => one.step === step && one.index === index);
    if (reader === undefined) return undefined;
    return {
      pile: this.#piles.get(reader) ?? EMPTY_PILE,
      toEnd: reader.toEnd,
      within: (ttlMs: number, age: number) => this.#alive(ttlMs, age),
    };
  }

  /** Replaces histories over their limit; the calls that do are booked to the first step with a history. */
  compact(sums: Sums): void {
    const first = this.#readers.find(({ history }) => history !== null);
    const filling: Filling = { handedOn: () => [], fixed: new Map() };
    const booked = new Set<string>();
    for (const reader of this.#readers) {
      const compact = reader.history?.compact ?? null;
      if (compact === null || first === undefined) continue;
      const to = closedMean(closed(compact.call.output, filling));
      const { pile, share, meanRead } = compacted(this.#piles.get(reader) ?? EMPTY_PILE, compact.over, to);
      this.#piles.set(reader, pile);
      const key = `${compact.over} ${to} ${compact.call.model.id}`;
      if (share > 0 && !booked.has(key)) addCompaction(sums, first.step, compact.call, compactionSum(compact, meanRead, filling), share);
      booked.add(key);
    }
  }

  /** Adds what a turn has said. */
  add(request: RequestScope): void {
    for (const reader of this.#readers) {
      const addition = additionOf(reader, request);
      const recent = [...(this.#recent.get(reader) ?? []), addition];
      const last = reader.history?.last ?? null;
      const pile = this.#piles.get(reader) ?? EMPTY_PILE;
      this.#recent.set(reader, last === null ? [] : recent.slice(-last));
      if (last !== null && recent.length > last) {
        const kept = recent.slice(-last).reduce((sum, one) => piledUp(sum, one), EMPTY_PILE).cases;
        this.#piles.set(reader, rolledOver(pile, kept));
      } else this.#piles.set(reader, piledUp(pile, addition));
    }
  }
}
