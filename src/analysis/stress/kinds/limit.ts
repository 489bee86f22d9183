import type { BucketCapacity, Dimension } from '../../../projection/capacity.ts';
import type { PlanLimit } from '../../../workflow/plan.ts';
import type { ScenarioSpec } from '../../../workflow/traffic/spec.ts';
import { listed, providerOf } from '../../edit.ts';
import { bucketsOf } from '../../variant.ts';
import { withTiers } from '../limits.ts';
import { fallbacks } from '../remedies.ts';
import { type Calm, type Kind, type NotRun, type Remedy, stepsCalling, withFault } from '../stress.ts';

/** What the peak minute needs of the limit that it reaches first. */
const USE = 1.25;

/** A limit further away than this is none. */
const MOST_TIMES = 1000;
const HALVINGS = 40;

const TITLE = 'rate limit at the peak';

const COUNTED: Readonly<Record<Dimension, string>> = {
  rpm: 'requests',
  input_tpm: 'input tokens',
  output_tpm: 'output tokens',
  tpm: 'tokens',
};

/** How near the limits are when the busiest hour is so many times as busy. */
const capacityAt = ({ forecast: { projection } }: Calm, times: number, limits: readonly PlanLimit[]): readonly BucketCapacity[] => {
  const { plan } = projection;
  const traffic = plan.traffic && { ...plan.traffic, peak: plan.traffic.peak * times };
  return bucketsOf({ ...projection, plan: { ...plan, traffic, limits } });
};

const mostUsed = (buckets: readonly BucketCapacity[]): BucketCapacity | undefined =>
  buckets.reduce<BucketCapacity | undefined>((most, one) => ((one.use ?? 0) > (most?.use ?? 0) ? one : most), undefined);

/** How many times as busy the busiest hour must be for the first limit to be passed by a quarter; 1 where it is already. */
const timesToLimit = (calm: Calm, limits: readonly PlanLimit[]): number | null => {
  const use = (times: number): number => mostUsed(capacityAt(calm, times, limits))?.use ?? 0;
  if (use(1) >= USE) return 1;
  if (use(MOST_TIMES) < USE) return null;
  let [low, high] = [0, Math.log(MOST_TIMES)];
  for (let round = 0; round < HALVINGS; round++) {
    const middle = (low + high) / 2;
    if (use(Math.exp(middle)) < USE) low = middle;
    else high = middle;
  }
  return Math.exp(high);
};

/** A scenario whose busiest hour is so many times as busy: what is throttled errs, and is tried again. */
const throttledBy = (
  scenario: ScenarioSpec,
  peak: number,
  buckets: readonly BucketCapacity[],
  limits: readonly PlanLimit[],
): ScenarioSpec => {
  const busier: ScenarioSpec = { ...scenario, peak: { value: peak, text: String(peak), at: scenario.at } };
  const hit = buckets.flatMap(({ bucket, throttled }) =>
    (throttled ?? 0) > 0
      ? limits.filter(({ name }) => name === bucket).flatMap(({ models }) => models.map((model) => ({ model, share: throttled ?? 0 })))
      : [],
  );
  return hit.reduce((changed, { model, share }) => withFault(changed, { kind: 'errors', share }, model), busier);
};

type Reached = {
  readonly calm: Calm;
  readonly times: number;
  readonly peak: number;
  readonly limits: readonly PlanLimit[];
  readonly limit: PlanLimit;
};

/** The first higher account tier that the peak stays below, with what is left of the throttling. */
const higherTier = ({ calm, times, peak, limits, limit }: Reached): readonly Remedy[] => {
  const tiers = [...(calm.catalogue.limitsOf(limit.models[0] ?? '')?.tiers ?? [])];
  const provider = providerOf(limit.models[0] ?? '');
  for (const [tier, rates] of tiers) {
    const raised = limits.map((one) => (one === limit ? { ...one, ...rates } : one));
    const buckets = capacityAt(calm, times, raised);
    const use = buckets.find(({ bucket }) => bucket === limit.name)?.use ?? Infinity;
    if (use >= 1) continue;
    const others = calm.scenario.limits.filter((one) => one.kind === 'own' || one.provider !== provider);
    const scenario = withTiers({ ...throttledBy(calm.scenario, peak, buckets, raised), limits: others }, [{ provider, tier }]);
    return [
      {
        kind: 'would_help',
        text: `the account tier "${tier}" of ${provider}: ${Math.round(use * 100)} % of its limit`,
        variant: { spec: calm.spec, scenario },
      },
    ];
  }
  return [{ kind: 'nothing', text: `no account tier of ${provider} that its price table lists is enough` }];
};

const why = ({ forecast: { projection } }: Calm): string =>
  projection.plan.traffic === null ? 'no traffic is given' : 'no rate limit is stated, and no price table lists one for these models';

/** The busiest hour grows until the first rate limit is passed by a quarter: what is beyond it is thrown back and tried again. */
export const limit: Kind = (calm) => {
  const notRun = (reason: string): readonly NotRun[] => [{ name: 'rate-limit', title: TITLE, why: reason }];
  const { plan, requestsPerDay } = calm.forecast.projection;
  if (plan.traffic === null || requestsPerDay === null || plan.limits.length === 0) return notRun(why(calm));
  const times = timesToLimit(calm, plan.limits);
  if (times === null) return notRun('a peak a thousand times as high stays within the limits, or calls wait in batch queues');
  const peak = plan.traffic.peak * times;
  const buckets = capacityAt(calm, times, plan.limits);
  const tightest = mostUsed(buckets);
  const reached = plan.limits.find(({ name }) => name === tightest?.bucket);
  if (tightest === undefined || reached === undefined) return notRun(why(calm));
  const variant = { spec: calm.spec, scenario: throttledBy(calm.scenario, peak, buckets, plan.limits) };
  const names = stepsCalling(calm, (id) => reached.models.includes(id));
  const busier = times === 1 ? 'the busiest hour as it is' : `the busiest hour ${Number(times.toPrecision(2))} times as busy`;
  const provider = providerOf(reached.models[0] ?? '');
  return [
    {
      name: 'rate-limit',
      title: TITLE,
      what: `${busier}: ${listed(names)} needs ${Math.round((tightest.use ?? 0) * 100)} % of the ${COUNTED[tightest.binds ?? 'rpm']} a minute that ${provider} allows`,
      variant,
      remedies: [...higherTier({ calm, times, peak, limits: plan.limits, limit: reached }), ...fallbacks(calm, variant, names)],
    },
  ];
};
