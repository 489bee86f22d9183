import type { Plan, ScenarioPlan } from '../workflow/plan.ts';
import type { Requested } from './request.ts';
import { requestIn } from './requests.ts';

/** A plan at given values of its scenario's unknowns, and what one request through it comes to. */
export type ClosedForm = { readonly plan: Plan; readonly requested: Requested };

/** The closed forms of a scenario's futures, each worked out once, whoever asks: means and bands share most of theirs. */
export class ClosedForms {
  readonly scenario: ScenarioPlan;
  readonly #known = new Map<string, ClosedForm>();
  #worked = 0;

  constructor(scenario: ScenarioPlan) {
    this.scenario = scenario;
  }

  /** How often a request was worked out, or taken from another scenario that has the same. */
  get worked(): number {
    return this.#worked;
  }

  /** Returns the closed form at some values of the unknowns. */
  at(values: readonly number[]): ClosedForm {
    const key = values.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const plan = this.scenario.planAt(values);
    const form = { plan, requested: this.of(plan) };
    this.#known.set(key, form);
    return form;
  }

  /** Returns what a request through a plan comes to that nobody else will ask for. */
  of(plan: Plan): Requested {
    this.#worked++;
    return requestIn(plan);
  }
}
