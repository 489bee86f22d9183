import { Problems } from '../diagnostics/diagnostic.ts';
import { countProbabilities, MOST } from '../stats/counts.ts';
import { support } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';
import { Kept } from './kept.ts';
import type { Assumption, Plan, ScenarioPlan, Unknown } from './plan.ts';
import type { Workflow } from './read-workflow.ts';
import { checkCandidates } from './resolve-candidates.ts';
import { planStep } from './resolve-step.ts';
import type { Resolving, Resources } from './resolving.ts';
import type { AssumptionSpec, SessionSpec } from './spec.ts';
import { statedDistribution } from './stated.ts';
import { requestFaults } from './traffic/faults.ts';
import { resolveTraffic } from './traffic/resolve.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** Where the lines of a list go that every future would repeat. */
type Future = Pick<Resolving, 'problems' | 'assumptions' | 'assumed'>;

type Situation = Omit<Resolving, keyof Future>;

const sessionOf = (resolving: Resolving, session: SessionSpec): Plan['session'] => {
  const turns = statedDistribution(resolving, session.turns, 'session.turns');
  const [, most] = support(turns);
  if (Number.isFinite(most) && most > MOST)
    resolving.problems.error('limit', session.turns.at, 'session.turns: more than 10,000 are not computed', { label: 'at most 10,000' });
  return { turns: countProbabilities(turns, 1), gapMs: statedDistribution(resolving, session.gap, 'session.gap') };
};

const planOf = (situation: Situation, future: Future): Plan => {
  const bare: Resolving = { ...situation, ...future };
  const { spec, scenario, graph, kept, assumptions } = bare;
  const { traffic, months, windows, money, budgets, limits } = kept.get('traffic', () => resolveTraffic(bare, scenario));
  const resolving: Resolving = { ...bare, windows };
  const session = kept.get('session', () => (spec.session === null ? null : sessionOf(resolving, spec.session)));
  const steps = graph.nodes.map((node) => kept.get(`step ${node.index}`, () => planStep(resolving, node)));
  return {
    workflow: spec.name,
    unit: spec.unit,
    scenario: scenario.name,
    steps,
    order: graph.order,
    session,
    requestFaults: kept.get('faults', () => requestFaults(scenario, steps)),
    traffic,
    months,
    money,
    budgets,
    limits,
    assumptions,
  };
};

const listed = (assumptions: readonly Assumption[]): readonly Assumption[] => {
  const seen = new Map(assumptions.map((one) => [`${one.what}\n${one.value}\n${one.at?.start}`, one]));
  return [...seen.values()];
};

const rangeOf = (resolving: Resolving, { name, stated }: AssumptionSpec): Unknown => ({
  name,
  of: statedDistribution(resolving, stated, `assumption ${name}`),
});

/** Returns a scenario over all its futures. Problems and assumptions are those of the future in which all unknowns have their means. */
const scenarioPlan = (situation: Situation, problems: Problems): ScenarioPlan => {
  const { unknowns, scenario, kept } = situation;
  const assumptions: Assumption[] = [];
  const nothing = (): number => 1;
  const ranges = [...unknowns.values()].map((one) => rangeOf({ ...situation, problems, assumptions: [], assumed: nothing }, one));
  const used = new Set<string>();
  const means = new Map(ranges.map(({ name, of }) => [name, mean(of)]));
  const assumed = (values: ReadonlyMap<string, number>) => (name: string) => {
    kept.ask();
    used.add(name);
    return values.get(name) ?? 1;
  };
  const first = planOf(situation, { problems, assumptions, assumed: assumed(means) });
  const drawn = ranges.filter(({ name }) => used.has(name));
  for (const { name } of drawn) {
    const range = unknowns.get(name);
    if (range) assumptions.push({ what: `assumption ${name}`, value: range.stated.text, origin: 'stated', at: range.stated.at });
  }
  const lines = listed(assumptions);
  const planAt = (values: readonly number[]): Plan => {
    const named = new Map(drawn.map(({ name }, index) => [name, values[index] ?? 1]));
    const plan = planOf(situation, { problems: new Problems(), assumptions: [], assumed: assumed(named) });
    return { ...plan, assumptions: lines };
  };
  const only = { ...first, assumptions: lines };
  return { name: scenario.name, unknowns: drawn, planAt: drawn.length === 0 ? () => only : planAt };
};

/** Reports assumptions that no number uses: whoever reads them would think that they count. */
const checkUse = ({ spec }: Workflow, plans: readonly ScenarioPlan[], problems: Problems): void => {
  const used = new Set(plans.flatMap(({ unknowns }) => unknowns.map(({ name }) => name)));
  const defined = [spec, ...spec.scenarios].flatMap(({ assumptions }) => [...assumptions.values()]);
  for (const { name, at } of defined)
    if (!used.has(name))
      problems.warning('unused', at, `no number uses the assumption "${name}"`, {
        label: `write { assumption: ${name} } or scale: ${name} where it belongs, or remove it`,
      });
};

/** Returns each scenario over all its futures, or undefined after reporting what could not be looked up. */
export const resolve = (
  workflow: Workflow,
  scenarios: readonly ScenarioSpec[],
  resources: Resources,
): readonly ScenarioPlan[] | undefined => {
  const { spec, graph } = workflow;
  const { problems, ...sources } = resources;
  checkReplacedInputs(workflow, scenarios, problems);
  checkCandidates(workflow, resources);
  const plans = scenarios.map((scenario) => {
    const inputs = new Map([...spec.inputs, ...scenario.inputs]);
    const unknowns = new Map([...spec.assumptions, ...scenario.assumptions]);
    const own = { spec, graph, scenario, inputs, unknowns, windows: [], kept: new Kept(), open: new Set<string>() };
    return scenarioPlan({ ...sources, ...own }, problems);
  });
  if (scenarios.length === spec.scenarios.length) checkUse(workflow, plans, problems);
  return problems.failed ? undefined : plans;
};
