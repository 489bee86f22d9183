import { dayText } from '../../../pricing/day.ts';
import type { Model } from '../../../pricing/table.ts';
import { plainCandidate, withCandidate } from '../../candidate.ts';
import { listed, withModelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing, fallbacks, standing } from '../remedies.ts';
import { type Calm, type Kind, primaryModels, type Remedy, type Stress, stepsCalling, withFault } from '../stress.ts';

const short = (id: string): string => id.slice(id.indexOf('/') + 1);

const onModel = (calm: Calm, names: readonly string[], model: string, { spec, scenario }: Variant): Variant => ({
  scenario,
  spec: withModelSteps(spec, new Set(names), (step) => withCandidate(calm.catalogue, step, plainCandidate(model, step))),
});

/** The provider lets another model answer, at that one's prices. */
const replaced = (calm: Calm, { id }: Model, successor: string, day: string, names: readonly string[]): Stress => ({
  name: `retirement-${short(id)}`,
  title: `${short(id)} retires`,
  what: `from ${day} on ${successor} answers for ${listed(names)}, at its own prices`,
  variant: onModel(calm, names, successor, calm),
  remedies: [{ kind: 'nothing', text: 'the provider answers on: only cost, length and quality of the answers move' }],
});

/** A model that answers no more: its steps fall back, or fail. */
const gone = (calm: Calm, { id, retires }: Model, names: readonly string[]): Stress => {
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'errors', share: 1 }, id) };
  const successor = retires?.replacedBy ?? null;
  const moved: readonly Remedy[] =
    successor === null
      ? fallbacks(calm, variant, names)
      : [
          changing(variant, names, `model: ${successor} on ${listed(names)}, which the provider names`, (step) =>
            withCandidate(calm.catalogue, step, plainCandidate(successor, step)),
          ),
        ];
  const when = retires === null ? 'if it did (nothing is announced)' : `from ${dayText(retires.on)} on`;
  return {
    name: `retirement-${short(id)}`,
    title: `${short(id)} retires`,
    what: `${when} every call of ${listed(names)} to it errs`,
    variant,
    remedies: [...standing(calm, names), ...moved],
  };
};

const stressOf = (calm: Calm, model: Model): Stress => {
  const names = stepsCalling(calm, (id) => id === model.id);
  const { retires } = model;
  return retires !== null && retires.billedAt === 'replacement' && retires.replacedBy !== null
    ? replaced(calm, model, retires.replacedBy, dayText(retires.on), names)
    : gone(calm, model, names);
};

/** The day after a model retires: each model whose retirement is announced, else the dearest one as if it were. */
export const retirement: Kind = (calm) => {
  const models = primaryModels(calm).flatMap((id) => calm.catalogue.find(id) ?? []);
  const announced = models.filter(({ retires }) => retires !== null);
  const meant = announced.length > 0 ? announced : models.slice(0, 1);
  if (meant.length === 0) return [{ name: 'retirement', title: 'a model retires', why: 'no step calls a model' }];
  return meant.map((model) => stressOf(calm, model));
};
