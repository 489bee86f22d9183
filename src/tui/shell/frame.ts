import { framed, paragraph } from '../paint/frame.ts';
import type { Line } from '../paint/line.ts';
import { fitLine, said, span } from '../paint/span.ts';
import { screenOf } from '../screens/all.ts';
import type { Area } from '../screens/screen.ts';
import type { Turned } from '../screens/turned.ts';
import { type State, screenState } from '../state/state.ts';
import { footerLine } from './footer.ts';
import { headerLine, tabsLine } from './header.ts';
import { overlayLines } from './overlay-lines.ts';
import { pickerLines } from './picker-screen.ts';
import { shownOf } from './shown.ts';

/** Below this only totals are shown. */
const LEAST: Area = { columns: 60, rows: 16 };

const isSmall = ({ columns, rows }: Area): boolean => columns < LEAST.columns || rows < LEAST.rows;

/** A terminal too small for screens keeps working: its totals and the keys that leave. */
const smallLines = (state: State, shown: Turned | null): readonly Line[] => [
  headerLine(state, shown),
  ...paragraph(
    `A full view takes ${LEAST.columns}×${LEAST.rows}; this is ${state.area.columns}×${state.area.rows}.`,
    state.area.columns,
    'dim',
  ),
  said('q back', 'dim'),
];

const waiting = (state: State, area: Area): readonly Line[] => {
  const { work, busy } = state;
  if (work === null) return framed([], area);
  const mistakes = work.mistakes.length > 0;
  return framed(
    mistakes
      ? [said('This workflow has mistakes: m shows them, e opens the editor. It is read again when it is saved.', 'warn')]
      : [[], said(`  ${busy ?? 'reading'} ${work.path} …`, 'dim')],
    area,
  );
};

/** The row above the footer: what was just said, a filter being typed, or the command line that prints the same. */
const statusLine = (state: State, shown: Turned | null): Line => {
  const { overlay, notice } = state;
  if (overlay?.kind === 'filter') {
    const text = state.work === null ? state.picker.filter : screenState(state).filter;
    return [span('/', 'accent'), span(text, 'strong'), span('▏', 'accent')];
  }
  if (notice !== null) return [span(notice.text, notice.tone)];
  const screen = screenOf(state.screen);
  return shown === null || screen === undefined ? [] : [span('$ ', 'dim'), span(screen.twin(shown), 'dim')];
};

const body = (state: State, shown: Turned | null, area: Area): readonly Line[] => {
  const over = state.overlay === null ? null : overlayLines(state, state.overlay, area);
  if (over !== null) return over;
  if (state.work === null) return pickerLines(state.picker, area);
  const screen = screenOf(state.screen);
  return shown === null || screen === undefined ? waiting(state, area) : screen.draw(shown, screenState(state), area);
};

const says = (state: State): Line => {
  if (state.work === null) return said('Choose a workflow to see what it will cost.', 'dim');
  return said(screenOf(state.screen)?.says ?? '', 'dim');
};

/** Returns the whole screen as rows: as many as the terminal has, none wider than it is. */
export const frameOf = (state: State): readonly Line[] => {
  const { area } = state;
  const shown = shownOf(state);
  if (isSmall(area)) return framed(smallLines(state, shown), area);
  const words = area.rows < 20 ? [] : [says(state)];
  const head = [headerLine(state, shown), ...(state.work === null ? [] : [tabsLine(state)]), ...words];
  const inner = { columns: area.columns, rows: area.rows - head.length - 2 };
  const rows = [...head, ...body(state, shown, inner), statusLine(state, shown), footerLine(state)];
  return rows.map((line) => fitLine(line, area.columns));
};
