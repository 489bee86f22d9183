import type { ScenarioReport } from '../report.ts';
import { stepFigures } from '../step-figures.ts';
import { bar, type Cell, type Column, tableLines } from '../table.ts';
import { dim, type TextStyle } from './style.ts';

const CACHED: Column = { title: 'cached', align: 'right', drop: 4 };

const STEP_COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', drop: 0, shrinkTo: 14 },
  { title: 'what', align: 'left', drop: 4, shrinkTo: 14 },
  { title: 'runs', align: 'right', drop: 3 },
  { title: 'calls', align: 'right', drop: 5 },
  { title: 'tokens in', align: 'right', drop: 6 },
  CACHED,
  { title: 'tokens out', align: 'right', drop: 6 },
  { title: 'cost', align: 'right', drop: 0 },
  { title: 'share', align: 'right', drop: 2 },
  { title: '', align: 'left', drop: 1 },
];

/** Returns a scenario's steps as a table; costs add up to the total below them. */
export const steps = (scenario: ScenarioReport, style: TextStyle): readonly string[] => {
  const { rows, total, caches } = stepFigures(scenario);
  const columns = caches ? STEP_COLUMNS : STEP_COLUMNS.filter((column) => column !== CACHED);
  const plain = (text: string): Cell => ({ text });
  const cells = rows.map((step): readonly Cell[] => [
    plain('  '.repeat(step.depth) + step.name),
    plain(step.what),
    plain(step.runs),
    plain(step.calls),
    plain(step.input),
    ...(caches ? [plain(step.cached)] : []),
    plain(step.output),
    plain(step.cost),
    plain(step.share),
    { text: step.weight === null ? '' : bar(step.weight, 7), paint: (text) => style.paint('accent', text) },
  ]);
  const sum = ['total', '', '', total.calls, total.input, ...(caches ? [''] : []), total.output, total.cost, '', ''];
  return tableLines(
    columns,
    [...cells, sum.map((text) => ({ text, paint: (own: string) => style.paint('bold', own) }))],
    style.width,
    dim(style),
  );
};
