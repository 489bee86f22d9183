import type { Problems } from '../diagnostics/diagnostic.ts';
import { checkBackground } from './graph-background.ts';
import { addNeeds, type Building, nodeAt } from './graph-needs.ts';
import { checkReferences } from './graph-references.ts';
import type { Spec, StepSpec } from './spec.ts';

/** A step in the flat list of all steps, in file order. */
export type Node = {
  readonly index: number;
  readonly step: StepSpec;
  readonly parent: number | null;
  readonly children: readonly number[];
  /** Its fellow steps of the same list, itself included. */
  readonly siblings: readonly number[];
};

/** The steps of a workflow and which must end before which. */
export type Graph = {
  readonly nodes: readonly Node[];
  readonly byName: ReadonlyMap<string, number>;
  /** For each step, fellow steps that must end before it starts. */
  readonly needs: readonly (readonly number[])[];
  /** Every step after all that it needs and after its group. */
  readonly order: readonly number[];
  /** For each step, all steps that end before it starts. */
  readonly before: readonly ReadonlySet<number>[];
};

/** Every step with the index that it will have: a group, then its steps. */
const flatten = (steps: readonly StepSpec[]): readonly Node[] => {
  const nodes: Node[] = [];
  const add = (list: readonly StepSpec[], parent: number | null): readonly number[] => {
    const mine: number[] = [];
    for (const step of list) {
      const index = nodes.length;
      mine.push(index);
      nodes.push({ index, step, parent, children: [], siblings: mine });
      if (step.body.kind === 'group') nodes[index] = { index, step, parent, children: add(step.body.steps, index), siblings: mine };
    }
    return mine;
  };
  add(steps, null);
  return nodes;
};

/** A shortest cycle among fellow steps, found breadth first from each in file order. */
const shortestCycle = (building: Building, siblings: readonly number[]): readonly number[] | undefined => {
  let best: readonly number[] | undefined;
  for (const start of siblings) {
    const queue: (readonly number[])[] = [[start]];
    const seen = new Set<number>();
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const last = path.at(-1) ?? start;
      if (building.needs[last]?.has(start)) {
        if (best === undefined || path.length < best.length) best = path;
        break;
      }
      for (const need of building.needs[last] ?? []) if (!seen.has(need)) queue.push([...path, need]);
      seen.add(last);
      for (const need of building.needs[last] ?? []) seen.add(need);
    }
  }
  return best;
};

/** Fellow steps in an order in which each stands after its needs, file order where there is a choice. */
const sortSiblings = (building: Building, siblings: readonly number[]): readonly number[] | undefined => {
  const done = new Set<number>();
  const sorted: number[] = [];
  while (sorted.length < siblings.length) {
    const ready = siblings.filter((index) => !done.has(index) && [...(building.needs[index] ?? [])].every((need) => done.has(need)));
    if (ready.length === 0) return undefined;
    for (const index of ready) done.add(index);
    sorted.push(...ready);
  }
  return sorted;
};

const reportCycle = (building: Building, siblings: readonly number[]): void => {
  const cycle = shortestCycle(building, siblings) ?? [];
  const [first] = cycle;
  if (first === undefined) return;
  const names = [...cycle, first].map((index) => nodeAt(building, index).step.name);
  building.problems.error('cycle', nodeAt(building, first).step.at, `steps wait for each other: ${names.join(' → ')}`, {
    label: 'each needs the next: mend one `needs` or `when`',
  });
};

const orderOf = (building: Building, siblings: readonly number[]): readonly number[] => {
  const sorted = sortSiblings(building, siblings);
  if (sorted === undefined) {
    reportCycle(building, siblings);
    return [];
  }
  return sorted.flatMap((index) => {
    const { children } = nodeAt(building, index);
    return [index, ...(children.length > 0 ? orderOf(building, children) : [])];
  });
};

const beforeOf = (building: Building, order: readonly number[]): readonly ReadonlySet<number>[] => {
  const before = building.nodes.map(() => new Set<number>());
  const inside = (index: number): readonly number[] => [index, ...nodeAt(building, index).children.flatMap(inside)];
  for (const index of order) {
    const mine = before[index];
    const { parent } = nodeAt(building, index);
    for (const other of parent === null ? [] : (before[parent] ?? [])) mine?.add(other);
    for (const need of building.needs[index] ?? []) {
      for (const other of [...inside(need), ...(before[need] ?? [])]) mine?.add(other);
    }
  }
  return before;
};

/** Returns the steps as a graph, or undefined after reporting cycles and names that lead nowhere. */
export const graphOf = (spec: Spec, problems: Problems): Graph | undefined => {
  const nodes = flatten(spec.steps);
  const byName = new Map(nodes.map(({ step, index }) => [step.name, index]));
  const building: Building = { nodes, byName, needs: nodes.map(() => new Set()), problems };
  const count = problems.list.length;
  for (const node of nodes) addNeeds(building, node);
  checkReferences(building, spec);
  if (problems.list.length > count) return undefined;
  const roots = nodes.filter(({ parent }) => parent === null).map(({ index }) => index);
  const order = orderOf(building, roots);
  for (const node of nodes) checkBackground(building, node);
  if (problems.list.length > count) return undefined;
  return { nodes, byName, needs: building.needs.map((set) => [...set]), order, before: beforeOf(building, order) };
};
