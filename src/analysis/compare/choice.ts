import type { Catalogue } from '../../pricing/catalogue.ts';
import type { Candidate, Spec } from '../../workflow/spec.ts';
import { withCandidate } from '../candidate.ts';
import { type ModelStep, modelSteps, withModelSteps } from '../edit.ts';
import type { Variant } from '../variant.ts';

/** What one step may be: as it is written, or with something else in place of its model. */
export type Choice = {
  readonly step: string;
  /** The model's id, aliases resolved. */
  readonly model: string;
  /** What differs beside the model: `cache 5m`, `tier batch`. */
  readonly says: readonly string[];
  readonly asWritten: boolean;
  readonly change: (step: ModelStep) => ModelStep;
};

/** All that a step may be; the first is as it is written. */
export type Axis = { readonly step: string; readonly choices: readonly Choice[] };

/** One choice for each axis. */
export type Combination = readonly Choice[];

const says = ({ output, reasoning, maxOutput, cache, tier }: Candidate): readonly string[] => [
  ...(output === null ? [] : [`output ${output.text}`]),
  ...(reasoning === null ? [] : [`reasoning ${reasoning.text}`]),
  ...(maxOutput === null ? [] : [`max_output ${maxOutput}`]),
  ...(cache === null ? [] : [`cache ${cacheText(cache)}`]),
  ...(tier === null ? [] : [`tier ${tier}`]),
];

const cacheText = (cache: NonNullable<Candidate['cache']>): string => {
  switch (cache.kind) {
    case 'auto':
    case 'off':
      return cache.kind;
    case 'ttl':
      return cache.ttl;
    case 'hit':
      return `hit ${cache.share.text}`;
    default:
      return cache satisfies never;
  }
};

/** Returns a step's own choice: as it is written. */
export const asWritten = (catalogue: Catalogue, { name, body }: ModelStep): Choice => ({
  step: name,
  model: catalogue.find(body.model)?.id ?? body.model,
  says: [],
  asWritten: true,
  change: (step) => step,
});

/** Returns the choice of a candidate for a step. */
export const choiceOf = (catalogue: Catalogue, { name }: ModelStep, candidate: Candidate): Choice => ({
  step: name,
  model: catalogue.find(candidate.model)?.id ?? candidate.model,
  says: says(candidate),
  asWritten: false,
  change: (step) => withCandidate(catalogue, step, candidate),
});

/** Returns what each step with candidates may be. A candidate that is the step's own model with nothing changed is left out. */
export const candidateAxes = (catalogue: Catalogue, spec: Spec): readonly Axis[] =>
  modelSteps(spec).flatMap((step) => {
    const own = asWritten(catalogue, step);
    const others = step.body.candidates
      .map((candidate) => choiceOf(catalogue, step, candidate))
      .filter(({ model, says: differences }) => model !== own.model || differences.length > 0);
    return others.length === 0 ? [] : [{ step: step.name, choices: [own, ...others] }];
  });

/** Returns how many combinations some axes have. */
export const countOf = (axes: readonly Axis[]): number => axes.reduce((product, { choices }) => product * choices.length, 1);

/** Returns all combinations; the first is all as it is written. */
export const combinationsOf = (axes: readonly Axis[]): readonly Combination[] =>
  axes.reduce<readonly Combination[]>(
    (all, { choices }) => all.flatMap((combination) => choices.map((choice) => [...combination, choice])),
    [[]],
  );

/** Returns a workflow with a combination in it. */
export const combined = ({ spec, scenario }: Variant, combination: Combination): Variant => ({
  scenario,
  spec: combination.reduce((changed, { step, change }) => withModelSteps(changed, new Set([step]), change), spec),
});
