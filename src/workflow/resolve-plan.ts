import { countProbabilities, MOST } from '../stats/counts.ts';
import { clamped, support } from '../stats/distribution.ts';
import type { Plan } from './plan.ts';
import { checkCandidates } from './resolve-candidates.ts';
import { planStep } from './resolve-step.ts';
import type { Resolving } from './resolving.ts';
import type { SessionSpec } from './spec.ts';
import { statedDistribution } from './stated.ts';
import { requestFaults } from './traffic/faults.ts';
import { resolveTraffic } from './traffic/resolve.ts';

const sessionOf = (resolving: Resolving, { turns, gap }: SessionSpec): Plan['session'] => {
  const of = statedDistribution(resolving, turns, 'session.turns');
  const [, most] = support(of);
  if (Number.isFinite(most) && most > MOST)
    resolving.problems.error('limit', turns.at, 'session.turns: more than 10,000 are not computed', { label: 'at most 10,000' });
  return { turns: countProbabilities(of, 1), gapMs: clamped(statedDistribution(resolving, gap, 'session.gap'), 0, Infinity) };
};

/**
 * Returns the plan of a scenario in one future. What hangs on no unknown is kept from the future before: a plan of
 * another future costs only the steps that differ.
 */
export const planOf = (bare: Resolving): Plan => {
  const { spec, scenario, graph, kept, assumptions } = bare;
  const { traffic, months, windows, money, budgets, limits } = kept.get('traffic', () => resolveTraffic(bare, scenario));
  const resolving: Resolving = { ...bare, windows };
  const steps = graph.nodes.map((node) => kept.get(`step ${node.index}`, () => planStep(resolving, node)));
  for (const node of graph.nodes) kept.get(`candidates ${node.index}`, () => checkCandidates(resolving, node));
  return {
    workflow: spec.name,
    unit: spec.unit,
    scenario: scenario.name,
    steps,
    order: graph.order,
    session: kept.get('session', () => (spec.session === null ? null : sessionOf(resolving, spec.session))),
    requestFaults: kept.get('faults', () => requestFaults(resolving, scenario)),
    traffic,
    months,
    money,
    budgets,
    limits,
    assumptions,
  };
};
