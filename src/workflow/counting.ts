import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { usesTexts } from '../quantity/quantity.ts';
import { tokensFor } from '../tokens/estimate.ts';
import { type EncodingName, FAMILIES, type Family } from '../tokens/families.ts';
import type { Tally } from '../tokens/scripts.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import type { Loader } from './reading.ts';
import { sampleTexts } from './samples.ts';
import type { CompactSpec, ModelBody, Spec, StepSpec } from './spec.ts';

/** Families by the name that price tables use. */
export type Families = ReadonlyMap<string, Family>;

/** Counts texts for model families; every text is read and counted once for each encoding, whatever asks for it. */
export type Counting = {
  /** Families by name, as this project counts by them. */
  readonly families: Families;
  /** Tokens of a text. */
  readonly text: (family: Family, text: string) => number;
  /** Tokens of each sample that a quantity names; paths are relative to the file that names them. */
  readonly samples: (family: Family, patterns: readonly string[], field: string | null, stated: Span) => readonly number[] | undefined;
};

const modelBodies = (steps: readonly StepSpec[]): readonly { readonly step: StepSpec; readonly body: ModelBody }[] =>
  steps.flatMap((step) => {
    if (step.body.kind === 'group') return modelBodies(step.body.steps);
    return step.body.kind === 'model' ? [{ step, body: step.body }] : [];
  });

const allSteps = (steps: readonly StepSpec[]): readonly StepSpec[] =>
  steps.flatMap((step) => [step, ...(step.body.kind === 'group' ? allSteps(step.body.steps) : [])]);

const compactions = ({ steps }: Pick<Spec, 'steps'>): readonly CompactSpec[] => {
  const carried = allSteps(steps).map(({ carry }) => carry?.compact);
  const histories = modelBodies(steps).flatMap(({ body }) => body.prompt.map(({ history }) => history?.compact));
  return [...carried, ...histories].filter((compact) => compact !== null && compact !== undefined);
};

/** Every id that a workflow names as a model, with its place. */
export const modelsNamed = (spec: Spec): readonly { readonly id: string; readonly at: Span }[] => [
  ...modelBodies(spec.steps).flatMap(({ step, body }) => [
    { id: body.model, at: body.modelAt },
    ...body.candidates.map(({ model, at }) => ({ id: model, at })),
    ...step.fallback.flatMap((entry) => (entry.kind === 'model' ? [{ id: entry.model, at: entry.at }] : [])),
  ]),
  ...compactions(spec).flatMap(({ model }) => (model === null ? [] : [{ id: model.name, at: model.at }])),
];

const countsTexts = ({ prompt, output, reasoning, candidates, fees }: ModelBody): boolean => {
  const pieces = prompt.flatMap((part) => part.pieces);
  const prompted = pieces.flatMap((piece) => (piece.kind === 'tokens' ? [piece.tokens] : []));
  const replaced = candidates.flatMap((candidate) => [candidate.output, candidate.reasoning]);
  const stated = [...prompted, output, reasoning, ...replaced, ...fees.map(({ units }) => units)].filter((one) => one !== null);
  return pieces.some(({ kind }) => kind === 'text' || kind === 'tools') || stated.some(({ quantity }) => usesTexts(quantity));
};

/** Whether a plan has anything to count, so that a rank table is loaded only then. */
export const needsCounting = (spec: Spec): boolean => {
  const inputs = [...spec.inputs.values(), ...spec.scenarios.flatMap((scenario) => [...scenario.inputs.values()])];
  const stated = [...inputs.flatMap((input) => (input.kind === 'image' ? [] : [input.stated])), ...compactions(spec).map(({ to }) => to)];
  return stated.some(({ quantity }) => usesTexts(quantity)) || modelBodies(spec.steps).some(({ body }) => countsTexts(body));
};

/** Returns the counting of one run over the rank tables that were loaded for it, and the families as the project counts by them. */
export const countingOf = (
  counters: ReadonlyMap<EncodingName, Tokenizer>,
  loader: Loader,
  problems: Problems,
  families: Families = FAMILIES,
): Counting => {
  const texts = new Map<string, readonly string[] | undefined>();
  const counts = new Map<string, readonly Tally[]>();
  const prompts = new Map<EncodingName, Map<string, Tally>>();

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

  const tallyOnce = (family: Family, text: string): Tally => {
    const known = prompts.get(family.encoding) ?? new Map<string, Tally>();
    prompts.set(family.encoding, known);
    const counted = known.get(text) ?? tally(family, text);
    known.set(text, counted);
    return counted;
  };

  return {
    families,
    text: (family, text) => tokensFor(family, tallyOnce(family, text)),
    samples: (family, patterns, field, at) => {
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
export const encodingsOf = (tokenizers: Iterable<string | null>, families: Families = FAMILIES): readonly EncodingName[] =>
  [...tokenizers].flatMap((name) => (name === null ? [] : (families.get(name)?.encoding ?? [])));
