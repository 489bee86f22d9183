import { endingOf, FILE_KINDS } from '../../report/file/kinds.ts';
import { pathText } from '../../yaml/path.ts';
import { typed } from '../keys/press.ts';
import { exactValue } from '../knobs/exact.ts';
import { inlineYaml } from '../knobs/scale.ts';
import { asScenario } from '../knobs/set.ts';
import { withSetting } from '../knobs/turn.ts';
import { exportEnding } from './exported.ts';
import { commandsShown, optionsShown } from './lists.ts';
import { run } from './run.ts';
import { moved, type Overlay, type State, screenState } from './state.ts';
import { type Next, stay, textsOf } from './step.ts';
import { settingsTo } from './turning.ts';

type Of<Kind extends Overlay['kind']> = Extract<Overlay, { readonly kind: Kind }>;
type Listing = Extract<Overlay, { readonly kind: 'help' | 'palette' }>;

const closed = (state: State): State => ({ ...state, overlay: null });

const over = (state: State, overlay: Overlay): Next => stay({ ...state, overlay });

/** Moves through a list with the arrows; other keys go into its search. */
const searched = <T extends { readonly query: string; readonly chosen: number }>(overlay: T, key: string, count: number): T => {
  const last = Math.max(0, count - 1);
  const at = Math.min(overlay.chosen, last);
  const steps: Readonly<Record<string, number>> = { up: at - 1, down: at + 1, pageup: at - 10, pagedown: at + 10, home: 0, end: last };
  const to = steps[key];
  if (to !== undefined) return { ...overlay, chosen: Math.max(0, Math.min(to, last)) };
  const query = typed(overlay.query, key);
  return query === overlay.query ? overlay : { ...overlay, query, chosen: 0 };
};

/** Help and palette: what is found by words is run by Enter. */
const listKeys = (state: State, overlay: Listing, key: string): Next => {
  const found = commandsShown(state, overlay);
  if (key === 'esc' || (key === 'q' && overlay.kind === 'help' && overlay.query === '')) return stay(closed(state));
  if (key !== 'enter') return over(state, searched(overlay, key, found.length));
  const picked = found[Math.min(overlay.chosen, found.length - 1)];
  return picked === undefined ? stay(state) : picked.act(closed(state));
};

const valueKeys = (state: State, overlay: Of<'value'>, key: string): Next => {
  if (key === 'esc') return stay(closed(state));
  if (key !== 'enter') return over(state, { ...overlay, text: typed(overlay.text, key), problem: '' });
  const knob = state.work?.knobs.find(({ id }) => id === overlay.knob);
  if (knob === undefined || state.work === null) return stay(closed(state));
  const base = exactValue(overlay.text);
  if (base === null) return over(state, { ...overlay, problem: 'this is no value: write it as in the YAML, or press Esc' });
  return settingsTo(state, withSetting(state.work.settings.now, knob, { base, notches: 0 }));
};

const chooseKeys = (state: State, overlay: Of<'choose'>, key: string): Next => {
  const knob = state.work?.knobs.find(({ id }) => id === overlay.knob);
  if (key === 'esc' || knob === undefined || state.work === null) return stay(closed(state));
  const options = optionsShown(knob, overlay.query);
  if (key !== 'enter') return over(state, searched(overlay, key, options.length));
  const option = options[Math.min(overlay.chosen, options.length - 1)];
  return option === undefined
    ? stay(state)
    : settingsTo(closed(state), withSetting(state.work.settings.now, knob, { base: option, notches: 0 }));
};

const withFilter = (state: State, filter: string): State =>
  state.work === null ? { ...state, picker: { ...state.picker, filter, chosen: 0 } } : moved(state, { filter, chosen: 0, scroll: 0 });

const filterKeys = (state: State, overlay: Of<'filter'>, key: string): Next => {
  if (key === 'esc') return stay(closed(withFilter(state, overlay.before)));
  if (key === 'enter') return stay(closed(state));
  if (key === 'up' || key === 'down') return run(closed(state), key);
  return stay(withFilter(state, typed(state.work === null ? state.picker.filter : screenState(state).filter, key)));
};

const NAME = /^[a-z][a-z0-9_-]*$/;

/** What Enter would write, or why it cannot. */
const writing = (state: State, { name }: Of<'write'>): { readonly settings: readonly string[] } | { readonly problem: string } => {
  const { work } = state;
  if (work === null || work.source === null) return { problem: 'the files are not read yet' };
  if (name === null) return { settings: textsOf(work) };
  if (!NAME.test(name)) return { problem: 'a name has small letters, digits, - and _, a letter first' };
  if (work.scenarios.includes(name)) return { problem: `there is a scenario "${name}" already` };
  const scenario = asScenario(work.source, work.turnable, work.settings.now, work.scenario);
  if (scenario === null) return { problem: 'some knobs change steps, which no scenario can hold' };
  return { settings: [`${pathText(['traffic', name])}=${inlineYaml(scenario)}`] };
};

const writeKeys = (state: State, overlay: Of<'write'>, key: string): Next => {
  if (key === 'esc') return stay(closed(state));
  if (key === 'tab' || key === 'S-tab') return over(state, { kind: 'write', name: overlay.name === null ? 'what-if' : null, problem: '' });
  if (key !== 'enter')
    return overlay.name === null ? stay(state) : over(state, { ...overlay, name: typed(overlay.name, key), problem: '' });
  const found = writing(state, overlay);
  return 'problem' in found ? over(state, { ...overlay, problem: found.problem }) : stay(state, { do: 'write', settings: found.settings });
};

const FORMAT_STEPS: Readonly<Record<string, number>> = { tab: 1, right: 1, down: 1, 'S-tab': -1, left: -1, up: -1 };

/** Another kind of file; a name that was typed takes its ending. */
const walked = (overlay: Of<'export'>, step: number): Pick<Of<'export'>, 'format' | 'file'> => {
  const { length } = FILE_KINDS;
  const at = FILE_KINDS.findIndex(({ ending }) => ending === exportEnding(overlay));
  const format = (at + step + length) % length;
  const typedEnding = endingOf(overlay.file.trim());
  return { format, file: typedEnding === null ? overlay.file : overlay.file.trim().slice(0, -typedEnding.length) };
};

const exportKeys = (state: State, overlay: Of<'export'>, key: string): Next => {
  if (key === 'esc') return stay(closed(state));
  const step = FORMAT_STEPS[key];
  if (step !== undefined) return over(state, { ...overlay, ...walked(overlay, step), problem: '', waits: false });
  if (key !== 'enter') return over(state, { ...overlay, file: typed(overlay.file, key), problem: '', waits: false });
  return over(state, { ...overlay, problem: '', waits: true });
};

const initKeys = (state: State, overlay: Of<'init'>, key: string): Next => {
  if (key === 'esc') return stay(closed(state));
  if (key === 'enter') {
    if (overlay.folder.trim() === '') return over(state, { ...overlay, problem: 'name a folder' });
    return stay(state, { do: 'init', folder: overlay.folder.trim(), template: overlay.template });
  }
  if (key === 'tab' || key === 'S-tab') {
    const names = ['smallest', ...(state.picker.entries ?? []).filter(({ kind }) => kind === 'example').map(({ name }) => name)];
    const at = names.indexOf(overlay.template) + (key === 'tab' ? 1 : names.length - 1);
    return over(state, { ...overlay, template: names[at % names.length] ?? 'smallest' });
  }
  return over(state, { ...overlay, folder: typed(overlay.folder, key), problem: '' });
};

const mistakeKeys = (state: State, overlay: Of<'mistakes'>, key: string): Next => {
  const by: Readonly<Record<string, number>> = { up: -1, k: -1, down: 1, j: 1, pageup: -10, pagedown: 10 };
  const step = by[key];
  if (step !== undefined) return over(state, { ...overlay, scroll: Math.max(0, overlay.scroll + step) });
  if (key === 'e') return run(closed(state), 'edit');
  return key === 'esc' || key === 'q' || key === 'enter' || key === 'm' ? stay(closed(state)) : stay(state);
};

/** Returns the state after a key while something lies over the screen. */
export const overlayKey = (state: State, overlay: Overlay, key: string): Next => {
  switch (overlay.kind) {
    case 'help':
    case 'palette':
      return listKeys(state, overlay, key);
    case 'value':
      return valueKeys(state, overlay, key);
    case 'choose':
      return chooseKeys(state, overlay, key);
    case 'filter':
      return filterKeys(state, overlay, key);
    case 'write':
      return writeKeys(state, overlay, key);
    case 'export':
      return exportKeys(state, overlay, key);
    case 'init':
      return initKeys(state, overlay, key);
    case 'mistakes':
      return mistakeKeys(state, overlay, key);
    default:
      return overlay satisfies never;
  }
};
