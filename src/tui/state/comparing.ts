import { visibleWithin } from '../../diagnostics/escape.ts';
import { inlineYaml } from '../knobs/scale.ts';
import { setTo } from '../knobs/turn.ts';
import { contenderOf } from '../screens/compare/metrics.ts';
import { type State, screenState, type Work } from './state.ts';
import { type Next, saying, stay } from './step.ts';

/** What sets a variant apart: its scenario, and the knobs that are turned. */
const nameOf = ({ scenario, settings, turnable }: Work): string => {
  const turned = [...settings.now.keys()].flatMap((id) => turnable.find((knob) => knob.id === id) ?? []);
  const texts = turned.map((knob) => `${knob.label} ${inlineYaml(setTo(knob, settings.now))}`);
  return visibleWithin(`${scenario}: ${texts.length === 0 ? 'as written' : texts.join(', ')}`, 60);
};

/** Returns a step that adds what is on the screen to the comparison, once its percentiles are played. */
export const add = (state: State): Next => {
  const { work } = state;
  const scenario = work?.computed?.report.scenarios.find(({ name }) => name === work.scenario);
  if (work === null || work.computed === null || scenario === undefined) return stay(state);
  if (work.computed.freshness !== 'fresh') return saying(state, 'its percentiles are still being played: a moment', 'warn');
  const name = nameOf(work);
  const others = work.kept.filter((one) => one.name !== name);
  const next = { ...work, kept: [...others, { ...contenderOf(scenario), name, kind: 'variant' as const }] };
  return saying({ ...state, work: next }, `added to the comparison: ${name}`, 'good');
};

/** Returns a step that takes the chosen variant out of the comparison. */
export const drop = (state: State): Next => {
  const { work } = state;
  const at = screenState(state).chosen - (work?.computed?.report.scenarios.length ?? 0);
  if (work === null || work.kept[at] === undefined) return saying(state, 'scenarios stay: only variants can be taken out');
  return stay({ ...state, work: { ...work, kept: work.kept.filter((_, index) => index !== at) } });
};
