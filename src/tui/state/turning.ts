import type { Knob, Settings } from '../knobs/knob.ts';
import { inlineYaml } from '../knobs/scale.ts';
import { setTo, settingOf, turned, withSetting } from '../knobs/turn.ts';
import { changed } from './history.ts';
import { matching } from './match.ts';
import { type State, screenState, type Work } from './state.ts';
import { type Next, saying, stay, withWork } from './step.ts';

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

/** Returns a step that turns the chosen knob by some notches. */
export const turn = (state: State, notches: number): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null) return stay(state);
  const next = turned(work.settings.now, knob, notches);
  const before = settingOf(knob, work.settings.now);
  const after = settingOf(knob, next);
  if (before.notches === after.notches && before.base === after.base) return saying(state, `${knob.label} turns no further`);
  return settingsTo(state, next);
};

/** Returns a step that asks for an exact value of the chosen knob, or for one of its words. */
export const exact = (state: State): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null) return stay(state);
  if (knob.turn.kind === 'choice') {
    const chosen = Math.max(0, knob.turn.options.indexOf(String(setTo(knob, work.settings.now))));
    return stay({ ...state, overlay: { kind: 'choose', knob: knob.id, query: '', chosen } });
  }
  return stay({ ...state, overlay: { kind: 'value', knob: knob.id, text: inlineYaml(setTo(knob, work.settings.now)), problem: '' } });
};

/** Returns a step that puts the chosen knob where it is written. */
export const reset = (state: State): Next => {
  const [knob, { work }] = [chosenKnob(state), state];
  if (knob === undefined || work === null || !work.settings.now.has(knob.id)) return stay(state);
  return settingsTo(state, withSetting(work.settings.now, knob, { base: knob.written, notches: 0 }));
};

/** Returns a step back or forward through what was turned. */
export const through = (state: State, to: (history: Work['settings']) => Work['settings']): Next =>
  withWork(state, (work) => {
    const settings = to(work.settings);
    return settings === work.settings ? work : { ...work, settings };
  });
