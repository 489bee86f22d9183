import { beside, framed } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { matching } from '../../state/match.ts';
import type { Area, ScreenState } from '../screen.ts';
import type { Turned, TurnedScreen } from '../turned.ts';
import { commandLine, scenarioOption } from '../twin.ts';
import { knobRows } from './knob-rows.ts';
import { leverRows } from './lever-rows.ts';
import { rangeRows } from './range-rows.ts';
import { resultRows } from './result-rows.ts';
import { stepRows } from './step-rows.ts';

/** From so many columns on, knobs and steps stand side by side. */
const SIDE_BY_SIDE = 96;

const through = (shown: Turned, filter: string) => shown.knobs.filter(({ label, id }) => matching(`${label} ${id}`, filter));

const twoColumns = (shown: Turned, state: ScreenState, { columns, rows }: Area): readonly Line[] => {
  const left = Math.min(86, Math.max(46, Math.floor(columns * 0.46)));
  const right = columns - left - 3;
  const knobs = through(shown, state.filter);
  const result = [[], ...resultRows(shown, { columns: left, across: 1, most: 9 })];
  const range = rangeRows(shown, left);
  const below = rows - result.length >= 12 + range.length + 1 ? [...result, ...(range.length > 0 ? [[], ...range] : [])] : result;
  const list = knobRows(shown, knobs, Math.min(state.chosen, knobs.length - 1), state.filter, left, Math.max(4, rows - below.length));
  const levers = Math.min(9, Math.max(4, Math.floor(rows * 0.3)));
  const wanted = Math.min(shown.forecast.projection.steps.length + 2, rows - levers - 1);
  const side = [...stepRows(shown, right, wanted), [], ...leverRows(shown, right, rows - wanted - 1)];
  return beside([
    { lines: [...list, ...below], columns: left },
    { lines: framed(side, { columns: right, rows }), columns: right },
  ]);
};

/** Knobs above, results below them, the steps where room is left. */
const stacked = (shown: Turned, state: ScreenState, { columns, rows }: Area): readonly Line[] => {
  const knobs = through(shown, state.filter);
  const result = resultRows(shown, { columns, across: columns >= 76 ? 2 : 1, most: Math.max(3, rows - 9) });
  const left = rows - result.length;
  const wanted = shown.forecast.projection.steps.length + 1;
  const steps = left - 7 < 4 ? 0 : Math.min(wanted, left - 7);
  return [
    ...knobRows(shown, knobs, Math.min(state.chosen, knobs.length - 1), state.filter, columns, left - steps),
    ...result,
    ...(steps > 0 ? stepRows(shown, columns, steps) : []),
  ];
};

/** The knobs of a workflow and what turning them does. */
export const whatIf: TurnedScreen = {
  id: 'what-if',
  title: 'What-if',
  key: '1',
  says: 'Turn a knob and see what the month, a request and the wait become.',
  twin: (shown) => commandLine(shown, 'plan', scenarioOption(shown)),
  count: (shown, { filter }) => through(shown, filter).length,
  draw: (shown, state, area) => framed(area.columns >= SIDE_BY_SIDE ? twoColumns(shown, state, area) : stacked(shown, state, area), area),
};
