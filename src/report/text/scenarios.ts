import { visibleWithin } from '../../diagnostics/escape.ts';
import { columnsOf } from '../../diagnostics/render.ts';
import { count, money, percent } from '../format.ts';
import type { Report, ScenarioReport } from '../report.ts';
import { pad } from '../table.ts';
import { inputOf, outputOf, type TextStyle } from './style.ts';

type Figure = { readonly title: string; readonly of: (scenario: ScenarioReport) => string };

const LATER_MONTHS: readonly Figure[] = [
  { title: 'last month', of: ({ months }) => money(months.at(-1)?.spend_usd.mean ?? 0) },
  { title: 'all months', of: ({ horizon }) => (horizon === null ? '–' : money(horizon.spend_usd.mean)) },
  { title: 'months', of: ({ horizon }) => String(horizon?.months ?? 0) },
];

const figuresOf = (report: Report): readonly Figure[] => {
  const each = `per ${visibleWithin(report.unit, 20)}`;
  const perRequest: readonly Figure[] = [
    { title: `cost ${each}`, of: ({ per_request }) => money(per_request.cost_usd.mean) },
    { title: `model calls ${each}`, of: ({ per_request }) => count(per_request.calls.mean) },
    { title: `tokens in ${each}`, of: ({ per_request }) => count(inputOf(per_request)) },
    { title: `tokens out ${each}`, of: ({ per_request }) => count(outputOf(per_request)) },
    { title: 'success', of: ({ per_request }) => percent(per_request.success_rate) },
  ];
  if (report.scenarios.every(({ daily }) => daily === null)) return perRequest;
  const several = report.scenarios.some(({ months }) => months.length > 1);
  const overTime: readonly Figure[] = [
    { title: 'requests a day', of: ({ daily }) => (daily === null ? '–' : count(daily.requests)) },
    { title: 'spend a day', of: ({ daily }) => (daily === null ? '–' : money(daily.spend_usd.mean)) },
    { title: 'first month', of: ({ monthly }) => (monthly === null ? '–' : money(monthly.spend_usd.mean)) },
    ...(several ? LATER_MONTHS : []),
  ];
  return [...overTime, ...perRequest];
};

/** As many scenarios side by side as fit, the rest below them. */
export const scenarios = (report: Report, style: TextStyle): readonly string[] => {
  const figures = figuresOf(report);
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
