import { visibleWithin } from '../../diagnostics/escape.ts';
import { columnsOf } from '../../diagnostics/render.ts';
import type { Report } from '../report.ts';
import { scenarioFigures } from '../scenario-figures.ts';
import { pad } from '../table.ts';
import type { TextStyle } from './style.ts';

/** As many scenarios side by side as fit, the rest below them. */
export const scenarios = (report: Report, style: TextStyle): readonly string[] => {
  const figures = scenarioFigures(report, visibleWithin(report.unit, 20));
  const titles = Math.max(...figures.map(({ title }) => columnsOf(title)));
  const columns = report.scenarios.map((scenario) => {
    const name = visibleWithin(scenario.name, 24);
    const values = figures.map(({ of }) => of(scenario));
    return { name, values, width: Math.max(columnsOf(name), ...values.map(columnsOf)) };
  });
  const blocks: (typeof columns)[] = [[]];
  let used = titles;
  for (const column of columns) {
    used += column.width + 3;
    if (used > style.width && (blocks.at(-1)?.length ?? 0) > 0) {
      blocks.push([]);
      used = titles + column.width + 3;
    }
    blocks.at(-1)?.push(column);
  }
  const row = (title: string, cells: readonly string[], block: typeof columns): string =>
    [pad(title, titles, 'left'), ...cells.map((cell, index) => pad(cell, block[index]?.width ?? 0, 'right'))].join('   ');
  return blocks.flatMap((block, index) => [
    ...(index > 0 ? [''] : []),
    style.paint(
      'bold',
      row(
        '',
        block.map(({ name }) => name),
        block,
      ),
    ),
    ...figures.map(({ title }, at) =>
      row(
        title,
        block.map(({ values }) => values[at] ?? ''),
        block,
      ),
    ),
  ]);
};
