import { listed } from '../../edit.ts';
import { type Kind, withFault } from '../stress.ts';

const TITLE = 'cold cache';

/** Nothing is ever read from a cache: a new release changed the prefix, traffic moved to another region, the night was quiet. */
export const cold: Kind = (calm) => {
  const reading = calm.forecast.projection.steps.filter(({ tokens, links }) => links.length > 0 && tokens.cacheRead > 0);
  if (reading.length === 0) return [{ name: 'cold-cache', title: TITLE, why: 'no step reads from a prompt cache' }];
  const names = reading.map(({ step }) => step.name);
  return [
    {
      name: 'cold-cache',
      title: TITLE,
      what: `nothing of the prompts of ${listed(names)} is found in the cache`,
      variant: { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'cold' }) },
      remedies: [{ kind: 'nothing', text: 'this is what the feature costs while the cache is cold' }],
    },
  ];
};
