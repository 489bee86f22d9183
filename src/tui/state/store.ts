import type { About } from './computed.ts';
import type { Effect, Event } from './event.ts';
import { reduce } from './reduce.ts';
import type { State } from './state.ts';

/** Carries out what the reducer wants done; what comes of it is dispatched. */
export type Perform = (effect: Effect, state: State) => void;

/** Holds the state of the app; listeners are told once for all that an event brings about. */
export class Store {
  #state: State;
  readonly #about: About;
  readonly #listeners = new Set<() => void>();
  #queue: readonly Event[] = [];
  #answers: Event[] = [];
  #perform: Perform = () => undefined;
  #running = false;

  constructor(state: State, about: About) {
    this.#state = state;
    this.#about = about;
  }

  /** Says who carries out effects. */
  performing(perform: Perform): void {
    this.#perform = perform;
  }

  readonly get = (): State => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes events in, one after another. What effects answer at once comes before the next event, and before anyone is told. */
  readonly dispatch = (...events: readonly Event[]): void => {
    if (this.#running) {
      this.#answers.push(...events);
      return;
    }
    const before = this.#state;
    this.#running = true;
    this.#queue = events;
    try {
      for (let [event] = this.#queue; event !== undefined; [event] = this.#queue) {
        this.#answers = [];
        const { state, effects } = reduce(this.#state, event, this.#about);
        this.#state = state;
        for (const effect of effects) this.#perform(effect, state);
        this.#queue = [...this.#answers, ...this.#queue.slice(1)];
      }
    } finally {
      this.#running = false;
    }
    if (this.#state !== before) for (const listener of this.#listeners) listener();
  };
}
