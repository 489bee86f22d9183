import { type Stream, streamOf, uniformAt } from '../../stats/random.ts';
import { remembered } from '../../stats/remembered.ts';
import { type Sampler, samplerOf } from '../../stats/sample.ts';
import type { Amount, Handed, Term } from '../../workflow/plan.ts';
import type { Play } from './play.ts';

/** A number of the request that is being played. */
export type Value = (play: Play) => number;

/** Samplers are made once for all futures that share a distribution: one of records sums up their weights first. */
const samplerFor = remembered(samplerOf);

/** Names the streams of a simulation: the same seed and name give the same draws in every plan. */
export type Streams = (name: string) => Stream;

export const streamsOf =
  (seed: number): Streams =>
  (name) =>
    streamOf(seed, name);

/** A draw that stays the same for as long as its place does: rounds, retries and steps that ask again find it drawn. */
const held = (drawn: 'request' | 'item', stream: Stream, sampler: Sampler): Value => {
  const byItem = drawn === 'item';
  let [run, place, value] = [Number.NaN, 0, 0];
  return ({ at }) => {
    const here = byItem ? at.item : at.request;
    if (at.run !== run || here !== place) {
      run = at.run;
      place = here;
      value = sampler(uniformAt(stream, run, place));
    }
    return value;
  };
};

const drawOf = (drawn: Term['drawn'], stream: Stream, sampler: Sampler): Value => {
  switch (drawn) {
    case 'request':
    case 'item':
      return held(drawn, stream, sampler);
    case 'attempt':
      return ({ at }) => sampler(uniformAt(stream, at.run, at.attempt));
    default:
      return drawn satisfies never;
  }
};

type Linked = { readonly times: number; readonly plus: number; readonly min: number; readonly max: number };

const linked = (value: Value, { times, plus, min, max }: Linked): Value => {
  if (times === 1 && plus === 0 && min === -Infinity && max === Infinity) return value;
  return (play) => Math.min(max, Math.max(min, times * value(play) + plus));
};

const handedValue = (handed: Handed): Value => {
  const { step } = handed;
  switch (handed.what) {
    // A step that comes later in the round has not been played yet: what stands there is the last round's.
    case 'output':
    case 'previous_round':
      return (play) => play.handed[step] ?? 0;
    case 'rounds':
      return (play) => play.carried[step] ?? 0;
    case 'chunk':
      return (play) => play.chunk[step] ?? 0;
    default:
      return handed.what satisfies never;
  }
};

/**
 * Returns an amount as a function of the request. Draws of one source are one draw; those of an attempt differ from attempt to
 * attempt, and from link to link.
 */
export const amountValue = (streams: Streams, amount: Amount): Value => {
  const { constant } = amount;
  const [first, second, ...others] = [
    ...amount.terms.map((term) => linked(drawOf(term.drawn, streams(term.source), samplerFor(term.of)), term)),
    ...amount.handed.map((handed) => linked(handedValue(handed), handed)),
  ];
  if (first === undefined) return () => constant;
  if (second === undefined) return constant === 0 ? first : (play) => constant + first(play);
  if (others.length === 0) return (play) => constant + first(play) + second(play);
  return (play) => others.reduce((sum, value) => sum + value(play), constant + first(play) + second(play));
};

/** Whether something with a chance happens here. `place` tells the draw from others of the stream. */
export const happens = (stream: Stream, share: number, run: number, place: number): boolean =>
  share > 0 && (share >= 1 || uniformAt(stream, run, place) < share);
