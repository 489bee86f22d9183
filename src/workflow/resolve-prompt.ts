import type { Span } from '../diagnostics/source.ts';
import { mean } from '../stats/moments.ts';
import { constantAmount, handedAmount, NO_AMOUNT, scaledAmount, sumOf } from './amount.ts';
import type { Node } from './graph.ts';
import { ancestors } from './graph-needs.ts';
import { handedTo } from './handing.ts';
import { inputAmount } from './linking.ts';
import { tokensOfImage } from './pictures.ts';
import type { Amount, Origin, PlanPart } from './plan.ts';
import { assume, countedBy, originOf, type Reader, type Resolving } from './resolving.ts';
import type { ModelBody, Named, Piece, PromptPart, Stated } from './spec.ts';
import { statedAmount, wholeAmount } from './stated.ts';

/** A step's prompt being counted for a model that reads it. */
export type Prompting = { readonly resolving: Resolving; readonly node: Node; readonly reader: Reader };

type Counted = { readonly amount: Amount; readonly origin: Origin };

const stated = (amount: Amount | undefined): Counted => ({ amount: amount ?? NO_AMOUNT, origin: 'stated' });

const textAmount = ({ resolving, reader }: Prompting, text: string, part: PromptPart): Amount => {
  if (reader.family !== null) return constantAmount(resolving.counting.text(reader.family, text));
  resolving.problems.error(
    'bad-value',
    part.at,
    `${reader.model.id} has no tokenizer in its price table, so that texts cannot be counted for it`,
    { label: 'state the tokens: { tokens: 1200 }' },
  );
  return NO_AMOUNT;
};

const chunkOf = ({ resolving, node }: Prompting, { name }: Named): Amount => {
  const { graph } = resolving;
  const cutting = ancestors(graph, node.index).find((index) => {
    const forEach = graph.nodes[index]?.step.forEach;
    return forEach?.kind === 'chunks' && forEach.document.name === name;
  });
  return cutting === undefined ? NO_AMOUNT : handedAmount('chunk', cutting);
};

const roundsOf = ({ resolving, node }: Prompting, { name, at }: Named): Amount => {
  const step = resolving.graph.byName.get(name);
  if (step !== undefined && resolving.graph.before[node.index]?.has(step)) return handedAmount('rounds', step);
  resolving.problems.error('unknown-name', at, `the loop "${name}" does not end before step "${node.step.name}" starts`, {
    label: `add it: needs: [${name}]`,
  });
  return NO_AMOUNT;
};

/** So many things of one size: pictures, pages. A count that nobody states is one. */
const several = ({ resolving, node, reader }: Prompting, count: Stated | null, source: string, each: number, at: Span): Amount => {
  assume(resolving, `${source} each`, `${Math.round(each).toLocaleString('en-US')} tokens on ${reader.model.id}`, 'table', at);
  return count === null ? constantAmount(each) : scaledAmount(wholeAmount(resolving, count, source, { node, reader }, 'item'), each);
};

/** Pages of a document differ less than documents do: each counts at the mean of the model's range. */
const pagesAmount = (prompting: Prompting, pages: Stated, source: string): Amount => {
  const { resolving, reader } = prompting;
  const perPage = reader.model.pdfPageTokens;
  if (perPage !== null) return several(prompting, pages, source, mean(perPage), pages.at);
  resolving.problems.error('bad-value', pages.at, `the price table of ${reader.model.id} does not say what a page costs`, {
    label: 'state the tokens: { tokens: 2k }',
  });
  return NO_AMOUNT;
};

const counted = (prompting: Prompting, piece: Piece, part: PromptPart, source: string): Counted => {
  const { resolving, node, reader } = prompting;
  switch (piece.kind) {
    case 'text':
      return { amount: textAmount(prompting, piece.text, part), origin: reader.family?.band === null ? 'measured' : 'estimated' };
    case 'tokens':
      return {
        amount: statedAmount(resolving, piece.tokens, source, { node, reader }, 'item'),
        origin: originOf(piece.tokens.quantity, reader),
      };
    case 'step':
      return stated(handedTo(resolving, node, piece));
    case 'rounds':
      return stated(roundsOf(prompting, piece));
    case 'chunk':
      return stated(chunkOf(prompting, piece));
    case 'images':
      return { amount: several(prompting, piece.count, source, tokensOfImage(resolving, reader, piece), piece.at), origin: 'table' };
    case 'pages':
      return { amount: pagesAmount(prompting, piece.pages, source), origin: 'table' };
    case 'input': {
      const input = resolving.inputs.get(piece.name);
      if (input === undefined) return stated(undefined);
      const origin = input.kind === 'image' ? 'table' : originOf(input.stated.quantity, reader);
      return { amount: inputAmount(resolving, input, reader) ?? NO_AMOUNT, origin };
    }
    default:
      return piece satisfies never;
  }
};

const WEAKEST: readonly Origin[] = ['estimated', 'default', 'stated', 'measured', 'table'];

const sourceOf = (node: Node, index: number, inner: number): string => `${node.step.name}.prompt[${index}${inner > 0 ? `.${inner}` : ''}]`;

const countPart = (prompting: Prompting, part: PromptPart, index: number): readonly Counted[] =>
  part.pieces.map((piece, inner) => counted(prompting, piece, part, sourceOf(prompting.node, index, inner)));

const together = (pieces: readonly Counted[]): Counted => ({
  amount: sumOf(pieces.map(({ amount }) => amount)),
  origin: WEAKEST.find((candidate) => pieces.some(({ origin }) => origin === candidate)) ?? 'stated',
});

/** Zipf(1): version k is used 1/k times as often as the first. Of 3 versions: 6/11, 3/11, 2/11. */
const popularityOf = ({ resolving, node }: Prompting, { variants, label }: PromptPart): readonly number[] => {
  if (variants === null) return [1];
  const weights = Array.from({ length: variants.count }, (_, index) => (variants.popularity === 'even' ? 1 : 1 / (index + 1)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!variants.stated)
    assume(resolving, `${node.step.name}.prompt ${label} popularity`, 'zipf: version k is used 1/k as often', 'default', variants.at);
  return weights.map((weight) => weight / total);
};

const PLACEHOLDERS: readonly Piece['kind'][] = ['input', 'step'];

/** Where a part stops being shared: at its first placeholder, behind some text. */
const sharedPieces = ({ pieces }: PromptPart): number => {
  const first = pieces.findIndex(({ kind }) => PLACEHOLDERS.includes(kind));
  return first === -1 || pieces.length === 1 ? pieces.length : first;
};

const keyOf = (part: PromptPart, own: string): string => {
  const [piece, ...others] = part.pieces;
  return piece?.kind === 'text' && others.length === 0 ? `text ${piece.text}` : own;
};

const assumePart = ({ resolving, node, reader }: Prompting, part: PromptPart, { amount, origin }: Counted): void => {
  if (reader.family === null || !part.pieces.some(({ kind }) => kind === 'text')) return;
  const tokens = Math.round(amount.constant).toLocaleString('en-US');
  assume(resolving, `${node.step.name}.prompt ${part.label}`, `${tokens} tokens${countedBy(reader)}`, origin, part.at);
};

const planPart = (prompting: Prompting, part: PromptPart, index: number): readonly PlanPart[] => {
  const pieces = countPart(prompting, part, index);
  const whole = together(pieces);
  assumePart(prompting, part, whole);
  const same = { label: part.label, role: part.role, history: null, variants: popularityOf(prompting, part) };
  const stretch = (from: number, to: number, shared: PlanPart['shared']): PlanPart => ({
    ...same,
    ...(from === 0 && to === pieces.length ? whole : together(pieces.slice(from, to))),
    shared,
    key: keyOf({ ...part, pieces: part.pieces.slice(from, to) }, sourceOf(prompting.node, index, from)),
  });
  const upTo = part.shared === 'none' ? pieces.length : sharedPieces(part);
  const tail = upTo < pieces.length ? [{ ...stretch(upTo, pieces.length, 'none'), variants: [1] }] : [];
  return upTo === 0 ? tail : [stretch(0, upTo, part.shared), ...tail];
};

/** Returns the stretches of a prompt in the order in which they are sent; of a `history` part only its place. */
export const planParts = (prompting: Prompting, body: ModelBody, history: (part: PromptPart) => readonly PlanPart[]): readonly PlanPart[] =>
  body.prompt.flatMap((part, index) => (part.history === null ? planPart(prompting, part, index) : history(part)));

/** Returns what a step's user parts hold, counted for a model that reads them later as history. */
export const userParts = (prompting: Prompting, body: ModelBody): Amount =>
  sumOf(body.prompt.flatMap((part, index) => (part.role === 'user' ? [together(countPart(prompting, part, index)).amount] : [])));
