import type { Problems } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { segmentsOf } from '../pricing/calendar.ts';
import type { Catalogue } from '../pricing/catalogue.ts';
import { dayText } from '../pricing/day.ts';
import type { ClassPrices, Model, PriceRow } from '../pricing/table.ts';
import { mean } from '../stats/moments.ts';
import { FAMILIES, type Family } from '../tokens/families.ts';
import { amountOf, NO_AMOUNT, sumOf } from './amount.ts';
import type { Node } from './graph.ts';
import type { Amount, ModelLink, Origin, PlanPart, PlanRetry } from './plan.ts';
import { assume, countedBy, lookupFor, originOf, type Resolving, statedAmount } from './resolving.ts';
import type { ModelBody, Piece, PromptPart, Role } from './spec.ts';

/** Returns the model of an id or alias, or reports the nearest ids. */
export const findModel = (catalogue: Catalogue, problems: Problems, id: string, at: Span): Model | undefined => {
  const model = catalogue.find(id);
  if (model !== undefined) return model;
  const near = catalogue.suggest(id);
  return problems.error('unknown-model', at, `no price table lists "${id.slice(0, 80)}"`, {
    label: near[0] === undefined ? '' : `did you mean ${near[0]}?`,
    help: near.length > 1 ? [`near: ${near.join(', ')}`] : ['models are named provider/model; a project adds its own in pricing/'],
  });
};

type Prompting = { readonly resolving: Resolving; readonly node: Node; readonly model: Model; readonly family: Family | null };

const textAmount = ({ resolving, model, family }: Prompting, text: string, at: Span): Amount => {
  if (family !== null) return { ...NO_AMOUNT, constant: resolving.counting.text(family, text) };
  resolving.problems.error('bad-value', at, `${model.id} has no tokenizer in its price table, so that texts cannot be counted for it`, {
    label: 'state the tokens: { tokens: 1200 }',
  });
  return NO_AMOUNT;
};

const stepAmount = ({ resolving, node }: Prompting, name: string, at: Span): Amount => {
  const step = resolving.graph.byName.get(name);
  if (step === undefined) return NO_AMOUNT;
  if (resolving.graph.before[node.index]?.has(step)) return { ...NO_AMOUNT, handed: [{ step, times: 1, plus: 0, min: 0, max: Infinity }] };
  resolving.problems.error('unknown-name', at, `"${name}" does not end before step "${node.step.name}" starts`, {
    label: `add it: needs: [${name}]`,
  });
  return NO_AMOUNT;
};

const pieceAmount = (prompting: Prompting, piece: Piece, part: PromptPart, source: string): { amount: Amount; origin: Origin } => {
  const { resolving, node, family } = prompting;
  const counted: Origin = family?.band === null ? 'measured' : 'estimated';
  if (piece.kind === 'text') return { amount: textAmount(prompting, piece.text, part.at), origin: counted };
  if (piece.kind === 'step') return { amount: stepAmount(prompting, piece.name, piece.at), origin: 'stated' };
  if (piece.kind === 'tokens')
    return { amount: statedAmount(resolving, piece.tokens, source, family, 'item'), origin: originOf(piece.tokens.quantity, family) };
  const input = resolving.inputs.get(piece.name);
  if (input === undefined) return { amount: NO_AMOUNT, origin: 'stated' };
  const link = { kind: 'linked', to: piece.name, times: 1, plus: 0 } as const;
  const amount = amountOf(link, `${node.step.name} ${piece.name}`, 'request', 0, lookupFor(resolving, input.stated, family));
  return { amount: amount ?? NO_AMOUNT, origin: originOf(input.stated.quantity, family) };
};

const WEAKEST: readonly Origin[] = ['estimated', 'default', 'stated', 'measured', 'table'];

const planPart = (prompting: Prompting, part: PromptPart, index: number): PlanPart => {
  const { resolving, node, family } = prompting;
  const pieces = part.pieces.map((piece, inner) =>
    pieceAmount(prompting, piece, part, `${node.step.name}.prompt[${index}${inner > 0 ? `.${inner}` : ''}]`),
  );
  const origin = WEAKEST.find((candidate) => pieces.some((piece) => piece.origin === candidate)) ?? 'stated';
  const amount = sumOf(pieces.map((piece) => piece.amount));
  const files = part.pieces.filter((piece) => piece.kind === 'text');
  if (files.length > 0 && family !== null) {
    const tokens = Math.round(amount.constant).toLocaleString('en-US');
    assume(resolving, `${node.step.name}.prompt ${part.label}`, `${tokens} tokens${countedBy(family)}`, origin, part.at);
  }
  return { label: part.label, amount, origin };
};

/** Neighbouring parts that reach the provider in one message count once. Tool definitions are no message. */
const MESSAGE_OF: Readonly<Record<Role, string | null>> = {
  system: 'system',
  tools: null,
  examples: 'user',
  context: 'user',
  user: 'user',
  assistant: 'assistant',
};

const messagesIn = (parts: readonly PromptPart[]): number => {
  const messages = parts.map(({ role }) => MESSAGE_OF[role]).filter((message) => message !== null);
  return messages.filter((message, index) => message !== messages[index - 1]).length;
};

const checkTier = (resolving: Resolving, model: Model, rows: readonly PriceRow[], tier: string, at: Span): void => {
  if (tier === 'standard' || rows.every((row) => row.tiers.has(tier))) return;
  const offered = ['standard', ...(rows[0]?.tiers.keys() ?? [])];
  resolving.problems.error('unknown-name', at, `${model.id} is not offered on the tier "${tier.slice(0, 40)}"`, {
    label: didYouMean(tier, offered),
    help: [`offered: ${offered.join(', ')}`],
  });
};

const money = (usd: number | null): string => (usd === null ? 'no price' : `$${usd}`);

const pricesText = (prices: ClassPrices): string =>
  `${money(prices.input)} input, ${prices.output === null ? 'no' : money(prices.output)} output per million tokens`;

const assumePrice = (resolving: Resolving, row: PriceRow): void => {
  assume(
    resolving,
    `price of ${row.model}`,
    `${pricesText(row.prices)} from ${dayText(row.from)}; read ${dayText(row.read)}, confidence ${row.confidence}`,
    'table',
    row.place,
  );
  if (row.confidence !== 'low') return;
  resolving.problems.warning(
    'price-doubtful',
    row.place,
    `the price of ${row.model} has low confidence: one source, or sources that differ`,
    { label: 'check it before you rely on it' },
  );
};

/**
 * Prompt caching comes with a later version. Until then a call that the provider would cache by itself is an error, since
 * its price without the cache would be wrong.
 */
const checkCaching = (prompting: Prompting, body: ModelBody, parts: readonly PlanPart[]): void => {
  const { resolving, node, model } = prompting;
  if (body.cacheOff || model.caching.mode !== 'automatic') return;
  let shared = 0;
  for (const [index, part] of body.prompt.entries()) {
    const fixed = part.role === 'system' || part.role === 'tools' || part.role === 'examples';
    const amount = parts[index]?.amount;
    if (!fixed || amount === undefined) break;
    shared += amount.constant + amount.terms.reduce((sum, term) => sum + mean(term.of), 0);
    if (part.pieces.some((piece) => piece.kind === 'input' || piece.kind === 'step')) break;
  }
  if (shared < model.caching.minTokens) return;
  const tokens = Math.round(shared).toLocaleString('en-US');
  resolving.problems.error(
    'not-computed-yet',
    body.modelAt,
    `${model.id} caches the ${tokens} shared tokens of step "${node.step.name}" by itself; cached prices are not computed yet by this version`,
    {
      label: 'add cache: off to price every call uncached',
    },
  );
};

/** Returns a model call with everything looked up: tokens for the model's own tokenizer, prices for every month. */
export const modelLink = (
  resolving: Resolving,
  node: Node,
  body: ModelBody,
  id: string,
  at: Span,
  retry: PlanRetry,
): ModelLink | undefined => {
  const model = findModel(resolving.catalogue, resolving.problems, id, at);
  if (model === undefined) return undefined;
  const family = model.tokenizer === null ? null : (FAMILIES.get(model.tokenizer) ?? null);
  if (model.tokenizer !== null && family === null) {
    return resolving.problems.error('unknown-name', model.place, `the tokenizer "${model.tokenizer}" of ${model.id} is not known`, {
      label: didYouMean(model.tokenizer, FAMILIES.keys()),
      help: [`known: ${[...FAMILIES.keys()].join(', ')}`],
    });
  }
  const prices = resolving.windows.map(({ from, until }) => segmentsOf(resolving.catalogue, model, from, until));
  const rows = [...new Set(prices.flat().map(({ row }) => row))];
  checkTier(resolving, model, rows, body.tier, at);
  for (const row of rows) assumePrice(resolving, row);
  for (const note of new Set(prices.flat().flatMap(({ notes }) => notes))) resolving.problems.warning('price-date', at, note);
  if (body.output === null && rows.some((row) => row.prices.output !== null)) {
    resolving.problems.error('missing-key', node.step.at, `step "${node.step.name}" does not say how much ${model.id} writes`, {
      label: 'add output: 300, or a range such as 200 to 900',
    });
  }
  const prompting: Prompting = { resolving, node, model, family };
  const parts = body.prompt.map((part, index) => planPart(prompting, part, index));
  checkCaching(prompting, body, parts);
  const messages = family === null ? 0 : messagesIn(body.prompt);
  const overhead = family === null || messages === 0 ? 0 : messages * family.overhead.perMessage + family.overhead.perCall;
  if (overhead > 0)
    assume(
      resolving,
      `${node.step.name} message overhead`,
      `${overhead} tokens: ${messages} ${messages === 1 ? 'message' : 'messages'} (${model.tokenizer})`,
      'estimated',
      null,
    );
  return {
    kind: 'model',
    model,
    tier: body.tier,
    retry,
    parts,
    overhead: { tokens: overhead, messages },
    output: statedAmount(resolving, body.output, `${node.step.name}.output`, family),
    reasoning: statedAmount(resolving, body.reasoning, `${node.step.name}.reasoning`, family),
    maxOutput: Math.min(body.maxOutput ?? Infinity, model.maxOutput ?? Infinity),
    maxInput: body.maxInput ?? Infinity,
    window: model.maxInput ?? Infinity,
    prices,
  };
};
