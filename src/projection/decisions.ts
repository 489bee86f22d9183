/** A condition over independent random choices; compare and combine through the Decisions that made it. */
export type Condition = number;

export const NEVER: Condition = 0;
export const ALWAYS: Condition = 1;

/** More nodes than this, and the conditions of a workflow are too entangled for exact probabilities. */
const MOST_NODES = 200_000;

/** Thrown where a workflow's conditions have no small decision diagram; the caller reports it as a limit. */
export class TooEntangled extends Error {}

type Operation = 'and' | 'or' | 'except';

type Choice = { readonly variable: number; readonly next: readonly Condition[] };

/** One number for two whole ones of at least 0, small for small ones (M. Szudzik, "An elegant pairing function", 2006). */
const paired = (a: number, b: number): number => (a >= b ? a * a + a + b : b * b + a);

/**
 * Exact probabilities of conditions over independent choices, as a reduced ordered decision diagram (R. E. Bryant,
 * "Graph-based algorithms for Boolean function manipulation", IEEE Trans. Computers, 1986, with several states a variable).
 * A chain of 500 steps that may each fail has 500 nodes, not 2^500 cases. Later choices stand
 * above earlier ones, so that a condition that grows step by step keeps what it had as one node.
 */
export class Decisions {
  readonly #weights: (readonly number[])[] = [];
  readonly #choices: Choice[] = [
    { variable: -1, next: [] },
    { variable: -1, next: [] },
  ];
  /** Lists of a variable and states are numbered, each found by the number of the list without its last state, and that state. */
  readonly #lists = new Map<number, number>();
  readonly #bare: number[] = [];
  #listed = 0;
  /** The choice that a list stands for. */
  readonly #unique: Condition[] = [];
  readonly #combined = { and: new Map<number, Condition>(), or: new Map<number, Condition>(), except: new Map<number, Condition>() };
  readonly #probabilities: number[] = [0, 1];

  /** Adds a choice with the given probabilities; returns the condition "this state is chosen" for each state. */
  choose(probabilities: readonly number[]): readonly Condition[] {
    const variable = this.#weights.length;
    this.#weights.push(probabilities);
    this.#bare.push(this.#listed++);
    return probabilities.map((_, state) =>
      this.#node(
        variable,
        probabilities.map((_unused, other) => (other === state ? ALWAYS : NEVER)),
      ),
    );
  }

  and(a: Condition, b: Condition): Condition {
    return this.#combine('and', a, b);
  }

  or(a: Condition, b: Condition): Condition {
    return this.#combine('or', a, b);
  }

  not(a: Condition): Condition {
    return this.#combine('except', ALWAYS, a);
  }

  any(conditions: readonly Condition[]): Condition {
    return conditions.reduce((sum, condition) => this.or(sum, condition), NEVER);
  }

  /** Returns the probability of a condition. */
  probability(condition: Condition): number {
    const known = this.#probabilities[condition];
    if (known !== undefined) return known;
    const { variable, next } = this.#choice(condition);
    const weights = this.#weights[variable] ?? [];
    const probability = next.reduce((sum, then, state) => sum + (weights[state] ?? 0) * this.probability(then), 0);
    this.#probabilities[condition] = probability;
    return probability;
  }

  #choice(condition: Condition): Choice {
    return this.#choices[condition] as Choice;
  }

  #node(variable: number, next: readonly Condition[]): Condition {
    const [first = NEVER] = next;
    let alike = true;
    let list = this.#bare[variable] as number;
    for (const one of next) {
      if (one !== first) alike = false;
      list = this.#longer(list, one);
    }
    if (alike) return first;
    const known = this.#unique[list];
    if (known !== undefined) return known;
    if (this.#choices.length >= MOST_NODES) throw new TooEntangled();
    this.#unique[list] = this.#choices.length;
    return this.#choices.push({ variable, next }) - 1;
  }

  #longer(list: number, state: Condition): number {
    const key = paired(list, state);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    this.#lists.set(key, this.#listed);
    return this.#listed++;
  }

  /** Terminal cases of an operation, undefined where both sides must be opened. */
  #settled(operation: Operation, a: Condition, b: Condition): Condition | undefined {
    if (operation === 'except') {
      if (a === NEVER || b === ALWAYS || a === b) return NEVER;
      return b === NEVER ? a : undefined;
    }
    const [absorbing, neutral] = operation === 'and' ? [NEVER, ALWAYS] : [ALWAYS, NEVER];
    if (a === absorbing || b === absorbing) return absorbing;
    if (a === neutral || a === b) return b;
    return b === neutral ? a : undefined;
  }

  #combine(operation: Operation, a: Condition, b: Condition): Condition {
    const settled = this.#settled(operation, a, b);
    if (settled !== undefined) return settled;
    const combined = this.#combined[operation];
    const key = operation !== 'except' && a < b ? paired(b, a) : paired(a, b);
    const known = combined.get(key);
    if (known !== undefined) return known;
    const [left, right] = [this.#choice(a), this.#choice(b)];
    const variable = Math.max(left.variable, right.variable);
    const [opensLeft, opensRight] = [left.variable === variable, right.variable === variable];
    const states: Condition[] = [];
    for (let state = 0; state < (opensLeft ? left : right).next.length; state++)
      states.push(
        this.#combine(operation, opensLeft ? (left.next[state] as Condition) : a, opensRight ? (right.next[state] as Condition) : b),
      );
    const result = this.#node(variable, states);
    combined.set(key, result);
    return result;
  }
}
