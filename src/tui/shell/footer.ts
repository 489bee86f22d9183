import { COMMANDS, keyCap, worksOn } from '../keys/commands.ts';
import type { Line } from '../paint/line.ts';
import { cellsIn, fitLine, span, spread } from '../paint/span.ts';
import type { Overlay, State } from '../state/state.ts';

const hint = (keys: string, word: string): Line => [span(keys, 'accent'), span(` ${word}  `, 'dim')];

const END: Line = [span('?', 'accent'), span(' help  ', 'dim'), span('q', 'accent'), span(' back', 'dim')];

const OVERLAYS: Readonly<Record<Overlay['kind'], readonly (readonly [string, string])[]>> = {
  help: [
    ['type', 'to search'],
    ['↑↓', 'move'],
    ['Enter', 'run'],
    ['Esc', 'close'],
  ],
  palette: [
    ['type', 'to search'],
    ['↑↓', 'move'],
    ['Enter', 'run'],
    ['Esc', 'close'],
  ],
  value: [
    ['Enter', 'set'],
    ['Ctrl-U', 'clear'],
    ['Esc', 'cancel'],
  ],
  choose: [
    ['type', 'to search'],
    ['↑↓', 'move'],
    ['Enter', 'choose'],
    ['Esc', 'cancel'],
  ],
  filter: [
    ['type', 'words'],
    ['Enter', 'keep'],
    ['Esc', 'clear'],
  ],
  write: [
    ['Enter', 'write'],
    ['Tab', 'edits or scenario'],
    ['Esc', 'cancel'],
  ],
  export: [
    ['Enter', 'save'],
    ['Tab', 'format'],
    ['Esc', 'cancel'],
  ],
  init: [
    ['Enter', 'make it'],
    ['Tab', 'template'],
    ['Esc', 'cancel'],
  ],
  mistakes: [
    ['↑↓', 'scroll'],
    ['e', 'edit'],
    ['Esc', 'close'],
  ],
};

const within = (hints: readonly Line[], columns: number): Line => {
  const kept: Line[] = [];
  for (const one of hints) {
    if (cellsIn(kept.flat()) + cellsIn(one) > columns) break;
    kept.push(one);
  }
  return kept.flat();
};

/** Returns the keys that work here and now, as many as fit; the hint at help is never cut off. */
export const footerLine = (state: State): Line => {
  const { columns } = state.area;
  if (state.overlay !== null)
    return fitLine(
      within(
        OVERLAYS[state.overlay.kind].map(([keys, word]) => hint(keys, word)),
        columns,
      ),
      columns,
    );
  const screen = state.work === null ? null : state.screen;
  const hints = COMMANDS.filter((one) => one.foot !== null && worksOn(one, screen)).map(({ id, keys, foot }) => {
    const pair = id === 'turn-down' ? '←→' : id === 'turn-down-ten' ? 'H L' : keyCap(keys[0] ?? '');
    return hint(pair, foot ?? '');
  });
  const end = state.work === null ? [...END.slice(0, 3), span(' quit', 'dim')] : END;
  return spread(within(hints, columns - cellsIn(end) - 2), end, columns);
};
