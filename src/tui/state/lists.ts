import { COMMANDS, keyCap, worksOn } from '../keys/commands.ts';
import type { Knob } from '../knobs/knob.ts';
import { SCREENS } from '../screens/all.ts';
import type { Step } from './event.ts';
import { matching } from './match.ts';
import { run } from './run.ts';
import { moved, type State } from './state.ts';
import { stay, withScenario, withWork } from './step.ts';

/** A row of the help or of the palette: what it does, by which keys, and how. */
export type CommandRow = {
  readonly group: string;
  readonly keys: string;
  readonly title: string;
  readonly act: (state: State) => Step<State>;
};

const commandRows = (state: State, help: boolean): readonly CommandRow[] => {
  const screen = state.work === null ? null : state.screen;
  return COMMANDS.filter((one) => worksOn(one, screen) && (help || one.listed)).map(({ id, keys, title, where }) => ({
    group: where === 'everywhere' ? 'Everywhere' : where === 'workflow' ? 'On every screen' : 'On this screen',
    keys: keys.map(keyCap).join(' '),
    title,
    act: (before) => run(before, id),
  }));
};

const screenRows = (state: State): readonly CommandRow[] =>
  state.work === null
    ? []
    : SCREENS.map(({ id, title, key, says }) => ({
        group: 'Screens',
        keys: key,
        title: `${title}: ${says}`,
        act: (before) => stay({ ...before, screen: id }),
      }));

const scenarioRows = (state: State): readonly CommandRow[] =>
  (state.work?.scenarios ?? []).map((scenario) => ({
    group: 'Scenarios',
    keys: '',
    title: `scenario ${scenario}`,
    act: (before) => {
      return withWork(before, (work) => withScenario(work, scenario));
    },
  }));

const knobRows = (state: State): readonly CommandRow[] =>
  (state.work?.knobs ?? []).map(({ label }, chosen) => ({
    group: 'Knobs',
    keys: '',
    title: `knob ${label}`,
    act: (before) => stay(moved({ ...before, screen: 'what-if' }, { filter: '', chosen, scroll: 0 }, 'what-if')),
  }));

const ORDER = ['On this screen', 'On every screen', 'Everywhere', 'Screens', 'Scenarios', 'Knobs'];

/** Returns what the help or the palette lists for its search: the help has keys, the palette scenarios and knobs too. */
export const commandsShown = (
  state: State,
  { kind, query }: { readonly kind: 'help' | 'palette'; readonly query: string },
): readonly CommandRow[] => {
  const help = kind === 'help';
  const rows = [...commandRows(state, help), ...screenRows(state), ...(help ? [] : [...scenarioRows(state), ...knobRows(state)])];
  return rows
    .filter(({ title, keys, group }) => matching(`${title} ${keys} ${group}`, query))
    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));
};

/** Returns the words that a knob may have, for a search. */
export const optionsShown = ({ turn }: Knob, query: string): readonly string[] =>
  turn.kind === 'choice' ? turn.options.filter((option) => matching(option, query)) : [];
