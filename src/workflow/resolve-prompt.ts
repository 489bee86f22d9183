import type { Span } from '../diagnostics/source.ts';
import { mean } from '../stats/moments.ts';
import type { Family } from '../tokens/families.ts';
import type { Tool } from '../tokens/tools/definition.ts';
import { FORM_BAND, FORM_WORDS, writtenTools } from '../tokens/tools/framing.ts';
import { constantAmount, handedAmount, NO_AMOUNT, scaledAmount, sumOf } from './amount.ts';
import type { Node } from './graph.ts';
import { ancestors } from './graph-needs.ts';
import { handedTo } from './handing.ts';
import { inputAmount } from './linking.ts';
import { tokensOfImage } from './pictures.ts';
import type { Amount, Origin, PlanPart } from './plan.ts';
import { toolOverhead } from './resolve-overhead.ts';
import { assume, bandText, countedBy, originOf, type Prompting, readOn } from './resolving.ts';
import type { ModelBody, Named, Piece, PromptPart, Stated } from './spec.ts';
import { statedAmount, wholeAmount } from './stated.ts';

/** `how` is what there is to say of a number beyond its origin. */
type Counted = { readonly amount: Amount; readonly origin: Origin; readonly how?: string | null };

const stated = (amount: Amount | undefined): Counted => ({ amount: amount ?? NO_AMOUNT, origin: 'stated' });

/** The family that counts texts for a model, or a report that its table names none. */
const familyOf = ({ resolving, reader }: Prompting, part: PromptPart): Family | undefined =>
  reader.family ??
  resolving.problems.error(
    'bad-value',
    part.at,
    `${reader.model.id} has no tokenizer in its price table, so that texts cannot be counted for it`,
    { label: 'state the tokens: { tokens: 1200 }' },
  );

const textCounted = (prompting: Prompting, text: string, part: PromptPart): Counted => {
  const family = familyOf(prompting, part);
  if (family === undefined) return stated(undefined);
  return {
    amount: constantAmount(prompting.resolving.counting.text(family, text)),
    origin: family.band === null ? 'measured' : 'estimated',
  };
};

const rounded = (tokens: number): string => Math.round(tokens).toLocaleString('en-US');

/** Tools count as the provider of the model writes them: an estimate also where its tokenizer is exact. */
const toolsCounted = (prompting: Prompting, tools: readonly Tool[], part: PromptPart): Counted => {
  const { resolving, node } = prompting;
  const family = familyOf(prompting, part);
  if (family === undefined) return stated(undefined);
  const { form, source, asOf } = family.tools;
  const { texts, tokens } = writtenTools(family.tools, tools);
  const counted = texts.reduce((sum, text) => sum + resolving.counting.text(family, text), tokens);
  const what = `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'} as ${FORM_WORDS[form]}`;
  const by = `${family.name}${bandText(family.band ?? FORM_BAND)}, as of ${asOf}`;
  assume(resolving, `${node.step.name}.prompt ${part.label}`, `${rounded(counted)} tokens: ${what} (${by})`, 'estimated', part.at);
  return { amount: constantAmount(counted), origin: 'estimated', how: `${what} (${by}): ${source}` };
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
const several = ({ resolving, node, reader }: Prompting, count: Stated | null, source: string, each: number, at: Span): Counted => {
  const tokens = `${rounded(each)} tokens`;
  const read = readOn(reader.model);
  const [on, how] = read === null ? [reader.model.id, `${tokens} each`] : [`${reader.model.id}, ${read}`, `${tokens} each, ${read}`];
  assume(resolving, `${source} each`, `${tokens} on ${on}`, 'table', at);
  const amount =
    count === null ? constantAmount(each) : scaledAmount(wholeAmount(resolving, count, source, { node, reader }, 'item'), each);
  return { amount, origin: 'table', how };
};

/** Pages of a document differ less than documents do: each counts at the mean of the model's range. */
const pagesCounted = (prompting: Prompting, pages: Stated, source: string): Counted => {
  const { resolving, reader } = prompting;
  const perPage = reader.model.pdfPageTokens;
  if (perPage !== null) return several(prompting, pages, source, mean(perPage), pages.at);
  resolving.problems.error('bad-value', pages.at, `the price table of ${reader.model.id} does not say what a page costs`, {
    label: 'state the tokens: { tokens: 2k }',
  });
  return stated(undefined);
};

const counted = (prompting: Prompting, piece: Piece, part: PromptPart, source: string): Counted => {
  const { resolving, node, reader } = prompting;
  switch (piece.kind) {
    case 'text':
      return textCounted(prompting, piece.text, part);
    case 'tools':
      return toolsCounted(prompting, piece.tools, part);
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
      return several(prompting, piece.count, source, tokensOfImage(resolving, reader, piece), piece.at);
    case 'pages':
      return pagesCounted(prompting, piece.pages, source);
    case 'input': {
      const input = resolving.inputs.get(piece.name);
      if (input === undefined) return stated(undefined);
      const amount = inputAmount(resolving, input, reader) ?? NO_AMOUNT;
      if (input.kind === 'image') return { amount, origin: 'table', how: readOn(reader.model) };
      return { amount, origin: originOf(input.stated.quantity, reader) };
    }
    default:
      return piece satisfies never;
  }
};

const WEAKEST: readonly Origin[] = ['estimated', 'default', 'stated', 'measured', 'table'];

const sourceOf = (node: Node, index: number, inner: number): string => `${node.step.name}.prompt[${index}${inner > 0 ? `.${inner}` : ''}]`;

const countPart = (prompting: Prompting, part: PromptPart, index: number): readonly Counted[] =>
  part.pieces.map((piece, inner) => counted(prompting, piece, part, sourceOf(prompting.node, index, inner)));

const together = (pieces: readonly Counted[]): Required<Counted> => ({
  amount: sumOf(pieces.map(({ amount }) => amount)),
  origin: WEAKEST.find((candidate) => pieces.some(({ origin }) => origin === candidate)) ?? 'stated',
  how: [...new Set(pieces.flatMap(({ how }) => how ?? []))].join('; ') || null,
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
  return piece !== undefined && 'text' in piece && others.length === 0 ? `${piece.kind} ${piece.text}` : own;
};

const assumePart = ({ resolving, node, reader }: Prompting, part: PromptPart, { amount, origin }: Counted): void => {
  if (reader.family === null || !part.pieces.some(({ kind }) => kind === 'text')) return;
  const value = `${rounded(amount.constant)} tokens${countedBy(reader)}`;
  assume(resolving, `${node.step.name}.prompt ${part.label}`, value, origin, part.at);
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
export const planParts = (
  prompting: Prompting,
  { prompt }: ModelBody,
  history: (part: PromptPart) => readonly PlanPart[],
): readonly PlanPart[] => {
  const tools = prompt.findIndex(({ role }) => role === 'tools');
  return prompt.flatMap((part, index) => {
    if (part.history !== null) return history(part);
    return [...(index === tools ? toolOverhead(prompting, prompt, part) : []), ...planPart(prompting, part, index)];
  });
};

/** Returns what a step's user parts hold, counted for a model that reads them later as history. */
export const userParts = (prompting: Prompting, body: ModelBody): Amount =>
  sumOf(body.prompt.flatMap((part, index) => (part.role === 'user' ? [together(countPart(prompting, part, index)).amount] : [])));
