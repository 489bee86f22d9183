import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import type { Quantity } from '../quantity/quantity.ts';
import { tokensFor } from '../tokens/estimate.ts';
import { type EncodingName, FAMILIES, type Family } from '../tokens/families.ts';
import type { Tally } from '../tokens/scripts.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import type { Loader } from './reading.ts';
import { sampleTexts } from './samples.ts';
import type { ModelBody, Spec, Stated, StepSpec } from './spec.ts';

/** Counts texts for model families; every text is read and counted once for each encoding, whatever asks for it. */
export type Counting = {
  /** Tokens of a text. */
  readonly text: (family: Family, text: string) => number;
  /** Tokens of each sample that a quantity names; paths are relative to the file that names them. */
  readonly samples: (family: Family, patterns: readonly string[], field: string | null, stated: Span) => readonly number[] | undefined;
};

const usesTexts = (quantity: Quantity): boolean => {
  if (quantity.kind === 'samples') return true;
  if (quantity.kind === 'mixture') return quantity.parts.some(({ of }) => usesTexts(of));
  return (quantity.kind === 'bounded' || quantity.kind === 'scaled') && usesTexts(quantity.of);
};

const modelBodies = (steps: readonly StepSpec[]): readonly { readonly step: StepSpec; readonly body: ModelBody }[] =>
  steps.flatMap((step) => {
    if (step.body.kind === 'group') return modelBodies(step.body.steps);
    return step.body.kind === 'model' ? [{ step, body: step.body }] : [];
  });

const countsTexts = (body: ModelBody): boolean =>
  body.prompt.some(({ pieces }) =>
    pieces.some((piece) => piece.kind === 'text' || (piece.kind === 'tokens' && usesTexts(piece.tokens.quantity))),
  ) || [body.output, body.reasoning].some((stated: Stated | null) => stated !== null && usesTexts(stated.quantity));

/** Every id that the steps name as a model, with its place. */
export const modelsNamed = (spec: Spec): readonly { readonly id: string; readonly at: Span }[] =>
  modelBodies(spec.steps).flatMap(({ step, body }) => [
    { id: body.model, at: body.modelAt },
    ...step.fallback.flatMap((entry) => (entry.kind === 'model' ? [{ id: entry.model, at: entry.at }] : [])),
  ]);

/** Whether a plan has anything to count, so that a rank table is loaded only then. */
export const needsCounting = (spec: Spec): boolean => {
  const inputs = [...spec.inputs.values(), ...spec.scenarios.flatMap((scenario) => [...scenario.inputs.values()])];
  return inputs.some(({ stated }) => usesTexts(stated.quantity)) || modelBodies(spec.steps).some(({ body }) => countsTexts(body));
};

/**
 * Returns the counting of one run over the rank tables that were loaded for it. `own` gives a family as the project counts by it.
 */
export const countingOf = (
  counters: ReadonlyMap<EncodingName, Tokenizer>,
  loader: Loader,
  problems: Problems,
  own: (family: Family) => Family = (family) => family,
): Counting => {
  const texts = new Map<string, readonly string[] | undefined>();
  const counts = new Map<string, readonly Tally[]>();

  const tally = (family: Family, text: string): Tally => {
    const counter = counters.get(family.encoding);
    if (counter === undefined) throw new Error(`the encoding ${family.encoding} was not loaded`);
    return counter.tally(text);
  };

  const textsOf = (patterns: readonly string[], field: string | null, at: Span, key: string): readonly string[] | undefined => {
    if (!texts.has(key)) {
      const files: readonly SourceFile[] | undefined = loader.matching(patterns, at.file, at);
      texts.set(key, files && sampleTexts(files, field, at, problems));
    }
    return texts.get(key);
  };

  return {
    text: (named, text) => tokensFor(own(named), tally(own(named), text)),
    samples: (named, patterns, field, at) => {
      const family = own(named);
      const key = JSON.stringify([at.file.name, patterns, field]);
      const found = textsOf(patterns, field, at, key);
      if (found === undefined) return undefined;
      const counted = counts.get(key + family.encoding) ?? found.map((text) => tally(family, text));
      counts.set(key + family.encoding, counted);
      return counted.map((one) => tokensFor(family, one));
    },
  };
};

/** The encodings that some models count by. */
export const encodingsOf = (
  tokenizers: Iterable<string | null>,
  own: (family: Family) => Family = (family) => family,
): readonly EncodingName[] =>
  [...tokenizers].flatMap((name) => {
    const family = name === null ? undefined : FAMILIES.get(name);
    return family === undefined ? [] : [own(family).encoding];
  });
