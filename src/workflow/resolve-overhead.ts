import type { Overhead, OverheadLine } from './plan.ts';
import type { Prompting } from './resolve-prompt.ts';
import { assume, readOn } from './resolving.ts';
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

type Framed = { readonly line: OverheadLine; readonly what: string; readonly value: string };

const messageFraming = ({ node, reader: { family } }: Prompting, messages: number): readonly Framed[] => {
  if (family === null || messages === 0) return [];
  const { perMessage, perCall, source, asOf } = family.overhead;
  const read = `as of ${asOf}`;
  const from = `${source}, ${read}`;
  const all = messages * perMessage + perCall;
  const value = `${all} tokens: ${plural(messages, 'message')} × ${perMessage}, reply priming ${perCall} (${family.name}, ${read})`;
  const lines: readonly OverheadLine[] = [
    {
      name: 'message framing',
      tokens: messages * perMessage,
      origin: 'estimated',
      how: `${plural(messages, 'message')} × ${perMessage}, ${from}`,
    },
    { name: 'reply priming', tokens: perCall, origin: 'estimated', how: from },
  ];
  return lines.map((line) => ({ line, what: `${node.step.name} message overhead`, value }));
};

/** What frames definitions is counted where they are; stated tokens are taken to hold it. */
const toolFraming = ({ node, reader: { family } }: Prompting, parts: readonly PromptPart[]): readonly Framed[] => {
  if (family === null || !parts.some(({ pieces }) => pieces.some(({ kind }) => kind === 'tools'))) return [];
  const { perCall: tokens, asOf } = family.tools;
  const line: OverheadLine = { name: 'tool framing', tokens, origin: 'estimated', how: `as of ${asOf}` };
  return [{ line, what: `${node.step.name} tool framing`, value: `${tokens} tokens (${family.name}, as of ${asOf})` }];
};

const toolSystem = ({ node, reader: { model } }: Prompting, parts: readonly PromptPart[]): readonly Framed[] => {
  const tokens = parts.some(({ role }) => role === 'tools') ? model.toolSystemTokens : 0;
  const read = readOn(model);
  const line: OverheadLine = { name: 'tool-use system prompt', tokens, origin: 'table', how: read };
  return [
    { line, what: `${node.step.name} tool-use overhead`, value: `${tokens} tokens of ${model.id}${read === null ? '' : `, ${read}`}` },
  ];
};

/** Returns what a model's provider adds to the parts of a prompt, each thing by itself, and lists it among the assumptions. */
export const overheadOf = (prompting: Prompting, { prompt }: ModelBody): Overhead => {
  const { resolving, reader } = prompting;
  const messages = reader.family === null ? 0 : messagesIn(prompt);
  const all = [...messageFraming(prompting, messages), ...toolFraming(prompting, prompt), ...toolSystem(prompting, prompt)];
  const framed = all.filter(({ line }) => line.tokens > 0);
  for (const [what, { line, value }] of new Map(framed.map((one) => [one.what, one])))
    assume(resolving, what, value, line.origin, line.origin === 'table' ? reader.model.place : null);
  return { tokens: framed.reduce((sum, { line }) => sum + line.tokens, 0), messages, lines: framed.map(({ line }) => line) };
};
