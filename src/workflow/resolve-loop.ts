import type { Span } from '../diagnostics/source.ts';
import { countProbabilities, MOST } from '../stats/counts.ts';
import { constant, type Distribution } from '../stats/distribution.ts';
import { ceilingOf, NO_AMOUNT } from './amount.ts';
import type { Node } from './graph.ts';
import { linkedNumber } from './linking.ts';
import type { Amount, Carry, PlanItems, PlanRounds } from './plan.ts';
import { compactionOf } from './resolve-compaction.ts';
import { assume, type Reader, type Resolving } from './resolving.ts';
import type { CarrySpec, ForEach, Stated, StepSpec } from './spec.ts';
import { statedAmount, statedShare } from './stated.ts';

/** Who counts a document that a step cuts up: its own model; of a group the first one inside. */
const readerOf = (resolving: Resolving, { body }: StepSpec): Reader | null => {
  if (body.kind === 'group') return body.steps.map((step) => readerOf(resolving, step)).find((reader) => reader !== null) ?? null;
  const model = body.kind === 'model' ? resolving.catalogue.find(body.model) : undefined;
  if (model === undefined) return null;
  return { model, family: model.tokenizer === null ? null : (resolving.counting.families.get(model.tokenizer) ?? null) };
};

type Numbers = { readonly max: number | null } & (
  | { readonly kind: 'counts'; readonly counts: readonly number[] }
  | { readonly kind: 'linked'; readonly number: Amount }
);

/** The draw of a number of its own, undefined where it is another's. */
const ownDraw = ({ constant: value, terms, handed }: Amount, what: string): Distribution | undefined => {
  const [term] = terms;
  if (handed.length > 0 || (term !== undefined && term.source !== what)) return undefined;
  return term?.of ?? constant(value);
};

/** How often a step runs is known before it first does. */
const checkSelf = ({ problems }: Resolving, node: Node, { handed }: Amount, at: Span): void => {
  if (!handed.some(({ step }) => step === node.index)) return;
  const { name } = node.step;
  problems.error('unknown-name', at, `how often "${name}" runs cannot depend on what it writes`, {
    label: 'write repeat: { until: <step>.<outcome> } to end a loop by its result',
  });
};

/** How often something runs: P(N = n), or another's number. A ceiling beyond the limit of SPEC 11 is an error. */
const numbersOf = (resolving: Resolving, node: Node, stated: Stated, what: string, least: number): Numbers => {
  const amount = statedAmount(resolving, stated, what, { node, reader: readerOf(resolving, node.step) }, 'item');
  checkSelf(resolving, node, amount, stated.at);
  const ceiling = ceilingOf(amount);
  const max = Number.isFinite(ceiling) ? Math.max(least, Math.round(ceiling)) : null;
  if (max !== null && max > MOST)
    resolving.problems.error('limit', stated.at, `${what}: more than 10,000 are not computed`, { label: 'at most 10,000' });
  const of = ownDraw(amount, what);
  return of === undefined ? { kind: 'linked', number: amount, max } : { kind: 'counts', counts: countProbabilities(of, least), max };
};

/** Going on with probability q up to max: P(N ≥ k) = q^(k−1). */
const continuing = (q: number, max: number): readonly number[] => {
  const most = q === 1 ? max : Math.min(max, Math.ceil(Math.log(1e-16) / Math.log(q || Number.EPSILON)) + 1);
  return [0, ...Array.from({ length: most }, (_, index) => (index + 1 === most ? q ** index : q ** index * (1 - q)))];
};

/** Returns how many rounds a step runs, null for once. */
export const roundsOf = (resolving: Resolving, node: Node): PlanRounds | null => {
  const { repeat, name } = node.step;
  if (repeat === null) return null;
  if (repeat.kind === 'times') return numbersOf(resolving, node, repeat.times, `${name}.repeat.times`, 1);
  const at = repeat.kind === 'until' ? repeat.at : repeat.share.at;
  assume(resolving, `${name}.repeat.max`, String(repeat.max ?? MOST), repeat.max === null ? 'default' : 'stated', at);
  if (repeat.kind === 'until') {
    const until = repeat.until.map(({ step, outcome }) => ({ step: resolving.graph.byName.get(step) ?? 0, outcome }));
    return { kind: 'until', until, max: repeat.max };
  }
  assume(resolving, `${name}.repeat.continue`, repeat.share.text, 'stated', repeat.share.at);
  return { kind: 'counts', counts: continuing(statedShare(resolving, repeat.share), repeat.max ?? MOST), max: repeat.max };
};

/** ⌈(d − overlap) ÷ (size − overlap)⌉ of the longest document, null where there is none. */
const mostChunks = (document: Amount, { size, overlap }: Extract<ForEach, { kind: 'chunks' }>): number | null => {
  const longest = ceilingOf(document);
  return Number.isFinite(longest) ? Math.max(longest > 0 ? 1 : 0, Math.ceil((longest - overlap) / (size - overlap))) : null;
};

/** Returns over which items a step runs, null where it runs for the request as a whole. */
export const itemsOf = (resolving: Resolving, node: Node): PlanItems | null => {
  const { forEach, name } = node.step;
  if (forEach === null) return null;
  const { parallel } = forEach;
  if (forEach.kind === 'items') return { ...numbersOf(resolving, node, forEach.items, `${name}.for_each.items`, 0), parallel };
  const { document: named, size, overlap } = forEach;
  const document = linkedNumber(resolving, { node, reader: readerOf(resolving, node.step) }, named) ?? NO_AMOUNT;
  assume(resolving, `${name}.for_each`, `chunks of ${named.name}: ${size} tokens, overlap ${overlap}`, 'stated', named.at);
  checkSelf(resolving, node, document, named.at);
  const max = mostChunks(document, forEach);
  if (max !== null && max > MOST)
    resolving.problems.error('limit', named.at, `${name}.for_each: more than 10,000 chunks are not computed`, {
      label: 'make the chunks longer',
    });
  return { kind: 'chunks', document, size, overlap, parallel, max };
};

/** Every step inside that writes, itself included. */
const writersIn = (resolving: Resolving, index: number): readonly number[] => {
  const node = resolving.graph.nodes[index];
  if (node === undefined) return [];
  return node.children.length > 0 ? node.children.flatMap((child) => writersIn(resolving, child)) : [index];
};

const carried = (resolving: Resolving, node: Node, { steps }: CarrySpec): readonly number[] => {
  if (steps === 'all') return writersIn(resolving, node.index);
  const named = steps.flatMap(({ name }) => resolving.graph.byName.get(name) ?? []);
  return [...new Set(named.flatMap((index) => writersIn(resolving, index)))];
};

/** Returns what each round adds to the prompts of later ones, null for nothing. */
export const carryOf = (resolving: Resolving, node: Node): Carry | null => {
  const { carry, name } = node.step;
  if (carry === null) return null;
  const { reasoning, last } = carry;
  return {
    steps: carried(resolving, node, carry),
    reasoning,
    last,
    compact: compactionOf(resolving, node, carry.compact, `${name}.carry.compact`),
  };
};
