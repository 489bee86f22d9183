import { originOf, positionAt } from '../../diagnostics/source.ts';
import type { Knob, Settings } from '../knobs/knob.ts';
import { inlineYaml } from '../knobs/scale.ts';
import { settingTexts } from '../knobs/set.ts';
import { setTo, settingOf, turned, withSetting } from '../knobs/turn.ts';
import { SCREENS, screenOf } from '../screens/all.ts';
import { shownOf } from '../shell/shown.ts';
import type { Effect, Step } from './event.ts';
import { changed, redone, undone } from './history.ts';
import { matching } from './match.ts';
import { rowsOfPicker } from './picker-rows.ts';
import { moved, type Notice, type State, screenState, type Work } from './state.ts';

type Next = Step<State>;

/** Returns a step that changes nothing but what it says. */
export const stay = (state: State, ...effects: readonly Effect[]): Next => ({ state, effects });

const saying = (state: State, text: string, tone: Notice['tone'] = 'dim'): Next => stay({ ...state, notice: { text, tone } });

/** Returns what is to be planned for where the knobs and the scenario stand. */
export const planOf = (work: Work, now = true): readonly Effect[] =>
  work.source === null
    ? []
    : [{ do: 'plan', settings: settingTexts(work.source, work.knobs, work.settings.now), scenario: work.scenario, now }];

const withWork = (state: State, change: (work: Work) => Work, plan = true): Next => {
  if (state.work === null) return stay(state);
  const work = change(state.work);
  return work === state.work ? stay(state) : stay({ ...state, work }, ...(plan ? planOf(work) : []));
};

/** Returns the knobs that the filter of the what-if screen lets through. */
export const knobsShown = (state: State): readonly Knob[] =>
  (state.work?.knobs ?? []).filter(({ label, id }) => matching(`${label} ${id}`, screenState(state, 'what-if').filter));

/** Returns the knob that is chosen. */
export const chosenKnob = (state: State): Knob | undefined => {
  const knobs = knobsShown(state);
  return knobs[Math.min(screenState(state, 'what-if').chosen, knobs.length - 1)];
};

/** Returns a step that puts the knobs where they are told, to be undone as one. */
export const settingsTo = (state: State, settings: Settings): Next =>
  withWork(state, (work) => (settings === work.settings.now ? work : { ...work, settings: changed(work.settings, settings) }));

const turn = (state: State, notches: number): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null) return stay(state);
  const next = turned(work.settings.now, knob, notches);
  const before = settingOf(knob, work.settings.now);
  const after = settingOf(knob, next);
  if (before.notches === after.notches && before.base === after.base) return saying(state, `${knob.label} turns no further`);
  return settingsTo(state, next);
};

const exact = (state: State): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null) return stay(state);
  if (knob.turn.kind === 'choice') {
    const chosen = Math.max(0, knob.turn.options.indexOf(String(setTo(knob, work.settings.now))));
    return stay({ ...state, overlay: { kind: 'choose', knob: knob.id, query: '', chosen } });
  }
  return stay({ ...state, overlay: { kind: 'value', knob: knob.id, text: inlineYaml(setTo(knob, work.settings.now)), problem: '' } });
};

const reset = (state: State): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null || !work.settings.now.has(knob.id)) return stay(state);
  return settingsTo(state, withSetting(work.settings.now, knob, { base: knob.written, notches: 0 }));
};

const step = (state: State, to: (history: Work['settings']) => Work['settings']): Next =>
  withWork(state, (work) => {
    const settings = to(work.settings);
    return settings === work.settings ? work : { ...work, settings };
  });

const walkScenarios = (state: State, by: number): Next =>
  withWork(state, (work) => {
    const at = work.scenarios.indexOf(work.scenario);
    const scenario = work.scenarios[(at + by + work.scenarios.length) % work.scenarios.length] ?? work.scenario;
    return scenario === work.scenario ? work : { ...work, scenario };
  });

const walkScreens = (state: State, by: number): Next => {
  const at = SCREENS.findIndex(({ id }) => id === state.screen);
  const next = SCREENS[(at + by + SCREENS.length) % SCREENS.length];
  return stay({ ...state, screen: next?.id ?? state.screen });
};

const rowsOf = (state: State): number => {
  if (state.work === null) return rowsOfPicker(state.picker).length;
  const [screen, shown] = [screenOf(state.screen), shownOf(state)];
  return screen === undefined || shown === null ? 0 : screen.count(shown, screenState(state));
};

/** Moves what is chosen; screens whose rows cannot be chosen scroll. */
const move = (state: State, to: (chosen: number, count: number) => number): Next => {
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

/** The file and line of the chosen knob, or of the workflow. */
const edit = (state: State): Next => {
  const spec = state.work?.computed?.opened.spec;
  if (spec === undefined) return stay(state);
  const name = state.screen === 'steps' ? stepAt(state) : stepOf(chosenKnob(state));
  const step = spec.steps.find((one) => one.name === name);
  const scenario = spec.scenarios.find((one) => one.name === state.work?.scenario);
  const knob = state.screen === 'what-if' ? chosenKnob(state) : undefined;
  const at = knob !== undefined && knob.target.kind !== 'path' ? scenario?.at : step?.at;
  const span = at && originOf(at);
  return stay(state, {
    do: 'edit',
    file: span?.file.name ?? spec.file.name,
    line: span === undefined ? 1 : positionAt(span.file, span.start).line,
  });
};

const stepOf = (knob: Knob | undefined): string | undefined =>
  knob?.target.kind === 'path' && knob.target.path[0] === 'steps' ? String(knob.target.path[1]) : undefined;

const stepAt = (state: State): string | undefined => shownOf(state)?.forecast.projection.steps[screenState(state).chosen]?.step.name;

const copy = (state: State): Next => {
  const [screen, shown] = [screenOf(state.screen), shownOf(state)];
  if (screen === undefined || shown === null) return stay(state);
  return stay(state, { do: 'copy', text: screen.twin(shown), what: 'the command line' });
};

const copyScreen = (state: State): Next => {
  const [screen, shown] = [screenOf(state.screen), shownOf(state)];
  if (screen === undefined || shown === null) return stay(state);
  const lines = screen.draw(shown, screenState(state), { columns: Math.min(120, state.area.columns), rows: 60 });
  const text = lines
    .map((line) =>
      line
        .map((span) => span.text)
        .join('')
        .trimEnd(),
    )
    .join('\n')
    .trimEnd();
  return stay(state, { do: 'copy', text: `${text}\n`, what: 'this screen' });
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
  undo: (state) => step(state, undone),
  redo: (state) => step(state, redone),
  reset,
  'reset-all': (state) => ((state.work?.settings.now.size ?? 0) === 0 ? stay(state) : settingsTo(state, new Map())),
  'scenario-next': (state) => walkScenarios(state, 1),
  'scenario-previous': (state) => walkScenarios(state, -1),
  baseline,
  filter: (state) =>
    stay({ ...state, overlay: { kind: 'filter', before: state.work === null ? state.picker.filter : screenState(state).filter } }),
  'turn-page': (state) => stay(moved(state, { page: screenState(state).page + 1, scroll: 0 })),
  write,
  edit,
  copy,
  'copy-screen': copyScreen,
  export: (state) => stay({ ...state, overlay: { kind: 'export', format: 0, file: '', problem: '' } }),
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
