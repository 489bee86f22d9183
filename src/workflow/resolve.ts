import { Problems } from '../diagnostics/diagnostic.ts';
import { mean } from '../stats/moments.ts';
import { Kept } from './kept.ts';
import { withEvidence } from './measured.ts';
import type { Assumption, Plan, ScenarioPlan, Unknown } from './plan.ts';
import type { Workflow } from './read-workflow.ts';
import { planOf } from './resolve-plan.ts';
import type { Resolving, Resources } from './resolving.ts';
import type { AssumptionSpec } from './spec.ts';
import { statedDistribution } from './stated.ts';
import { withKnownNames } from './traffic/names.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** A scenario to be resolved in many futures: all but what differs between them. */
type Situation = Omit<Resolving, 'problems' | 'assumptions' | 'assumed'>;

/** Each line once: a step and its fallback state the same output. */
const listed = (assumptions: readonly Assumption[]): readonly Assumption[] => [
  ...new Map(assumptions.map((one) => [JSON.stringify([one.what, one.value, one.at?.start]), one])).values(),
];

/** A range refers to nothing, so that no unknown has to be known to read it. */
const rangesOf = (situation: Situation, problems: Problems): readonly Unknown[] =>
  [...situation.unknowns.values()].map(({ name, stated }) => {
    const resolving = { ...situation, problems, assumptions: [], assumed: () => 1 };
    return { name, of: statedDistribution(resolving, stated, `assumption ${name}`) };
  });

const lineOf = ({ name, stated }: AssumptionSpec): Assumption => ({
  what: `assumption ${name}`,
  value: stated.text,
  origin: 'stated',
  at: stated.at,
});

/**
 * Returns a scenario over all its futures. Problems and the list of assumptions are those of the future in which each
 * unknown has its mean: another future has no more to say.
 */
const scenarioPlan = (situation: Situation, problems: Problems): ScenarioPlan => {
  const { unknowns, scenario, kept } = situation;
  const ranges = rangesOf(situation, problems);
  const used = new Set<string>();
  const assumed =
    (values: ReadonlyMap<string, number>): Resolving['assumed'] =>
    (name) => {
      kept.ask();
      used.add(name);
      return values.get(name) ?? 1;
    };
  const means = new Map(ranges.map(({ name, of }) => [name, mean(of)]));
  const first = planOf({ ...situation, problems, assumptions: [], assumed: assumed(means) });
  const drawn = ranges.filter(({ name }) => used.has(name));
  const stated = [...unknowns.values()].filter(({ name }) => used.has(name)).map(lineOf);
  const assumptions = listed([...first.assumptions, ...stated]).map(withEvidence);
  const only: Plan = { ...first, assumptions };
  if (drawn.length === 0) return { name: scenario.name, unknowns: [], planAt: () => only };
  const planAt = (values: readonly number[]): Plan => {
    const known = new Map(drawn.map(({ name }, index) => [name, values[index] ?? 1]));
    return { ...planOf({ ...situation, problems: new Problems(), assumptions: [], assumed: assumed(known) }), assumptions };
  };
  return { name: scenario.name, unknowns: drawn, planAt };
};

/** Reports assumptions that no number uses: whoever reads them would think that they count. */
const checkUse = ({ spec }: Workflow, plans: readonly ScenarioPlan[], problems: Problems): void => {
  const used = new Set(plans.flatMap(({ unknowns }) => unknowns.map(({ name }) => name)));
  const defined = [spec, ...spec.scenarios].flatMap(({ assumptions }) => [...assumptions.values()]);
  for (const { name, at } of defined) {
    if (used.has(name)) continue;
    problems.warning('unused', at, `no number uses the assumption "${name}"`, {
      label: `write { assumption: ${name} } or scale: ${name} where it belongs, or remove it`,
    });
  }
};

/** Returns each scenario over all its futures, or undefined after reporting what could not be looked up. */
export const resolve = (
  workflow: Workflow,
  scenarios: readonly ScenarioSpec[],
  resources: Resources,
): readonly ScenarioPlan[] | undefined => {
  const { spec, graph } = workflow;
  const { problems, ...sources } = resources;
  const plans = scenarios.map((written) => {
    const scenario = withKnownNames(written, spec, graph, resources);
    const inputs = new Map([...spec.inputs, ...scenario.inputs]);
    const unknowns = new Map([...spec.assumptions, ...scenario.assumptions]);
    const own = { spec, graph, scenario, inputs, unknowns, windows: [], kept: new Kept(), open: new Set<string>() };
    return scenarioPlan({ ...sources, ...own }, problems);
  });
  if (scenarios.length === spec.scenarios.length) checkUse(workflow, plans, problems);
  return problems.failed ? undefined : plans;
};
