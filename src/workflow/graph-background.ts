import type { Node } from './graph.ts';
import { ancestors, type Building, nodeAt } from './graph-needs.ts';
import { outcomesAsked } from './read-condition.ts';

/** Whether a step runs off the user's path, by itself or by a group around it. */
const inBackground = (building: Building, index: number): boolean =>
  ancestors(building, index).some((one) => nodeAt(building, one).step.background);

/** The same hole through a `when`: an outcome of a background step inside a group that is none itself. */
const checkAsked = (building: Building, node: Node): void => {
  if (inBackground(building, node.index)) return;
  for (const { step, at } of outcomesAsked(node.step.when)) {
    const asked = building.byName.get(step);
    if (asked === undefined || !inBackground(building, asked) || building.needs[node.index]?.has(asked)) continue;
    building.problems.error('wrong-step', at, `"${step}" runs in the background: nobody waits for its outcome`, {
      label: 'let it run in the foreground, or this step in the background too',
    });
  }
};

/** Nobody waits for a background step, so that it has nothing to end. */
const checkEnding = (building: Building, node: Node): void => {
  if (node.step.endsRequest.length === 0 || !inBackground(building, node.index)) return;
  building.problems.error('wrong-step', node.step.at, `step "${node.step.name}" runs in the background: it cannot end the request`, {
    label: 'let it run in the foreground, or remove ends_request',
  });
};

/** Reports a foreground step that needs a background one: it would wait for what nobody waits for. */
export const checkBackground = (building: Building, node: Node): void => {
  checkAsked(building, node);
  checkEnding(building, node);
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
