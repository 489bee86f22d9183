import { listed, providerOf, withModelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { fallbacks, standing, unprotected } from '../remedies.ts';
import { type Calm, type Kind, primaryModels, type Remedy, type Stress, stepsCalling, withFault } from '../stress.ts';

const downed = ({ spec, scenario }: Variant, provider: string): Variant => ({
  spec,
  scenario: withFault(scenario, { kind: 'outage', provider: { name: provider, at: scenario.at }, share: 1 }),
});

/** The same workflow without what answers instead, to see what that is worth. */
const bare = (calm: Calm, provider: string, steps: readonly string[]): Stress => ({
  name: `outage-${provider}-no-fallback`,
  title: `${provider} down, no fallback`,
  what: `the same, if ${listed(steps)} had no fallback`,
  variant: downed({ ...calm, spec: withModelSteps(calm.spec, new Set(steps), (step) => ({ ...step, fallback: [] })) }, provider),
  remedies: [{ kind: 'would_help', text: `the fallback of ${listed(steps)} as it stands in the file`, variant: downed(calm, provider) }],
});

const remediesOf = (calm: Calm, stressed: Variant, steps: readonly string[]): readonly Remedy[] => {
  const held = standing(calm, steps);
  const found = fallbacks(calm, stressed, steps);
  const open = unprotected(calm, steps);
  if (open.length === 0 || found.length > 0) return [...held, ...found];
  return [
    ...held,
    { kind: 'nothing', text: `no fallback on ${listed(open)}, and no model of another provider that is named could be one` },
  ];
};

/** Each provider down, as long as it lasts: all attempts at its models err. Beside it the same without the fallbacks that help. */
export const outage: Kind = (calm) => {
  const providers = [...new Set(primaryModels(calm).map(providerOf))];
  if (providers.length === 0) return [{ name: 'outage', title: 'a provider down', why: 'no step calls a model' }];
  return providers.flatMap((provider): readonly Stress[] => {
    const steps = stepsCalling(calm, (id) => providerOf(id) === provider);
    const variant = downed(calm, provider);
    const open = unprotected(calm, steps);
    const held = steps.filter((name) => !open.includes(name));
    const down: Stress = {
      name: `outage-${provider}`,
      title: `${provider} down`,
      what: `while ${provider} is down every attempt at its models errs: ${listed(steps)}`,
      variant,
      remedies: remediesOf(calm, variant, steps),
    };
    return held.length === 0 ? [down] : [down, bare(calm, provider, held)];
  });
};
