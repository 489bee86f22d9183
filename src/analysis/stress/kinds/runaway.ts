import type { PlanRounds } from '../../../workflow/plan.ts';
import { allSteps, listed, withSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { type Calm, type Kind, planSteps, type Remedy, withFault } from '../stress.ts';

const SHARE = 0.05;
const TITLE = 'runaway loops';

/** How many rounds nineteen requests in twenty stay within; null where they end by a result. */
const usualRounds = (calm: Calm, name: string): number | null => {
  const rounds = planSteps(calm).find((step) => step.name === name)?.rounds;
  if (rounds?.kind !== 'counts') return null;
  let sum = 0;
  for (const [count, share] of rounds.counts.entries()) {
    sum += share;
    if (sum >= 0.95) return Math.max(1, count);
  }
  return null;
};

/** A ceiling for each loop that has one: what is usual where that is known, else half of it. */
const ceilings = (calm: Calm): ReadonlyMap<string, number> =>
  new Map(
    allSteps(calm.spec.steps).flatMap(({ name, repeat }) => {
      if (repeat === null || repeat.kind === 'times' || repeat.max === null) return [];
      const most = usualRounds(calm, name) ?? Math.max(1, Math.floor(repeat.max / 2));
      return most < repeat.max ? [[name, most] as const] : [];
    }),
  );

const lowered = (calm: Calm, stressed: Variant, found: ReadonlyMap<string, number>): Remedy => ({
  kind: 'would_help',
  text: `repeat: { max: … } of ${listed([...found].map(([name, most]) => `${most} on ${name}`))}`,
  variant: {
    scenario: stressed.scenario,
    spec: withSteps(calm.spec, (step) => {
      const max = found.get(step.name);
      const { repeat } = step;
      return max === undefined || repeat === null || repeat.kind === 'times' ? step : { ...step, repeat: { ...repeat, max } };
    }),
  },
});

const isFixed = (rounds: PlanRounds): boolean =>
  rounds.kind === 'counts' && rounds.max !== null && (rounds.counts[rounds.max] ?? 0) > 1 - 1e-9;

/** One request in twenty runs every loop to its ceiling. A loop without one is a finding by itself. */
export const runaway: Kind = (calm) => {
  const loops = planSteps(calm).flatMap(({ name, rounds }) => (rounds === null ? [] : [{ name, max: rounds.max, fixed: isFixed(rounds) }]));
  if (loops.length === 0) return [{ name: 'runaway', title: TITLE, why: 'no step repeats' }];
  if (loops.every(({ fixed }) => fixed)) return [{ name: 'runaway', title: TITLE, why: 'every loop runs a fixed number of rounds' }];
  const endless = loops.filter(({ max }) => max === null).map(({ name }) => name);
  if (endless.length > 0)
    return [{ name: 'runaway', title: TITLE, why: `nothing would end ${listed(endless)}: give it a max, or it costs whatever it likes` }];
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'runaway', share: SHARE }) };
  const found = ceilings(calm);
  const holds: Remedy = { kind: 'holds', text: `the ceiling of ${listed(loops.map(({ name, max }) => `${name} (${max})`))} ends it` };
  return [
    {
      name: 'runaway',
      title: TITLE,
      what: `one request in twenty runs ${listed(loops.map(({ name }) => name))} to the last round`,
      variant,
      remedies: found.size === 0 ? [holds] : [holds, lowered(calm, variant, found)],
    },
  ];
};
