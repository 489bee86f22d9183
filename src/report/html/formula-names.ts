import type { ScenarioReport } from '../report.ts';

const SAME = ['margin', 'saving a month', 'evaluation a month', 'fixed a month'];

/** Lines of the comparison of scenarios whose formula has another name. */
const named = (title: string, { months }: ScenarioReport): string => {
  if (title === 'spend a day') return 'daily spend';
  if (title === 'first month') return `spend in ${months[0]?.month}`;
  if (title === 'last month') return `spend in ${months.at(-1)?.month}`;
  if (title === 'all months') return `spend over ${months.length} months`;
  if (title === 'success') return 'success rate';
  if (title.startsWith('model calls per ')) return 'model calls per request';
  if (title.startsWith('cost per ') && !title.endsWith('p95') && title !== 'cost per session') return 'cost per request';
  return SAME.includes(title) ? title : '';
};

/**
 * Returns which formula explains a line of the comparison of scenarios; empty where none does. An indented line is a percentile
 * of the one above it.
 */
export const formulaOfLine = (titles: readonly string[], index: number, scenario: ScenarioReport): string => {
  const above = titles.slice(0, index + 1).findLast((title) => !title.startsWith(' ')) ?? '';
  const formula = named(above, scenario);
  return titles[index]?.startsWith(' ') ? `band of the ${formula}` : formula;
};
