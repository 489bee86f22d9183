import type { Settings } from '../knobs/knob.ts';
import type { VariantsTold } from '../live/variants.ts';
import type { Contender } from '../screens/compare/metrics.ts';
import type { Step } from './event.ts';
import type { State, Work } from './state.ts';
import { textsOf } from './step.ts';

/** A scenario planned in other ways, and where the knobs stood then. */
export type Varied = {
  readonly settings: Settings;
  readonly scenario: string;
  /** How far that is; null once it is done. */
  readonly share: number | null;
  readonly list: readonly Contender[];
};

const isAsked = ({ varied, settings, scenario }: Work): boolean => varied?.settings === settings.now && varied.scenario === scenario;

/** Returns a step that also asks for the variants that the comparison shows, once the scenario itself is played. */
export const withVariants = (step: Step<State>): Step<State> => {
  const { state, effects } = step;
  const { work, screen } = state;
  if (screen !== 'compare' || work === null || work.source === null || work.computed?.freshness !== 'fresh' || isAsked(work)) return step;
  const settings = textsOf(work);
  const varied = { settings: work.settings.now, scenario: work.scenario, share: 0, list: [] };
  return { state: { ...state, work: { ...work, varied } }, effects: [...effects, { do: 'vary', settings, scenario: work.scenario }] };
};

/** Returns the state with how far the variants are, or with all of them. */
export const variedBy = (state: State, told: VariantsTold): State => {
  const { work } = state;
  if (work === null || work.varied === null) return state;
  const varied = told.kind === 'share' ? { ...work.varied, share: told.share } : { ...work.varied, share: null, list: told.variants };
  return { ...state, work: { ...work, varied } };
};
