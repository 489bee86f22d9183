import { SCREENS, screenOf } from '../screens/all.ts';
import { shownOf } from '../shell/shown.ts';
import { rowsOfPicker } from './picker-rows.ts';
import { moved, type State, screenState } from './state.ts';
import { type Next, stay, withScenario, withWork } from './step.ts';

/** Returns a step that shows the next scenario, or the one before. */
export const walkScenarios = (state: State, by: number): Next =>
  withWork(state, (work) => {
    const at = work.scenarios.indexOf(work.scenario);
    const scenario = work.scenarios[(at + by + work.scenarios.length) % work.scenarios.length] ?? work.scenario;
    return scenario === work.scenario ? work : withScenario(work, scenario);
  });

/** Returns a step that shows the next screen, or the one before. */
export const walkScreens = (state: State, by: number): Next => {
  const at = SCREENS.findIndex(({ id }) => id === state.screen);
  const next = SCREENS[(at + by + SCREENS.length) % SCREENS.length];
  return stay({ ...state, screen: next?.id ?? state.screen });
};

const rowsOf = (state: State): number => {
  if (state.work === null) return rowsOfPicker(state.picker).length;
  const [screen, shown] = [screenOf(state.screen), shownOf(state)];
  return screen === undefined || shown === null ? 0 : screen.count(shown, screenState(state));
};

/** Returns a step that moves what is chosen; screens whose rows cannot be chosen scroll. */
export const move = (state: State, to: (chosen: number, count: number) => number): Next => {
  const count = rowsOf(state);
  const within = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  if (state.work === null)
    return stay({ ...state, picker: { ...state.picker, chosen: within(to(state.picker.chosen, count), count - 1) } });
  const { chosen, scroll } = screenState(state);
  const last = Math.max(0, count - 1);
  const next = within(to(Math.min(chosen, last), count), last);
  if (count > 0) return stay(moved(state, { chosen: next, scroll: Math.max(0, Math.min(scroll, next)) }));
  return stay(moved(state, { scroll: within(to(scroll, 1000), 1000) }));
};
