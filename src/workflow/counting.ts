import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { usesTexts } from '../quantity/quantity.ts';
import type { Counter } from '../tokens/bpe.ts';
import { type EncodingName, FAMILIES, type Family } from '../tokens/families.ts';
import type { Loader } from './reading.ts';
import { sampleTexts } from './samples.ts';
import type { CompactSpec, ModelBody, Spec, StepSpec } from './spec.ts';

/** Counts texts for model families; every text is read and counted once for each encoding, whatever asks for it. */
export type Counting = {
  /** Tokens of a text. `span` is where an approximate count is reported. */
  readonly text: (family: Family, text: string, span: Span) => number;
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
  return pieces.some(({ kind }) => kind === 'text') || stated.some(({ quantity }) => usesTexts(quantity));
};

/** Whether a plan has anything to count, so that a rank table is loaded only then. */
export const needsCounting = (spec: Spec): boolean => {
  const inputs = [...spec.inputs.values(), ...spec.scenarios.flatMap((scenario) => [...scenario.inputs.values()])];
  const stated = [...inputs.flatMap((input) => (input.kind === 'image' ? [] : [input.stated])), ...compactions(spec).map(({ to }) => to)];
  return stated.some(({ quantity }) => usesTexts(quantity)) || modelBodies(spec.steps).some(({ body }) => countsTexts(body));
};

/** Returns the counting of one run over the rank tables that were loaded for it. */
export const countingOf = (counters: ReadonlyMap<EncodingName, Counter>, loader: Loader, problems: Problems): Counting => {
  const texts = new Map<string, readonly string[] | undefined>();
  const counts = new Map<string, readonly number[]>();
  const prompts = new Map<EncodingName, Map<string, number>>();

  const count = (family: Family, text: string, span: Span): number => {
    const counted = counters.get(family.encoding)?.(text);
    if (counted?.approximate) {
      problems.warning('tokens-approximate', span, 'a run of more than 2,000 characters without a break is counted in pieces', {
        label: 'the count is off by a few tokens at each cut',
      });
    }
    return counted?.tokens ?? 0;
  };

  const textsOf = (patterns: readonly string[], field: string | null, at: Span, key: string): readonly string[] | undefined => {
    if (!texts.has(key)) {
      const files: readonly SourceFile[] | undefined = loader.matching(patterns, at.file, at);
      texts.set(key, files && sampleTexts(files, field, at, problems));
    }
    return texts.get(key);
  };

  const countOnce = (family: Family, text: string, span: Span): number => {
    const known = prompts.get(family.encoding) ?? new Map<string, number>();
    prompts.set(family.encoding, known);
    const tokens = known.get(text) ?? count(family, text, span);
    known.set(text, tokens);
    return tokens;
  };

  return {
    text: (family, text, span) => countOnce(family, text, span) * family.factor,
    samples: (family, patterns, field, at) => {
      const key = JSON.stringify([at.file.name, patterns, field]);
      const found = textsOf(patterns, field, at, key);
      if (found === undefined) return undefined;
      const counted = counts.get(key + family.encoding) ?? found.map((text) => count(family, text, at));
      counts.set(key + family.encoding, counted);
      return counted.map((tokens) => tokens * family.factor);
    },
  };
};

/** The encodings that some models count by. */
export const encodingsOf = (tokenizers: Iterable<string | null>): readonly EncodingName[] =>
  [...tokenizers].flatMap((name) => {
    const family = name === null ? undefined : FAMILIES.get(name);
    return family === undefined ? [] : [family.encoding];
  });
