import { plainCandidate } from '../analysis/candidate.ts';
import { type ModelStep, modelSteps, withModelSteps } from '../analysis/edit.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { type SourceFile, sourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Candidate, Spec } from '../workflow/spec.ts';

type NamedModels = {
  readonly step: string;
  readonly file: SourceFile;
  readonly models: readonly { readonly id: string; readonly start: number }[];
};

/** `answer=a,b` with the place of each model in it. */
const parsed = (option: string, problems: Problems): NamedModels | undefined => {
  const equals = option.indexOf('=');
  const list = option.slice(equals + 1);
  const ids = list.split(',');
  if (equals < 1 || ids.some((id) => id.trim() === ''))
    return problems.error('options', null, `--model ${visibleWithin(option, 80)}: this is not step=model,model`, {
      help: ['write --model answer=anthropic/claude-sonnet-5,openai/gpt-6.1-terra'],
    });
  let start = equals + 1;
  const models = ids.map((id) => {
    const found = { id: id.trim(), start: start + id.length - id.trimStart().length };
    start += id.length + 1;
    return found;
  });
  return { step: option.slice(0, equals).trim(), file: sourceFile('--model', option), models };
};

/** What the file says of a model where it is a candidate already, else the model alone. */
const candidates = (step: ModelStep, { file, models }: NamedModels): readonly Candidate[] =>
  models.map(({ id, start }) => {
    const known = step.body.candidates.find(({ model }) => model === id);
    return known ?? { ...plainCandidate(id, step), at: { file, start, end: start + id.length } };
  });

/**
 * Returns a spec whose candidates are those that `--model step=a,b` names, and no others; the spec itself without such options.
 * Steps that are not there, or call no model, are reported.
 */
export const withNamedModels = (spec: Spec, options: readonly string[], problems: Problems): Spec => {
  const named = options.flatMap((option) => parsed(option, problems) ?? []);
  const steps = modelSteps(spec);
  const names = steps.map(({ name }) => name);
  for (const { step } of named) {
    if (names.includes(step)) continue;
    problems.error('options', null, `--model: no model step is called "${visibleWithin(step, 60)}"`, {
      help: [didYouMean(step, names), `model steps: ${names.join(', ')}`].filter((line) => line !== ''),
    });
  }
  if (named.length === 0) return spec;
  return withModelSteps(spec, new Set(names), (step) => ({
    ...step,
    body: { ...step.body, candidates: named.filter((one) => one.step === step.name).flatMap((one) => candidates(step, one)) },
  }));
};
