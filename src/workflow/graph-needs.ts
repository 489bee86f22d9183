import type { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Node } from './graph.ts';
import { outcomesAsked } from './read-condition.ts';
import type { Named, OutcomeRef } from './spec.ts';

/** A graph being built: which fellow steps must end before each one starts. */
export type Building = {
  readonly nodes: readonly Node[];
  readonly byName: ReadonlyMap<string, number>;
  readonly needs: Set<number>[];
  readonly problems: Problems;
};

export const nodeAt = (building: Pick<Building, 'nodes'>, index: number): Node => building.nodes[index] as Node;

/** Returns a step and the groups around it, from the inside out. */
export const ancestors = (building: Pick<Building, 'nodes'>, index: number): readonly number[] => {
  const path = [index];
  for (let at = nodeAt(building, index).parent; at !== null; at = nodeAt(building, at).parent) path.push(at);
  return path;
};

const reportNeed = (building: Building, node: Node, need: Named): void => {
  const elsewhere = building.byName.get(need.name);
  const fellows = node.siblings.map((index) => nodeAt(building, index).step.name).filter((name) => name !== node.step.name);
  if (elsewhere === undefined) {
    building.problems.error('unknown-name', need.at, `no step is called "${need.name.slice(0, 60)}"`, {
      label: didYouMean(need.name, fellows),
    });
    return;
  }
  const { parent } = nodeAt(building, elsewhere);
  const group = parent === null ? 'outside this group' : `inside "${nodeAt(building, parent).step.name}"`;
  building.problems.error('unknown-name', need.at, `"${need.name}" stands ${group}`, {
    label: 'a step needs steps of its own list: let its group need it',
  });
};

const addOwnNeeds = (building: Building, node: Node): void => {
  const mine = building.needs[node.index];
  if (node.step.needs === null) {
    const above = node.siblings[node.siblings.indexOf(node.index) - 1];
    if (above !== undefined) mine?.add(above);
    return;
  }
  for (const need of node.step.needs) {
    const index = building.byName.get(need.name);
    if (index !== undefined && nodeAt(building, index).parent === node.parent) mine?.add(index);
    else reportNeed(building, node, need);
  }
};

/** Returns the step whose outcome is asked for, or reports that there is no such step or outcome. */
export const stepAsked = ({ byName, nodes, problems }: Building, ref: OutcomeRef): Node | undefined => {
  const target = byName.get(ref.step);
  if (target === undefined)
    return problems.error('unknown-name', ref.at, `no step is called "${ref.step}"`, { label: didYouMean(ref.step, byName.keys()) });
  const node = nodeAt({ nodes }, target);
  const { step } = node;
  const known = [...step.outcomes.map(({ name }) => name), ...(step.onFailure === 'continue' && step.forEach === null ? ['failed'] : [])];
  if (known.includes(ref.outcome)) return node;
  const failed = ref.outcome === 'failed' ? 'a step fails without ending the request only with on_failure: continue' : '';
  return problems.error('unknown-name', ref.at, `step "${step.name}" has no outcome "${ref.outcome.slice(0, 60)}"`, {
    label: failed || didYouMean(ref.outcome, known),
    help: known.length > 0 ? [`its outcomes: ${known.join(', ')}`] : [],
  });
};

/** Reports an outcome that is asked for once but happens once for each item of a group between the two steps. */
export const checkItems = (building: Building, ref: OutcomeRef, between: readonly number[]): void => {
  const group = between.find((index) => nodeAt(building, index).step.forEach !== null);
  if (group === undefined) return;
  const { name } = nodeAt(building, group).step;
  building.problems.error('wrong-step', ref.at, `"${ref.step}" has an outcome for each item of "${name}", not one`, {
    label: `put the step that asks into "${name}"`,
  });
};

/** A `when` waits for the step it asks about: the fellow step that is it or holds it. */
const addCondition = (building: Building, node: Node, ref: OutcomeRef): void => {
  const asked = stepAsked(building, ref);
  if (asked === undefined) return;
  const above = ancestors(building, asked.index);
  const own = ancestors(building, node.index);
  const meeting = own.find((index) => above.some((other) => nodeAt(building, other).parent === nodeAt(building, index).parent));
  const fellow = above.find((index) => meeting !== undefined && nodeAt(building, index).parent === nodeAt(building, meeting).parent);
  if (meeting === undefined || fellow === undefined || fellow === meeting) {
    building.problems.error('cycle', ref.at, `step "${node.step.name}" cannot wait for "${ref.step}"`, {
      label: 'neither is done before the other',
    });
    return;
  }
  building.needs[meeting]?.add(fellow);
  checkItems(building, ref, above.slice(1, above.indexOf(fellow) + 1));
};

/** Adds what a step waits for: its `needs`, the step above without them, and whatever its `when` asks about. */
export const addNeeds = (building: Building, node: Node): void => {
  addOwnNeeds(building, node);
  for (const ref of outcomesAsked(node.step.when)) addCondition(building, node, ref);
};
