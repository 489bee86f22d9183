import { withCandidate } from '../../candidate.ts';
import { modelSteps, providerOf, withModelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { type Calm, type Kind, planSteps, type Remedy, stepsCalling, withFault } from '../stress.ts';

const FACTOR = 1.2;
const TITLE = 'price rise';

/** The provider that most is paid to. */
const dearest = (calm: Calm): string | undefined => {
  const paid = new Map<string, number>();
  for (const { step, links } of calm.forecast.projection.steps)
    for (const [index, link] of step.links.entries()) {
      if (link.kind !== 'model') continue;
      const provider = providerOf(link.model.id);
      paid.set(provider, (paid.get(provider) ?? 0) + (links[index]?.modelsUsd[0] ?? 0));
    }
  return [...paid].sort(([, a], [, b]) => b - a)[0]?.[0];
};

/** Each candidate of another provider that the file names for a step, in place of the model. */
const switching = (calm: Calm, stressed: Variant, names: readonly string[], provider: string): readonly Remedy[] =>
  modelSteps(calm.spec)
    .filter(({ name }) => names.includes(name))
    .flatMap((step) =>
      step.body.candidates
        .filter(({ model }) => providerOf(calm.catalogue.find(model)?.id ?? model) !== provider)
        .map((candidate): Remedy => {
          const spec = withModelSteps(calm.spec, new Set([step.name]), (one) => withCandidate(calm.catalogue, one, candidate));
          return {
            kind: 'would_help',
            text: `${candidate.model} on ${step.name}, one of its candidates`,
            variant: { spec, scenario: stressed.scenario },
          };
        }),
    );

/** The provider that most is paid to asks a fifth more for everything. */
export const price: Kind = (calm) => {
  const provider = dearest(calm);
  const calls = planSteps(calm).some(({ links }) => links.some(({ kind }) => kind === 'model'));
  if (provider === undefined || !calls) return [{ name: 'price', title: TITLE, why: 'no step calls a model' }];
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'price', factor: FACTOR }, provider) };
  const names = stepsCalling(calm, (id) => providerOf(id) === provider);
  const found = switching(calm, variant, names, provider);
  const nothing: Remedy = { kind: 'nothing', text: `no step that calls ${provider} names candidates of another provider` };
  return [
    {
      name: 'price',
      title: `${provider} +20 %`,
      what: `every price of ${provider} goes up by 20 %`,
      variant,
      keep: 'cheapest',
      remedies: found.length === 0 ? [nothing] : found,
    },
  ];
};
