import { completeShares } from '../quantity/shares.ts';
import { scaledAmount } from './amount.ts';
import type { Node } from './graph.ts';
import type { Link, PlanCondition, PlanStep } from './plan.ts';
import { carryOf, itemsOf, roundsOf } from './resolve-loop.ts';
import { modelLink } from './resolve-model.ts';
import { planRetry } from './resolve-retry.ts';
import { assume, type Resolving } from './resolving.ts';
import type { Condition, HumanBody, StepSpec, ToolBody } from './spec.ts';
import { statedAmount, statedShare } from './stated.ts';
import { linkFaults } from './traffic/faults.ts';

const toolLink = (resolving: Resolving, node: Node, body: ToolBody): Link => {
  const { name, retry } = node.step;
  const faults = linkFaults(resolving.scenario, name, null, null);
  const standing = { node, reader: null };
  if (body.latency === null) assume(resolving, `${name}.latency`, '0: nobody says how long it takes', 'default', node.step.at);
  return {
    kind: 'tool',
    retry: planRetry(resolving, retry, faults, name),
    costUsd: scaledAmount(statedAmount(resolving, body.cost, `${name}.cost`, standing), faults.price),
    latencyMs: scaledAmount(statedAmount(resolving, body.latency, `${name}.latency`, standing), faults.slow),
    output: scaledAmount(statedAmount(resolving, body.output, `${name}.output`, standing), faults.output),
  };
};

const personLink = (resolving: Resolving, node: Node, body: HumanBody): Link => {
  const { name, at } = node.step;
  const standing = { node, reader: null };
  if (body.work === null || body.wage === null) assume(resolving, `${name} cost`, 'free: no work and wage', 'default', at);
  return {
    kind: 'person',
    workMs: statedAmount(resolving, body.work, `${name}.work`, standing),
    waitMs: statedAmount(resolving, body.wait, `${name}.wait`, standing),
    wageUsdPerHour: statedAmount(resolving, body.wage, `${name}.wage`, standing),
    output: statedAmount(resolving, body.output, `${name}.output`, standing),
  };
};

const ownLink = (resolving: Resolving, node: Node): Link | undefined => {
  const { body, retry } = node.step;
  switch (body.kind) {
    case 'model':
      return modelLink(resolving, node, body, { id: body.model, at: body.modelAt, retry, own: true });
    case 'tool':
      return toolLink(resolving, node, body);
    case 'human':
      return personLink(resolving, node, body);
    case 'group':
      return undefined;
    default:
      return body satisfies never;
  }
};

const linksOf = (resolving: Resolving, node: Node): readonly Link[] => {
  const { body, name, fallback } = node.step;
  const others = fallback.map((entry): Link | undefined => {
    if (entry.kind === 'model')
      return body.kind === 'model'
        ? modelLink(resolving, node, body, { id: entry.model, at: entry.at, retry: entry.retry, own: false })
        : undefined;
    const latencyMs = statedAmount(resolving, entry.latency, `${name}.fallback.latency`, { node, reader: null });
    return { kind: 'reply', latencyMs };
  });
  return [ownLink(resolving, node), ...others].filter((link) => link !== undefined);
};

const conditionOf = (resolving: Resolving, when: Condition | null, what: string): PlanCondition => {
  if (when === null) return { kind: 'always' };
  switch (when.kind) {
    case 'chance':
      assume(resolving, what, when.share.text, 'stated', when.share.at);
      return { kind: 'chance', share: statedShare(resolving, when.share) };
    case 'outcome':
      return { kind: 'outcome', step: resolving.graph.byName.get(when.ref.step) ?? 0, outcome: when.ref.outcome };
    case 'any':
    case 'all':
      return { kind: when.kind, of: when.of.map((one) => conditionOf(resolving, one, what)) };
    case 'not':
      return { kind: 'not', of: conditionOf(resolving, when.of, what) };
    case 'turn':
      return { kind: 'turn', turn: when.turn };
    default:
      return when satisfies never;
  }
};

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

const outcomesOf = (resolving: Resolving, { name: step, outcomes, outcomesAt }: StepSpec): PlanStep['outcomes'] => {
  if (outcomes.length === 0) return [];
  const shares = outcomes.map(({ share }) => (share === null ? null : statedShare(resolving, share)));
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  if (sum > 1 + 1e-9)
    resolving.problems.error('bad-shares', outcomesAt, `the outcomes sum to ${percent(sum)}: nothing is left for the rest`, {
      label: 'shares sum to 100 %',
    });
  const complete = completeShares(shares);
  const text = outcomes.map(
    ({ name, share }, index) => `${name} ${share?.text.includes('assumption') ? share.text : percent(complete[index] ?? 0)}`,
  );
  assume(resolving, `${step}.outcomes`, text.join(', '), 'stated', outcomesAt);
  return outcomes.map(({ name }, index) => ({ name, share: complete[index] ?? 0 }));
};

const reuseOf = (resolving: Resolving, { name, reuse }: StepSpec): number => {
  if (reuse !== null) assume(resolving, `${name}.reuse`, reuse.text, 'stated', reuse.at);
  return statedShare(resolving, reuse);
};

/** Returns a step with every name looked up. */
export const planStep = (resolving: Resolving, node: Node): PlanStep => {
  const { step } = node;
  const { body } = step;
  const { needs, byName } = resolving.graph;
  return {
    index: node.index,
    name: step.name,
    kind: body.kind,
    at: step.at,
    parent: node.parent,
    children: node.children,
    needs: needs[node.index] ?? [],
    when: conditionOf(resolving, step.when, `${step.name}.when`),
    outcomes: outcomesOf(resolving, step),
    endsRequest: step.endsRequest,
    rounds: roundsOf(resolving, node),
    items: itemsOf(resolving, node),
    carry: carryOf(resolving, node),
    reuse: reuseOf(resolving, step),
    background: step.background,
    goesOn: step.onFailure === 'continue',
    stream: body.kind === 'model' && body.stream,
    showAfter: body.kind === 'model' ? body.showAfter.flatMap(({ name }) => byName.get(name) ?? []) : [],
    links: linksOf(resolving, node),
  };
};
