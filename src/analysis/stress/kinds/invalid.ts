import { listed, modelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing, fallbacks } from '../remedies.ts';
import { type Kind, withFault } from '../stress.ts';

const SHARE = 0.2;
const TITLE = 'invalid answers';

/** A model's new version answers in another form: one more answer in five fails the validation that steps state. */
export const invalid: Kind = (calm) => {
  const validated = modelSteps(calm.spec).filter(({ retry }) => retry.invalid !== null);
  const names = validated.map(({ name }) => name);
  if (names.length === 0)
    return [{ name: 'invalid', title: TITLE, why: 'no model step says how often its answers fail validation (retry: { invalid: 2% })' }];
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'invalid', share: SHARE }) };
  return [
    {
      name: 'invalid',
      title: TITLE,
      what: `after a model's update one more answer in five of ${listed(names)} fails validation`,
      variant,
      remedies: [
        changing(variant, names, `one more attempt on ${listed(names)}`, (step) => ({
          ...step,
          retry: { ...step.retry, attempts: step.retry.attempts + 1 },
        })),
        ...fallbacks(calm, variant, names),
      ],
    },
  ];
};
