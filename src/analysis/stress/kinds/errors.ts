import { listed, modelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing, fallbacks } from '../remedies.ts';
import { type Kind, type Remedy, stepsCalling, withFault } from '../stress.ts';

const SHARE = 0.2;
const ATTEMPTS = 3;

const TITLE = 'burst of errors';

/** One attempt in five at every model errs: an overloaded provider, a bad network. */
export const errors: Kind = (calm) => {
  const names = stepsCalling(calm, () => true);
  if (names.length === 0) return [{ name: 'errors', title: TITLE, why: 'no step calls a model' }];
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'errors', share: SHARE }) };
  const once = modelSteps(calm.spec).flatMap(({ name, retry }) => (retry.attempts < ATTEMPTS ? [name] : []));
  const more: readonly Remedy[] =
    once.length === 0
      ? [{ kind: 'holds', text: `every model step has ${ATTEMPTS} attempts or more` }]
      : [
          changing(variant, once, `retry: { attempts: ${ATTEMPTS} } on ${listed(once)}`, (step) => ({
            ...step,
            retry: { ...step.retry, attempts: ATTEMPTS },
          })),
        ];
  return [
    {
      name: 'errors',
      title: TITLE,
      what: 'one attempt in five errs, at every model',
      variant,
      remedies: [...more, ...fallbacks(calm, variant, names)],
    },
  ];
};
