import { didYouMean } from '../diagnostics/suggest.ts';
import type { Node } from './graph.ts';
import { ancestors, type Building, checkItems, nodeAt, stepAsked } from './graph-needs.ts';
import { turnsAsked } from './read-condition.ts';
import type { Named, Spec } from './spec.ts';

const indexOf = ({ byName, problems }: Building, { name, at }: Named): number | undefined =>
  byName.get(name) ??
  problems.error('unknown-name', at, `no step is called "${name.slice(0, 60)}"`, { label: didYouMean(name, byName.keys()) });

/** A loop ends, and carries, by steps inside it; a single step is inside itself. */
const checkLoop = (building: Building, node: Node): void => {
  const { repeat, carry, name } = node.step;
  for (const ref of repeat?.kind === 'until' ? repeat.until : []) {
    const asked = stepAsked(building, ref);
    if (asked === undefined) continue;
    const above = ancestors(building, asked.index);
    if (above.includes(node.index)) checkItems(building, ref, above.slice(0, above.indexOf(node.index)));
    else
      building.problems.error('wrong-step', ref.at, `"${ref.step}" does not run inside the loop "${name}"`, {
        label: 'a loop runs until an outcome of a step inside it',
      });
  }
  for (const named of carry === null || carry.steps === 'all' ? [] : carry.steps) {
    const index = indexOf(building, named);
    if (index === undefined || ancestors(building, index).includes(node.index)) continue;
    building.problems.error('wrong-step', named.at, `"${named.name}" does not run inside the loop "${name}"`, {
      label: 'a loop carries what steps inside it have written',
    });
  }
};

const checkShowAfter = (building: Building, node: Node): void => {
  for (const named of node.step.body.kind === 'model' ? node.step.body.showAfter : []) {
    const index = indexOf(building, named);
    if (index === undefined) continue;
    if (index === node.index)
      building.problems.error('wrong-step', named.at, 'a step cannot wait for itself', { label: 'name the steps that check its answer' });
    else if (ancestors(building, index).some((one) => nodeAt(building, one).step.background))
      building.problems.error('wrong-step', named.at, `"${named.name}" runs in the background: nobody waits for it`, {
        label: 'let it run in the foreground',
      });
  }
};

/** Turns are those of a session: first, last and history mean nothing where a request stands alone. */
const checkSession = (building: Building, node: Node, spec: Spec): void => {
  const { when, body } = node.step;
  const histories = body.kind === 'model' ? body.prompt.filter(({ history }) => history !== null) : [];
  for (const { history } of histories)
    for (const named of history === null || typeof history.keep === 'string' ? [] : history.keep) indexOf(building, named);
  if (histories[1] !== undefined) building.problems.error('ambiguous', histories[1].at, 'the history is sent twice', { label: 'keep one' });
  if (spec.session !== null) return;
  const places = [
    ...turnsAsked(when).map(({ turn, at }) => ({ what: `"${turn}_turn"`, at })),
    ...histories.map(({ at }) => ({ what: '"history"', at })),
  ];
  for (const { what, at } of places)
    building.problems.error('missing-key', at, `${what} needs a session: without one a request stands alone`, {
      label: 'add session: { turns: 3, gap: 1min } to the workflow',
    });
};

const checkChunk = (building: Building, node: Node, { name, at }: Named): void => {
  const cut = ancestors(building, node.index).flatMap((index) => {
    const { forEach } = nodeAt(building, index).step;
    return forEach?.kind === 'chunks' ? [forEach.document.name] : [];
  });
  if (cut.includes(name)) return;
  building.problems.error('wrong-step', at, `nothing cuts "${name}" into chunks around this step`, {
    label: cut[0] === undefined ? `add for_each: { chunks_of: ${name}, size: 1200 }` : didYouMean(name, cut) || `here it is ${cut[0]}`,
  });
};

const checkRounds = (building: Building, node: Node, { name, at }: Named): void => {
  const index = building.byName.get(name);
  if (index === undefined) return;
  if (ancestors(building, node.index).includes(index))
    building.problems.error(
      'wrong-step',
      at,
      `"${name}" runs around this step: what it carries is added to every prompt inside by itself`,
      {
        label: 'remove this part',
      },
    );
  else if (nodeAt(building, index).step.carry === null)
    building.problems.error('wrong-step', at, `step "${name}" carries nothing from round to round`, {
      label: `add carry: true to "${name}"`,
    });
};

/** Reports names that lead nowhere, or to a step that cannot give what is asked of it. */
export const checkReferences = (building: Building, spec: Spec): void => {
  for (const node of building.nodes) {
    checkLoop(building, node);
    checkShowAfter(building, node);
    checkSession(building, node, spec);
    for (const piece of node.step.body.kind === 'model' ? node.step.body.prompt.flatMap(({ pieces }) => pieces) : []) {
      if (piece.kind === 'chunk') checkChunk(building, node, piece);
      if (piece.kind === 'rounds') checkRounds(building, node, piece);
    }
  }
};
