import type { Graph, Node } from '../graph.ts';
import type { RequestFault } from '../plan.ts';
import type { Resolving } from '../resolving.ts';
import type { FaultSpec, ScenarioSpec } from './spec.ts';

/** What a scenario's faults make of the calls of one link. */
export type LinkFaults = {
  /** Further shares, to be combined with the step's own as 1 − (1 − a)(1 − b); `invalid` only where the step states it. */
  readonly errors: number;
  readonly invalid: number;
  /** Factors of latency, of output and reasoning, of prompt tokens, of prices. */
  readonly slow: number;
  readonly output: number;
  readonly input: number;
  readonly price: number;
  /** Nothing is read from the cache. */
  readonly cold: boolean;
};

/** A tool is hit only where its step is named: without a target all model calls are meant. */
const hits = (fault: FaultSpec, step: string, provider: string | null, model: string | null): boolean => {
  const { target } = fault;
  if (target === null) return provider !== null;
  return target.name === step || target.name === provider || target.name === model;
};

/** Returns the chance of either of two independent failures: 5 % and 10 % are 1 − 0.95 × 0.9 = 14.5 %. */
export const either = (a: number, b: number): number => a + b * (1 - a);

/**
 * Returns what faults do to the calls of a step's link. `provider` and `model` (its id) are null for tools and people;
 * a fallback is hit by the faults of its own provider. Faults of one kind multiply.
 */
export const linkFaults = (scenario: ScenarioSpec, step: string, provider: string | null, model: string | null): LinkFaults => {
  const found = { errors: 0, invalid: 0, slow: 1, output: 1, input: 1, price: 1, cold: scenario.cold };
  for (const fault of scenario.faults) {
    if (!hits(fault, step, provider, model)) continue;
    if (fault.kind === 'errors' || fault.kind === 'invalid') found[fault.kind] = either(found[fault.kind], fault.share);
    else if (fault.kind === 'cold') found.cold = true;
    else if ('factor' in fault) found[fault.kind] *= fault.factor;
  }
  return found;
};

const isLoop = (node: Node): boolean => node.step.repeat !== null;

const inside = (graph: Graph, node: Node): readonly Node[] => [
  node,
  ...node.children.flatMap((child) => graph.nodes.filter(({ index }) => index === child).flatMap((one) => inside(graph, one))),
];

const around = (graph: Graph, node: Node): readonly Node[] => {
  const parent = graph.nodes.find(({ index }) => index === node.parent);
  return parent === undefined ? [] : [parent, ...around(graph, parent)];
};

const isTarget = (resolving: Resolving, { step }: Node, target: string): boolean => {
  if (step.name === target) return true;
  if (step.body.kind !== 'model') return false;
  const id = resolving.catalogue.find(step.body.model)?.id ?? step.body.model;
  return id === target || id.startsWith(`${target}/`);
};

/** The loops that run away: those of the target, else those around it; all where nothing is targeted. */
const loopsOf = (resolving: Resolving, fault: FaultSpec): readonly number[] => {
  const { graph } = resolving;
  const { target } = fault;
  const meant = target === null ? [] : graph.nodes.filter((node) => isTarget(resolving, node, target.name));
  const loops =
    target === null
      ? graph.nodes.filter(isLoop)
      : meant.flatMap((node) => {
          const own = inside(graph, node).filter(isLoop);
          return own.length > 0 ? own : around(graph, node).filter(isLoop);
        });
  if (loops.length === 0)
    resolving.problems.error('bad-value', fault.at, 'no loop is there to run away', {
      label: target === null ? 'no step of the workflow has `repeat`' : `no loop of "${target.name}"`,
    });
  return [...new Set(loops.map(({ index }) => index))].sort((a, b) => a - b);
};

/** Returns the faults that hit a share of whole requests. */
export const requestFaults = (resolving: Resolving, scenario: ScenarioSpec): readonly RequestFault[] =>
  scenario.faults.flatMap((fault): readonly RequestFault[] => {
    if (fault.kind === 'outage') return [{ kind: 'outage', share: fault.share, provider: fault.provider.name }];
    if (fault.kind === 'runaway') return [{ kind: 'runaway', share: fault.share, steps: loopsOf(resolving, fault) }];
    return [];
  });
