import { originOf, positionAt } from '../../diagnostics/source.ts';
import type { Knob } from '../knobs/knob.ts';
import { screenOf } from '../screens/all.ts';
import { shownOf } from '../shell/shown.ts';
import { type State, screenState } from './state.ts';
import { type Next, stay } from './step.ts';
import { chosenKnob } from './turning.ts';

/** Returns a step that opens the file at the line of the chosen knob or step, else at its start. */
export const edit = (state: State): Next => {
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

/** Returns a step that copies the command line of the screen. */
export const copy = (state: State): Next => {
  const [screen, shown] = [screenOf(state.screen), shownOf(state)];
  if (screen === undefined || shown === null) return stay(state);
  return stay(state, { do: 'copy', text: screen.twin(shown), what: 'the command line' });
};

/** Returns a step that copies what the screen shows. */
export const copyScreen = (state: State): Next => {
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
