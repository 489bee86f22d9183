import { uniformAt } from '../../stats/random.ts';
import { cumulative, indexAt } from '../../stats/sample.ts';
import type { PlanItems, PlanRounds, PlanStep } from '../../workflow/plan.ts';
import { conditionOf } from './conditions.ts';
import type { Items, Rounds } from './step.ts';
import { amountValue, type Streams, type Value } from './values.ts';

/** No loop runs further: SPEC 11. */
const MOST_ROUNDS = 10_000;

const counted = (counts: readonly number[], name: string, streams: Streams): Value => {
  const sums = cumulative(counts);
  const stream = streams(name);
  return ({ at }) => indexAt(sums, uniformAt(stream, at.run, at.pass));
};

/** Returns how many rounds a step runs, or what ends them. */
export const roundsOf = (steps: readonly PlanStep[], rounds: PlanRounds, name: string, streams: Streams): Rounds => {
  const max = rounds.max ?? MOST_ROUNDS;
  switch (rounds.kind) {
    case 'counts':
      return { count: counted(rounds.counts, `${name} rounds`, streams), until: null, max: rounds.max ?? rounds.counts.length - 1 };
    case 'linked':
      return { count: amountValue(streams, rounds.number), until: null, max };
    case 'until': {
      const of = rounds.until.map(({ step, outcome }) => ({ kind: 'outcome', step, outcome }) as const);
      return { count: null, until: conditionOf(steps, { kind: 'any', of }, name, streams), max };
    }
    default:
      return rounds satisfies never;
  }
};

/** n = max(1, ⌈(d − overlap) ÷ (size − overlap)⌉) of a document of d tokens, none of an empty one. */
const chunksIn = (tokens: number, size: number, overlap: number): number =>
  tokens <= 0 ? 0 : Math.max(1, Math.ceil((tokens - overlap) / (size - overlap)));

/** Returns over how many items a step runs, and how many at a time. */
export const itemsOf = (items: PlanItems, name: string, streams: Streams): Items => {
  const parallel = items.parallel ?? Infinity;
  const most = items.max ?? Infinity;
  switch (items.kind) {
    case 'counts': {
      const count = counted(items.counts, `${name} items`, streams);
      return { count: (play) => Math.min(most, count(play)), parallel, chunk: null };
    }
    case 'linked': {
      const number = amountValue(streams, items.number);
      return { count: (play) => Math.min(most, Math.max(0, number(play))), parallel, chunk: null };
    }
    case 'chunks': {
      const { size, overlap } = items;
      const document = amountValue(streams, items.document);
      return { count: (play) => Math.min(most, chunksIn(document(play), size, overlap)), parallel, chunk: { document, size, overlap } };
    }
    default:
      return items satisfies never;
  }
};
