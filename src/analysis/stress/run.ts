import type { Catalogue } from '../../pricing/catalogue.ts';
import { ahead } from '../ahead.ts';
import { type Figures, figuresOf, type Planner, type Variant } from '../variant.ts';
import { KINDS } from './kinds.ts';
import { type AssumedTier, assumedTiers, withTiers } from './limits.ts';
import type { Calm, NotRun, Remedy, Stress } from './stress.ts';

/** A remedy with what the stress comes to under it; null figures where it is in the file already, or where there is none. */
export type Judged = { readonly kind: Remedy['kind']; readonly text: string; readonly figures: Figures | null };

/** A stress with what it comes to. */
export type Stressed = Pick<Stress, 'name' | 'title' | 'what'> & { readonly figures: Figures; readonly remedies: readonly Judged[] };

/** A scenario under every stress that it can meet. */
export type StressResult = {
  readonly scenario: string;
  /** Account tiers that were assumed, so that limits can be reached. */
  readonly assumed: readonly AssumedTier[];
  readonly calm: Figures;
  readonly stresses: readonly Stressed[];
  readonly notRun: readonly NotRun[];
};

/** Begins to plan what a remedy comes to. */
const judging = (remedy: Remedy, planner: Planner): (() => Judged) => {
  const { kind, text } = remedy;
  if (kind !== 'would_help') return () => ({ kind, text, figures: null });
  const finish = planner(remedy.variant);
  if (finish !== undefined) return () => ({ kind, text, figures: figuresOf(finish()) });
  return () => ({ kind: 'nothing', text: `${text} cannot be planned: a model does not offer what its step asks for`, figures: null });
};

/** Of remedies that exclude each other the cheapest, where it is cheaper than doing nothing. */
const cheapest = (remedies: readonly Judged[], costUsd: number): readonly Judged[] => {
  const usd = ({ figures }: Judged): number => figures?.costUsd ?? Infinity;
  const [best, ...others] = [...remedies].sort((a, b) => usd(a) - usd(b));
  if (best === undefined || best.kind !== 'would_help') return remedies;
  if (usd(best) < costUsd) return [best];
  return [
    { kind: 'nothing', text: others.length === 0 ? 'its one candidate costs more' : 'each of its candidates costs more', figures: null },
  ];
};

/** Begins to plan a stress and all its remedies. */
const stressing = ({ name, title, what, variant, remedies, keep }: Stress, planner: Planner): (() => Stressed | NotRun) => {
  const finish = planner(variant);
  if (finish === undefined) return () => ({ name, title, why: 'the workflow cannot be planned in this situation' });
  const judgings = remedies.map((remedy) => judging(remedy, planner));
  return () => {
    const figures = figuresOf(finish());
    const all = judgings.map((judged) => judged());
    return { name, title, what, figures, remedies: keep === 'cheapest' ? cheapest(all, figures.costUsd) : all };
  };
};

/**
 * Returns what a scenario comes to under each of the built-in stresses, planned with the same random streams as the calm one, so that
 * what differs is the stress. `tell` hears the share that is done. Undefined where the scenario itself cannot be planned.
 */
export const runStresses = (
  { spec, scenario }: Variant,
  catalogue: Catalogue,
  planner: Planner,
  tell: (share: number) => void = () => undefined,
): StressResult | undefined => {
  const assumed = assumedTiers(catalogue, { spec, scenario });
  const limited: Variant = { spec, scenario: withTiers(scenario, assumed) };
  const forecast = planner(limited)?.();
  if (forecast === undefined) return undefined;
  const calm: Calm = { ...limited, forecast, catalogue };
  const made = KINDS.flatMap((kind) => kind(calm));
  let done = 0;
  const results = ahead(made, (one) => {
    const finish = 'why' in one ? () => one : stressing(one, planner);
    return () => {
      tell(++done / (made.length + 1));
      return finish();
    };
  });
  return {
    scenario: scenario.name,
    assumed,
    calm: figuresOf(forecast),
    stresses: results.flatMap((one) => ('why' in one ? [] : [one])),
    notRun: results.flatMap((one) => ('why' in one ? [one] : [])),
  };
};
