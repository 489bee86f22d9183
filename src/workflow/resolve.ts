import { countProbabilities, MOST } from '../stats/counts.ts';
import { support } from '../stats/distribution.ts';
import { amountsOf, distributionOf } from './amount.ts';
import type { Graph, Node } from './graph.ts';
import type { Link, Plan, PlanCondition, PlanRetry, PlanStep, ScenarioPlan } from './plan.ts';
import { meanShare } from './read-condition.ts';
import type { Workflow } from './read-workflow.ts';
import { modelLink } from './resolve-model.ts';
import { assume, lookupFor, type Resolving, type Resources, statedAmount, statedDistribution } from './resolving.ts';
import type { Condition, Retry, Spec, Stated } from './spec.ts';
import { requestFaults } from './traffic/faults.ts';
import { monthsOf } from './traffic/months.ts';
import { withKnownNames } from './traffic/names.ts';
import { resolveTraffic } from './traffic/resolve.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** The text of a step's attempts, for the list of assumptions. */
const retryText = ({ attempts, errors, invalid }: Retry): string => {
  const shares = [errors && `errors ${errors.text}`, invalid && `invalid ${invalid.text}`].filter((text) => text !== null);
  return [`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`, ...(shares.length > 0 ? shares : ['no failures'])].join(', ');
};

const planRetry = (resolving: Resolving, retry: Retry, what: string): PlanRetry => {
  const share = (stated: Stated | null): number => {
    if (stated === null) return 0;
    distributionOf(stated.quantity, lookupFor(resolving, stated, null));
    return meanShare(stated);
  };
  assume(resolving, `${what}.retry`, retryText(retry), retry.at === null ? 'default' : 'stated', retry.at);
  return { attempts: retry.attempts, errors: share(retry.errors), invalid: share(retry.invalid) };
};

const ownLink = (resolving: Resolving, node: Node): Link | undefined => {
  const { body, name, retry } = node.step;
  switch (body.kind) {
    case 'model':
      return modelLink(resolving, node, body, body.model, body.modelAt, planRetry(resolving, retry, name));
    case 'tool':
      return {
        kind: 'tool',
        retry: planRetry(resolving, retry, name),
        costUsd: statedAmount(resolving, body.cost, `${name}.cost`, null),
        output: statedAmount(resolving, body.output, `${name}.output`, null),
      };
    case 'human':
      if (body.work === null || body.wage === null) assume(resolving, `${name} cost`, 'free: no work and wage', 'default', node.step.at);
      return {
        kind: 'person',
        workMs: statedAmount(resolving, body.work, `${name}.work`, null),
        wageUsdPerHour: statedAmount(resolving, body.wage, `${name}.wage`, null),
        output: statedAmount(resolving, body.output, `${name}.output`, null),
      };
    case 'group':
      return undefined;
    default:
      return body satisfies never;
  }
};

const linksOf = (resolving: Resolving, node: Node): readonly Link[] => {
  const { body, name, fallback } = node.step;
  const own = ownLink(resolving, node);
  const others = fallback.map((entry): Link | undefined => {
    if (entry.kind === 'reply' || body.kind !== 'model') return { kind: 'reply' };
    return modelLink(resolving, node, body, entry.model, entry.at, planRetry(resolving, entry.retry, `${name} fallback ${entry.model}`));
  });
  return [own, ...others].filter((link) => link !== undefined);
};

/** P(N = n) of a stated number of whole things; a constant beyond the limit of SPEC 11 is an error. */
const counts = (resolving: Resolving, stated: Stated, what: string, least: number): readonly number[] => {
  const of = statedDistribution(resolving, stated, what);
  const [, most] = support(of);
  if (Number.isFinite(most) && most > MOST)
    resolving.problems.error('limit', stated.at, `${what}: more than 10,000 are not computed`, { label: 'at most 10,000' });
  return countProbabilities(of, least);
};

/** P(N = n) rounds: exactly as stated, or going on with a probability up to max: P(N ≥ k) = q^(k−1). */
const roundsOf = (resolving: Resolving, node: Node): readonly number[] | null => {
  const { repeat, name } = node.step;
  if (repeat === null) return null;
  if (repeat.kind === 'times') return counts(resolving, repeat.times, `${name}.repeat.times`, 1);
  statedDistribution(resolving, repeat.share, `${name}.repeat.continue`);
  const max = repeat.max ?? MOST;
  assume(resolving, `${name}.repeat.max`, String(max), repeat.max === null ? 'default' : 'stated', repeat.share.at);
  const q = meanShare(repeat.share);
  const most = q === 1 ? max : Math.min(max, Math.ceil(Math.log(1e-16) / Math.log(q || Number.EPSILON)) + 1);
  return [0, ...Array.from({ length: most }, (_, index) => (index + 1 === most ? q ** index : q ** index * (1 - q)))];
};

const conditionOf = (resolving: Resolving, when: Condition | null, what: string): PlanCondition => {
  if (when === null) return { kind: 'always' };
  if (when.kind === 'chance') {
    statedDistribution(resolving, when.share, `${what}.when`);
    return { kind: 'chance', share: meanShare(when.share) };
  }
  return { kind: 'any', of: when.of.map(({ step, outcome }) => ({ step: resolving.graph.byName.get(step) ?? 0, outcome })) };
};

/** A link to a step's output needs that output: the step must have ended before. Prompt parts are checked where they stand. */
const checkLinks = (resolving: Resolving, node: Node, links: readonly Link[]): void => {
  for (const { step } of links.flatMap(amountsOf).flatMap(({ handed }) => handed)) {
    const name = resolving.graph.nodes[step]?.step.name ?? '';
    if (resolving.graph.before[node.index]?.has(step)) continue;
    resolving.problems.error(
      'unknown-name',
      node.step.at,
      `step "${node.step.name}" is linked to "${name}", which does not end before it`,
      {
        label: step === node.index ? 'a step cannot be linked to itself' : `add it: needs: [${name}]`,
      },
    );
  }
};

const planStep = (resolving: Resolving, node: Node): PlanStep => {
  const { step } = node;
  const links = linksOf(resolving, node);
  checkLinks(resolving, node, links);
  if (step.outcomes.length > 0) {
    const shares = step.outcomes.map(({ name, share }) => `${name} ${Number((share * 100).toPrecision(6))} %`);
    assume(resolving, `${step.name}.outcomes`, shares.join(', '), 'stated', step.outcomesAt);
  }
  const kind = step.body.kind;
  return {
    index: node.index,
    name: step.name,
    kind,
    at: step.at,
    parent: node.parent,
    children: node.children,
    needs: resolving.graph.needs[node.index] ?? [],
    when: conditionOf(resolving, step.when, step.name),
    outcomes: step.outcomes,
    rounds: roundsOf(resolving, node),
    items: step.items === null ? null : counts(resolving, step.items, `${step.name}.for_each.items`, 0),
    background: step.background,
    goesOn: step.onFailure === 'continue',
    links,
  };
};

const resolveScenario = (spec: Spec, written: ScenarioSpec, graph: Graph, resources: Resources): Plan => {
  const scenario = withKnownNames(written, spec, graph, resources);
  const inputs = new Map([...spec.inputs, ...scenario.inputs]);
  const { windows } = monthsOf(scenario, resources.asOf);
  const resolving: Resolving = { ...resources, spec, scenario, graph, inputs, windows, assumptions: [] };
  const { traffic, months, money, budgets, limits } = resolveTraffic(resolving, scenario);
  return {
    workflow: spec.name,
    unit: spec.unit,
    scenario: scenario.name,
    steps: graph.nodes.map((node) => planStep(resolving, node)),
    order: graph.order,
    session: null,
    requestFaults: requestFaults(resolving, scenario),
    traffic,
    months,
    money,
    budgets,
    limits,
    assumptions: resolving.assumptions,
  };
};

/** Returns each scenario over all its futures, or undefined after reporting what could not be looked up. */
export const resolve = (
  { spec, graph }: Workflow,
  scenarios: readonly ScenarioSpec[],
  resources: Resources,
): readonly ScenarioPlan[] | undefined => {
  const plans = scenarios.map((scenario) => resolveScenario(spec, scenario, graph, resources));
  return resources.problems.failed ? undefined : plans.map((plan) => ({ name: plan.scenario, unknowns: [], planAt: () => plan }));
};
