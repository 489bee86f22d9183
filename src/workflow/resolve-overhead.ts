import { FORM_BAND } from '../tokens/tools/framing.ts';
import { constantAmount } from './amount.ts';
import type { Overhead, PlanPart } from './plan.ts';
import { assume, bandText, type Prompting, readOn } from './resolving.ts';
import type { ModelBody, PromptPart, Role } from './spec.ts';

/** Neighbouring parts that reach the provider in one message count once. Tool definitions are no message, the history ends one. */
const MESSAGE_OF: Readonly<Record<Role, string | null>> = {
  system: 'system',
  tools: null,
  examples: 'user',
  context: 'user',
  history: 'history',
  user: 'user',
  assistant: 'assistant',
};

/** How many messages the written parts make: what frames the turns of a history counts as theirs. */
const messagesIn = (parts: readonly PromptPart[]): number => {
  const messages = parts.map(({ role }) => MESSAGE_OF[role]).filter((message) => message !== null);
  return messages.filter((message, index) => message !== messages[index - 1] && message !== 'history').length;
};

const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

/** Returns what a model's provider adds to the messages of a prompt, each thing by itself, and lists it among the assumptions. */
export const overheadOf = ({ resolving, node, reader: { family } }: Prompting, { prompt }: ModelBody): Overhead => {
  const messages = family === null ? 0 : messagesIn(prompt);
  if (family === null || messages === 0) return { tokens: 0, lines: [] };
  const { perMessage, perCall, source, asOf } = family.overhead;
  const tokens = messages * perMessage + perCall;
  if (tokens === 0) return { tokens, lines: [] };
  const framed = `${plural(messages, 'message')} × ${perMessage}`;
  const value = `${tokens} tokens: ${framed}, reply priming ${perCall} (${family.name}, as of ${asOf})`;
  assume(resolving, `${node.step.name} message overhead`, value, 'estimated', null);
  const from = `${source}, as of ${asOf}`;
  return {
    tokens,
    lines: [
      { name: 'message framing', tokens: messages * perMessage, origin: 'estimated', how: `${framed}, ${from}` },
      { name: 'reply priming', tokens: perCall, origin: 'estimated', how: from },
    ],
  };
};

type Framed = Pick<PlanPart, 'label' | 'origin' | 'how'> & { readonly tokens: number };

/** What frames definitions is known where they are; stated tokens are taken to hold it. */
const framingOf = ({ resolving, node, reader: { family } }: Prompting, parts: readonly PromptPart[]): readonly Framed[] => {
  if (family === null || !parts.some(({ pieces }) => pieces.some(({ kind }) => kind === 'tools'))) return [];
  const { perCall: tokens, asOf } = family.tools;
  if (tokens === 0) return [];
  const value = `${tokens} tokens (${family.name}${bandText(family.band ?? FORM_BAND)}, as of ${asOf})`;
  assume(resolving, `${node.step.name} tool framing`, value, 'estimated', null);
  return [{ label: 'tool framing', tokens, origin: 'estimated', how: `as of ${asOf}` }];
};

const systemPromptOf = ({ resolving, node, reader: { model } }: Prompting): readonly Framed[] => {
  const { toolSystemTokens: tokens } = model;
  if (tokens === 0) return [];
  const how = readOn(model);
  const value = `${tokens} tokens of ${model.id}${how === null ? '' : `, ${how}`}`;
  assume(resolving, `${node.step.name} tool-use overhead`, value, 'table', model.place);
  return [{ label: 'tool-use system prompt', tokens, origin: 'table', how }];
};

/**
 * Returns what a model's provider adds where a prompt has tools: its tool-use system prompt and what frames definitions. It is sent
 * with the tools, so that it is cached with them.
 */
export const toolOverhead = (prompting: Prompting, parts: readonly PromptPart[], { role, shared }: PromptPart): readonly PlanPart[] =>
  [...systemPromptOf(prompting), ...framingOf(prompting, parts)].map(({ tokens, ...framed }) => ({
    ...{ ...framed, role, shared, amount: constantAmount(tokens), history: null, key: framed.label, variants: [1] },
  }));
