import { NO_AMOUNT } from './amount.ts';
import type { History, PlanPart } from './plan.ts';
import { compactionOf } from './resolve-compaction.ts';
import { userParts } from './resolve-prompt.ts';
import { assume, type Prompting } from './resolving.ts';
import type { HistorySpec, PromptPart } from './spec.ts';

const keptText = ({ keep, last }: HistorySpec): string => {
  const what = keep === 'answers' ? 'questions and answers' : keep === 'all' ? 'all outputs' : keep.map(({ name }) => name).join(', ');
  return last === null ? what : `${what} of the last ${last} ${last === 1 ? 'turn' : 'turns'}`;
};

const historyOf = ({ resolving, node, reader }: Prompting, spec: HistorySpec): History => {
  const { graph } = resolving;
  const users = graph.nodes.flatMap((other) => {
    const { body } = other.step;
    return body.kind === 'model' ? [[other.index, userParts({ resolving, node: other, reader }, body)] as const] : [];
  });
  return {
    keep: typeof spec.keep === 'string' ? spec.keep : spec.keep.flatMap(({ name }) => graph.byName.get(name) ?? []),
    users: new Map(users),
    last: spec.last,
    compact: compactionOf(resolving, node, spec.compact, `${node.step.name}.history.compact`),
  };
};

/** Returns the place of the earlier turns in a prompt, with what they hold. */
export const historyPart = (prompting: Prompting, part: PromptPart, spec: HistorySpec): PlanPart => {
  const { resolving, node } = prompting;
  const history = historyOf(prompting, spec);
  const byDefault = spec.keep === 'answers' && spec.last === null && spec.compact === null;
  assume(resolving, `${node.step.name}.prompt history`, keptText(spec), byDefault ? 'default' : 'stated', part.at);
  const { label, role, shared } = part;
  const own = { amount: NO_AMOUNT, history, origin: 'stated', how: null } as const;
  return { label, role, shared, ...own, key: `${node.step.name} history`, variants: [1] };
};
