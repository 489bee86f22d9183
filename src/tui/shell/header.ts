import { duration, money } from '../../report/format.ts';
import type { Line } from '../paint/line.ts';
import { cellsIn, fitLine, said, span, spread } from '../paint/span.ts';
import { SCREENS } from '../screens/all.ts';
import type { Turned } from '../screens/turned.ts';
import type { State } from '../state/state.ts';

/** The figures that stay in sight on every screen. */
const totals = (shown: Turned): Line => {
  const { projection, simulation } = shown.forecast;
  const [month] = projection.months;
  const { p95 } = simulation.perRequest.latencyMs;
  return [
    ...(month === undefined ? [] : [span(money(month.spendUsd), 'strong'), span(' first month  ', 'dim')]),
    span(money(projection.costUsd), 'strong'),
    span(` a ${shown.report.unit}`, 'dim'),
    ...(p95.value > 0
      ? [span('  p95 ', 'dim'), span(`${shown.stale ? '~' : ''}${duration(p95.value)}`, shown.stale ? 'dim' : 'strong')]
      : []),
  ];
};

/** Returns the first row: which workflow, which scenario, whether knobs are turned; the totals where they fit. */
export const headerLine = (state: State, shown: Turned | null): Line => {
  const { columns } = state.area;
  const { work } = state;
  if (work === null) return spread([span('outlay', 'strong'), span(' · workflows', 'dim')], [], columns);
  const turned = work.settings.now.size;
  const name: Line = [
    span(shown?.report.workflow ?? work.path, 'strong'),
    ...(work.scenario === '' ? [] : [span(' · ', 'dim'), span(work.scenario, 'accent')]),
    ...(turned === 0 ? [] : [span(` *${turned}`, 'warn')]),
    ...(work.mistakes.some(({ severity }) => severity === 'error') ? [span(' ! mistakes: m', 'bad')] : []),
  ];
  const end = shown === null ? said(state.busy ?? '', 'dim') : totals(shown);
  const room = columns - cellsIn(name) - 2;
  return spread(name, cellsIn(end) <= room ? end : fitLine(end.slice(0, 2), Math.max(0, room)), columns);
};

/** Returns the screens as tabs; where they do not fit, the one on the screen and its neighbours' keys. */
export const tabsLine = (state: State): Line => {
  const { columns } = state.area;
  const full: Line = SCREENS.flatMap(({ id, key, title }) =>
    id === state.screen ? [span(`[${key} ${title}]`, 'chosen'), span(' ')] : [span(` ${key} `, 'dim'), span(`${title}  `)],
  );
  // What the worker does is told where it leaves room, with the key that ends it.
  const busy =
    state.busy === null || state.work?.computed == null
      ? []
      : [span(`${state.busy} … `, 'dim'), span('Ctrl-G', 'accent'), span(' stops', 'dim')];
  if (cellsIn(full) <= columns + 2)
    return spread(fitLine(full, columns), cellsIn(full) + cellsIn(busy) + 2 <= columns ? busy : [], columns);
  const short: Line = SCREENS.flatMap(({ id, key, title }) =>
    id === state.screen ? [span(`[${key} ${title}]`, 'chosen')] : [span(` ${key} `, 'dim')],
  );
  return fitLine(short, columns);
};
