import type { Knob } from '../knobs/knob.ts';
import { knobsOf } from '../knobs/knobs-of.ts';
import { settingTexts } from '../knobs/set.ts';
import type { KnobSource } from '../knobs/source.ts';
import type { Effect, Step } from './event.ts';
import type { Notice, State, Work } from './state.ts';

/** A state, and what is to be done about it. */
export type Next = Step<State>;

/** Returns a step that changes nothing but what it says. */
export const stay = (state: State, ...effects: readonly Effect[]): Next => ({ state, effects });

/** Returns a step that says something. */
export const saying = (state: State, text: string, tone: Notice['tone'] = 'dim'): Next => stay({ ...state, notice: { text, tone } });

/** Returns a workflow with the knobs of its files: those of the scenario on the screen, and those of all scenarios. */
export const withKnobs = (work: Work, source: KnobSource): Work => {
  const byScenario = work.scenarios.map((scenario) => knobsOf(source, scenario));
  const turnable = new Map<string, Knob>(byScenario.flat().map((knob) => [knob.id, knob]));
  return { ...work, source, turnable: [...turnable.values()], knobs: byScenario[work.scenarios.indexOf(work.scenario)] ?? [] };
};

/** Returns a workflow with another scenario on the screen. What was turned in the others stays. */
export const withScenario = (work: Work, scenario: string): Work =>
  work.source === null ? work : withKnobs({ ...work, scenario }, work.source);

/** Returns where the knobs of all scenarios stand, as `--set` takes it. */
export const textsOf = ({ source, turnable, settings }: Work): readonly string[] =>
  source === null ? [] : settingTexts(source, turnable, settings.now);

/** Returns what is to be planned for where the knobs and the scenario stand. */
export const planOf = (work: Work, now = true): readonly Effect[] =>
  work.source === null ? [] : [{ do: 'plan', settings: textsOf(work), scenario: work.scenario, now }];

/** Returns a step that changes the workflow, and plans it where it has changed. */
export const withWork = (state: State, change: (work: Work) => Work): Next => {
  if (state.work === null) return stay(state);
  const work = change(state.work);
  return work === state.work ? stay(state) : stay({ ...state, work }, ...planOf(work));
};
