import { visibleWithin } from '../../diagnostics/escape.ts';
import { leverFigures } from '../lever-figures.ts';
import type { ScenarioReport } from '../report.ts';
import { bar, type Cell, type Column, pad, tableLines, wrapped } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const COLUMNS: readonly Column[] = [
  { title: 'number', align: 'left', drop: 0, shrinkTo: 14 },
  { title: 'p10', align: 'right', drop: 3 },
  { title: 'p90', align: 'right', drop: 3 },
  { title: 'a month', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 1 },
  { title: 'to', align: 'left', drop: 0 },
  { title: 'of the spread', align: 'right', drop: 2 },
];

/** Of each side of the middle. */
const WIDTH = 10;

/** Returns what moves the spend of a scenario as a tornado: each number from its 10th to its 90th percentile, all others in their middle. */
export const levers = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const { rows, others, breaks } = leverFigures(scenario);
  if (rows.length === 0) return [];
  const cells = rows.map((one): readonly Cell[] => [
    { text: one.name },
    { text: one.low },
    { text: one.high },
    { text: one.lowUsd },
    {
      text: `${pad(bar(one.below, WIDTH), WIDTH, 'right')}┃${pad(bar(one.above, WIDTH), WIDTH, 'left')}`,
      paint: (text) => style.paint('accent', text),
    },
    { text: one.highUsd },
    { text: one.share },
  ]);
  const rest = others === 0 ? [] : [dim(style)(`${others} more ${others === 1 ? 'moves' : 'move'} it by less than 0.2 %`)];
  const met = breaks.flatMap(({ budget, values }) => {
    const list = values.map(({ name, value }) => `${visibleWithin(name, 40)} ${value}`).join(', ');
    return wrapped(`${budget} is met at ${list}${values.length > 1 ? ', each alone' : ''}`, style.width);
  });
  return [...tableLines(COLUMNS, cells, style.width, dim(style)), ...rest, ...met];
};
