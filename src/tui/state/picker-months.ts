import type { MonthFigure } from '../live/month.ts';
import type { Step } from './event.ts';
import { rowsOfPicker } from './picker-rows.ts';
import type { State } from './state.ts';

const withMonths = (state: State, months: State['picker']['months']): State => ({ ...state, picker: { ...state.picker, months } });

/**
 * Returns a step that also asks what the listed workflows come to, where nobody has yet. A workflow on the screen may change, so that
 * what was known is forgotten then.
 */
export const withMonthsAsked = (step: Step<State>): Step<State> => {
  const { state, effects } = step;
  const { picker, work } = state;
  if (work !== null) return picker.months === null ? step : { state: withMonths(state, null), effects };
  if (picker.entries === null || picker.months !== null) return step;
  const paths = rowsOfPicker({ ...picker, filter: '' }).map(({ path }) => path);
  return { state: withMonths(state, new Map()), effects: [...effects, { do: 'months', paths }] };
};

/** Returns the state with what one of the listed workflows comes to. */
export const monthKnown = (state: State, path: string, figure: MonthFigure): State =>
  state.picker.months === null ? state : withMonths(state, new Map(state.picker.months).set(path, figure));
