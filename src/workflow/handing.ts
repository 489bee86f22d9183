import { didYouMean } from '../diagnostics/suggest.ts';
import { handedAmount } from './amount.ts';
import type { Node } from './graph.ts';
import { ancestors } from './graph-needs.ts';
import type { Amount } from './plan.ts';
import type { Resolving } from './resolving.ts';
import type { Named } from './spec.ts';

/** Whether a step comes again in a round of a loop around both: then the round before has its number. */
const inLoopAround = ({ graph }: Resolving, node: Node, step: number): boolean => {
  const around = new Set(ancestors(graph, step));
  const loops = ancestors(graph, node.index).filter((index) => graph.nodes[index]?.step.repeat !== null);
  // How often a group runs is known before its first round: it has no round before.
  return loops.some((index) => around.has(index) && (index !== node.index || node.step.body.kind !== 'group'));
};

/** What would let a step end before another: a `needs` where the two meet, nothing where one lies in the other. */
const remedyFor = ({ graph }: Resolving, node: Node, step: number): string => {
  const nameOf = (index: number): string => graph.nodes[index]?.step.name ?? '';
  if (step === node.index) return 'a step cannot use what it has yet to write';
  const [own, around] = [ancestors(graph, node.index), ancestors(graph, step)];
  if (own.includes(step)) return `"${node.step.name}" runs inside "${nameOf(step)}"`;
  if (around.includes(node.index)) return `"${nameOf(step)}" runs inside "${node.step.name}"`;
  const meeting = own.find((index) => around.some((other) => graph.nodes[other]?.parent === graph.nodes[index]?.parent)) ?? node.index;
  const fellow = around.find((index) => graph.nodes[index]?.parent === graph.nodes[meeting]?.parent) ?? step;
  return meeting === node.index ? `add it: needs: [${nameOf(fellow)}]` : `let "${nameOf(meeting)}" need "${nameOf(fellow)}"`;
};

/**
 * Returns what a step hands on to another: of one that has ended, this request's; of one that comes later in the round of
 * a loop around both, the last round's. A step that can never have run before is reported.
 */
export const handedTo = (resolving: Resolving, node: Node, { name, at }: Named): Amount | undefined => {
  const { graph, problems } = resolving;
  const step = graph.byName.get(name);
  if (step === undefined)
    return problems.error('unknown-name', at, `no step is called "${name}"`, { label: didYouMean(name, graph.byName.keys()) });
  if (graph.before[node.index]?.has(step)) return handedAmount('output', step);
  if (!ancestors(graph, node.index).slice(1).includes(step) && inLoopAround(resolving, node, step))
    return handedAmount('previous_round', step);
  return problems.error('unknown-name', at, `"${name}" does not end before step "${node.step.name}" starts`, {
    label: remedyFor(resolving, node, step),
  });
};
