import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { OutcomeRef, StepSpec } from './spec.ts';

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

type Building = {
  readonly nodes: readonly Node[];
  readonly byName: ReadonlyMap<string, number>;
  readonly needs: Set<number>[];
  readonly problems: Problems;
};

const nodeAt = (building: Building, index: number): Node => building.nodes[index] as Node;

const reportNeed = (building: Building, node: Node, need: { readonly name: string; readonly at: Span }): void => {
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

const addNeeds = (building: Building, node: Node): void => {
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

const ancestors = (building: Building, index: number): readonly number[] => {
  const path = [index];
  for (let at = nodeAt(building, index).parent; at !== null; at = nodeAt(building, at).parent) path.push(at);
  return path;
};

const checkOutcome = (building: Building, node: Node, ref: OutcomeRef): void => {
  const { step } = node;
  const known = [...step.outcomes.map(({ name }) => name), ...(step.onFailure === 'continue' && step.items === null ? ['failed'] : [])];
  if (known.includes(ref.outcome)) return;
  const failed = ref.outcome === 'failed' ? 'a step fails without ending the request only with on_failure: continue' : '';
  building.problems.error('unknown-name', ref.at, `step "${step.name}" has no outcome "${ref.outcome.slice(0, 60)}"`, {
    label: failed || didYouMean(ref.outcome, known),
    help: known.length > 0 ? [`its outcomes: ${known.join(', ')}`] : [],
  });
};

/** A `when` waits for the step it asks about: the fellow step that is it or holds it. */
const addCondition = (building: Building, node: Node, ref: OutcomeRef): void => {
  const target = building.byName.get(ref.step);
  if (target === undefined) {
    building.problems.error('unknown-name', ref.at, `no step is called "${ref.step}"`, {
      label: didYouMean(ref.step, building.byName.keys()),
    });
    return;
  }
  checkOutcome(building, nodeAt(building, target), ref);
  const above = ancestors(building, target);
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
  const looped = above
    .slice(1, above.indexOf(fellow) + 1)
    .some((index) => nodeAt(building, index).step.repeat || nodeAt(building, index).step.items);
  if (looped)
    building.problems.error('not-computed-yet', ref.at, 'an outcome inside a loop cannot steer a step outside it yet', {
      label: 'put the step into the loop',
    });
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

/** Whether a step runs off the user's path, by itself or by a group around it. */
const inBackground = (building: Building, index: number): boolean =>
  ancestors(building, index).some((one) => nodeAt(building, one).step.background);

/** The same hole through a `when`: an outcome of a background step inside a group that is none itself. */
const checkAsked = (building: Building, node: Node): void => {
  if (node.step.when?.kind !== 'any' || inBackground(building, node.index)) return;
  for (const { step, at } of node.step.when.of) {
    const asked = building.byName.get(step);
    if (asked === undefined || !inBackground(building, asked) || building.needs[node.index]?.has(asked)) continue;
    building.problems.error('wrong-step', at, `"${step}" runs in the background: nobody waits for its outcome`, {
      label: 'let it run in the foreground, or this step in the background too',
    });
  }
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

/** A foreground step that needs a background one would wait for what nobody waits for. */
const checkBackground = (building: Building, node: Node): void => {
  if (node.step.background) return;
  for (const need of building.needs[node.index] ?? []) {
    const other = nodeAt(building, need).step;
    if (!other.background) continue;
    const fellows = node.siblings
      .filter((index) => index < node.index && !nodeAt(building, index).step.background)
      .map((index) => nodeAt(building, index).step.name);
    building.problems.error(
      'wrong-step',
      node.step.at,
      `step "${node.step.name}" waits for "${other.name}", which runs in the background`,
      {
        label: node.step.needs === null ? 'by default it needs the step above' : '',
        help: [`write needs: [${fellows.at(-1) ?? ''}] to start without it`, 'or add background: true to this step too'],
      },
    );
  }
};

/** Returns the steps as a graph, or undefined after reporting cycles and names that lead nowhere. */
export const graphOf = (steps: readonly StepSpec[], problems: Problems): Graph | undefined => {
  const nodes = flatten(steps);
  const byName = new Map(nodes.map(({ step, index }) => [step.name, index]));
  const building: Building = { nodes, byName, needs: nodes.map(() => new Set()), problems };
  const count = problems.list.length;
  for (const node of nodes) {
    addNeeds(building, node);
    if (node.step.when?.kind === 'any') for (const ref of node.step.when.of) addCondition(building, node, ref);
  }
  if (problems.list.length > count) return undefined;
  const roots = nodes.filter(({ parent }) => parent === null).map(({ index }) => index);
  const order = orderOf(building, roots);
  for (const node of nodes) {
    checkBackground(building, node);
    checkAsked(building, node);
  }
  if (problems.list.length > count) return undefined;
  return { nodes, byName, needs: building.needs.map((set) => [...set]), order, before: beforeOf(building, order) };
};
