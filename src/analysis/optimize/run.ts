import { ahead } from '../ahead.ts';
import { MEASURES, type Measure, same, unbeaten } from '../compare/beaten.ts';
import { type Axis, type Choice, type Combination, combined } from '../compare/choice.ts';
import { type Comparison, PILOT_RUNS } from '../compare/run.ts';
import { type Figures, figuresOf, type Planned, type Planner, type Variant } from '../variant.ts';

/** Cost and the time that nineteen in twenty requests stay below. */
const JUDGED: readonly Measure[] = MEASURES.slice(0, 2);

/** What succeeds less often than the workflow as it stands is no saving. */
const LOST = 0.001;

/** How many combinations are carried on from one step to the next: the front of cost and time is rarely longer. */
const MOST_CARRIED = 12;

type Found = { readonly combination: Combination; readonly figures: Figures };

/** Those that nothing beats, of equals the first, the cheapest first. */
const front = (found: readonly Found[], written: Figures): readonly Found[] => {
  const sound = found.filter(({ figures }) => figures.successRate >= written.successRate - LOST);
  const distinct = sound.filter((one, index) => !sound.slice(0, index).some((other) => same(one.figures, other.figures, JUDGED)));
  return [...unbeaten(distinct, JUDGED)].sort((a, b) => a.figures.costUsd - b.figures.costUsd);
};

/** Evenly spread over the front, both of its ends among them. */
const thinned = (found: readonly Found[]): readonly Found[] =>
  found.length <= MOST_CARRIED
    ? found
    : Array.from({ length: MOST_CARRIED }, (_, index) => found[Math.round((index * (found.length - 1)) / (MOST_CARRIED - 1))] as Found);

/** What is decided first: the step that costs most. */
const dearestFirst = (axes: readonly Axis[], { projection }: Planned): readonly Axis[] => {
  const usd = ({ step: name }: Axis): number => projection.steps.find(({ step }) => step.name === name)?.costUsd ?? 0;
  return [...axes].sort((a, b) => usd(b) - usd(a));
};

const withChoice = (combination: Combination, choice: Choice): Combination =>
  combination.map((other) => (other.step === choice.step ? choice : other));

/** Plans combinations, and keeps count of them and of those that cannot be planned. */
class Trials {
  readonly impossible: Combination[] = [];
  count = 0;
  readonly #base: Variant;
  readonly #planner: Planner;

  constructor(base: Variant, planner: Planner) {
    this.#base = base;
    this.#planner = planner;
  }

  plan(combinations: readonly Combination[], runs?: number): readonly Found[] {
    this.count += combinations.length;
    return ahead(combinations, (combination) => {
      const finish = this.#planner({ ...combined(this.#base, combination), ...(runs === undefined ? {} : { runs }) });
      if (finish === undefined) this.impossible.push(combination);
      return (): readonly Found[] => (finish === undefined ? [] : [{ combination, figures: figuresOf(finish()) }]);
    }).flat();
  }
}

/** The front of all combinations, step by step: each choice alone first, then those that are not beaten together with what is carried. */
const search = (trials: Trials, axes: readonly Axis[], written: Found, tell: (share: number) => void): readonly Found[] => {
  let carried: readonly Found[] = [written];
  for (const [at, { choices }] of axes.entries()) {
    const others = choices.slice(1).map((choice) => ({ choice, combination: withChoice(written.combination, choice) }));
    const alone = trials.plan(
      others.map(({ combination }) => combination),
      PILOT_RUNS,
    );
    const kept = front([written, ...alone], written.figures);
    const worth = alone.filter((one) => kept.includes(one));
    const chosen = others.filter(({ combination }) => worth.some((one) => one.combination === combination));
    const before = carried.filter((one) => one !== written);
    const joined = trials.plan(
      before.flatMap((one) => chosen.map(({ choice }) => withChoice(one.combination, choice))),
      PILOT_RUNS,
    );
    carried = thinned(front([...carried, ...worth, ...joined], written.figures));
    tell((at + 1) / (axes.length + 1));
  }
  return carried;
};

/**
 * Returns the combinations that no other beats on cost and latency, and the workflow as it stands. Steps are decided one after the
 * other, the dearest first: a choice that is beaten alone, or with what is decided so far, is given up, since what one step costs
 * hardly hangs on what another is. Each is tried with a thousand requests; what is left is planned in full. Undefined where the
 * workflow cannot be planned.
 */
export const runOptimization = (
  base: Variant,
  axes: readonly Axis[],
  planner: Planner,
  tell: (share: number) => void = () => undefined,
): Comparison | undefined => {
  const forecast = planner({ ...base, runs: PILOT_RUNS })?.();
  if (forecast === undefined) return undefined;
  const trials = new Trials(base, planner);
  const start = axes.flatMap(({ choices }) => choices.slice(0, 1));
  const written: Found = { combination: start, figures: figuresOf(forecast) };
  const found = search(trials, dearestFirst(axes, forecast), written, tell);
  const [own, ...others] = trials.plan([start, ...found.map(({ combination }) => combination).filter((one) => one !== start)]);
  if (own === undefined) return undefined;
  const best = front([own, ...others], own.figures);
  const rows = [...(best.includes(own) ? [] : [own]), ...best].sort((a, b) => a.figures.costUsd - b.figures.costUsd);
  return {
    scenario: base.scenario.name,
    combinations: trials.count,
    rows: rows.map((one) => ({ ...one, unbeaten: best.includes(one) })),
    impossible: trials.impossible,
  };
};
