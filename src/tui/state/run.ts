import { add, drop } from './comparing.ts';
import { redone, undone } from './history.ts';
import { move, walkScenarios, walkScreens } from './moving.ts';
import { rowsOfPicker } from './picker-rows.ts';
import { moved, type State, screenState } from './state.ts';
import { type Next, saying, stay } from './step.ts';
import { copy, copyScreen, edit } from './taking.ts';
import { exact, reset, settingsTo, through, turn } from './turning.ts';

const back = (state: State): Next => {
  if (state.work === null) {
    if (state.picker.filter !== '') return stay({ ...state, picker: { ...state.picker, filter: '', chosen: 0 } });
    return stay(state, { do: 'quit' });
  }
  if (screenState(state).filter !== '') return stay(moved(state, { filter: '', chosen: 0, scroll: 0 }));
  const unwritten = state.work.settings.now.size;
  const warned = state.notice?.text.startsWith('not written') ?? false;
  if (unwritten > 0 && !warned)
    return saying(state, `not written: ${unwritten} ${unwritten === 1 ? 'change' : 'changes'}. w writes, q again leaves`, 'warn');
  return state.picker.entries === null
    ? stay(state, { do: 'quit' })
    : stay({ ...state, work: null, notice: null, overlay: null }, { do: 'close' });
};

const baseline = (state: State): Next => {
  const { work } = state;
  if (work === null || work.computed === null) return stay(state);
  const forecasts = new Map(work.computed.opened.forecasts.map((one) => [one.projection.plan.scenario, one]));
  return saying({ ...state, work: { ...work, baseline: { settings: work.settings.now, forecasts } } }, 'this is the baseline now', 'good');
};

const write = (state: State): Next =>
  (state.work?.settings.now.size ?? 0) === 0
    ? saying(state, 'nothing to write: no knob was turned')
    : stay({ ...state, overlay: { kind: 'write', name: null, problem: '' } });

const openEntry = (state: State): Next => {
  const entry = rowsOfPicker(state.picker)[state.picker.chosen];
  return entry === undefined ? stay(state) : stay({ ...state, notice: null }, { do: 'open', path: entry.path });
};

const init = (state: State): Next => {
  const entry = rowsOfPicker(state.picker)[state.picker.chosen];
  const template = entry?.kind === 'example' ? entry.name : 'smallest';
  return stay({ ...state, overlay: { kind: 'init', folder: 'my-feature', template, problem: '' } });
};

const RUNS: Readonly<Record<string, (state: State) => Next>> = {
  'turn-down': (state) => turn(state, -1),
  'turn-up': (state) => turn(state, 1),
  'turn-down-ten': (state) => turn(state, -10),
  'turn-up-ten': (state) => turn(state, 10),
  exact,
  open: openEntry,
  init,
  undo: (state) => through(state, undone),
  redo: (state) => through(state, redone),
  reset,
  'reset-all': (state) => ((state.work?.settings.now.size ?? 0) === 0 ? stay(state) : settingsTo(state, new Map())),
  'scenario-next': (state) => walkScenarios(state, 1),
  'scenario-previous': (state) => walkScenarios(state, -1),
  baseline,
  add,
  drop,
  filter: (state) =>
    stay({ ...state, overlay: { kind: 'filter', before: state.work === null ? state.picker.filter : screenState(state).filter } }),
  'turn-page': (state) => stay(moved(state, { page: screenState(state).page + 1, scroll: 0 })),
  write,
  edit,
  copy,
  'copy-screen': copyScreen,
  export: (state) => stay({ ...state, overlay: { kind: 'export', format: 0, file: '', problem: '', waits: false } }),
  mistakes: (state) => stay({ ...state, overlay: { kind: 'mistakes', scroll: 0 } }),
  pick: (state) => stay({ ...state, work: null, notice: null, overlay: null }, { do: 'close' }, { do: 'list' }),
  stop: (state) => stay(state, { do: 'stop' }),
  up: (state) => move(state, (chosen) => chosen - 1),
  down: (state) => move(state, (chosen) => chosen + 1),
  'page-up': (state) => move(state, (chosen) => chosen - 10),
  'page-down': (state) => move(state, (chosen) => chosen + 10),
  first: (state) => move(state, () => 0),
  last: (state) => move(state, (_, count) => count - 1),
  'scroll-down': (state) => stay(moved(state, { scroll: screenState(state).scroll + 3 })),
  'scroll-up': (state) => stay(moved(state, { scroll: Math.max(0, screenState(state).scroll - 3) })),
  'screen-next': (state) => walkScreens(state, 1),
  'screen-previous': (state) => walkScreens(state, -1),
  palette: (state) => stay({ ...state, overlay: { kind: 'palette', query: '', chosen: 0 } }),
  help: (state) => stay({ ...state, overlay: { kind: 'help', query: '', chosen: 0 } }),
  redraw: (state) => stay(state, { do: 'redraw' }),
  suspend: (state) => stay(state, { do: 'suspend' }),
  back,
  quit: (state) => stay(state, { do: 'quit' }),
};

/** Returns the state after a command, and what is to be done. */
export const run = (state: State, id: string): Next => (RUNS[id] ?? stay)(state);
