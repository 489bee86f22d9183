import type { Currency } from '../../../pricing/currency.ts';
import type { Report } from '../../report.ts';
import { type Formula, ifPositive, minus, number, over, plus, times, total } from '../formula.ts';
import { type Grid, held, text } from '../grid.ts';
import { LINE, type Lines } from './lines.ts';
import { MONTH, type Months } from './months.ts';
import { type FirstMonth, firstMonth, type Part } from './part.ts';
import { type Figure, type FigureRow, figureSheet } from './table.ts';

/** A scenario with its first month; null without traffic. */
type Economy = { readonly part: Part; readonly first: FirstMonth | null };

type Row = (title: string, format: FigureRow['format'], of: (first: FirstMonth, part: Part) => Figure) => FigureRow;

const usedOf = ({ models, tools, people }: FirstMonth): Formula => plus(models, tools, people);

/** Spend of the first month that comes again. */
const again = (first: FirstMonth): Formula => minus(first.spend, first.oneOff);

const revenueOf = ({ requests }: FirstMonth, { cells: { revenue, users } }: Part): Formula | null => {
  if (revenue === null) return null;
  if (revenue.per === 'request') return times(requests, revenue.usd);
  return users && times(users, revenue.usd);
};

const replacedOf = ({ requests }: FirstMonth, { cells: { replaces } }: Part): Formula | null => replaces && times(requests, replaces);

const breakEven = (first: FirstMonth, part: Part): Formula | null => {
  const worth = revenueOf(first, part) ?? replacedOf(first, part);
  return worth && ifPositive(first.standing, minus(over(worth, first.requests), over(usedOf(first), first.requests)));
};

/** What a thousand users more come to, of what those who are there come to. */
const nextThousand = ({ cells: { users } }: Part, all: Formula | null): Formula | null =>
  users && all && times(number(1000), over(all, users));

const unitRows = (row: Row): readonly FigureRow[] => [
  { title: 'What one of each costs, first month', format: 'general', of: [] },
  row('a request, without fixed costs', 'fine', (_, { costPerRequest }) => costPerRequest),
  row('a request, with fixed costs', 'fine', (first) => over(again(first), first.requests)),
  row('a session', 'fine', (_, { costPerRequest, cells: { turns } }) => turns && times(costPerRequest, turns)),
  row('a user and month', 'usd', (first, { cells: { users } }) => users && over(again(first), users)),
  row('a success', 'fine', (first, { cells }) => over(again(first), times(first.requests, cells.successRate))),
  row('the next thousand users, a month', 'usd', (first, part) => nextThousand(part, usedOf(first))),
];

const kindRows = (row: Row): readonly FigureRow[] => [
  { title: 'What hangs on what, first month', format: 'general', of: [] },
  row('per use: models and tools', 'usd', ({ models, tools }) => plus(models, tools)),
  row('people', 'usd', ({ people }) => people),
  row('fixed: evaluation and standing costs', 'usd', ({ standing }) => standing),
  row('once', 'usd', ({ oneOff }) => oneOff),
  row('spend of the first month', 'usd', ({ spend }) => spend),
];

const worthRows = (row: Row): readonly FigureRow[] => [
  { title: 'What it earns or saves, first month, costs that come once left out', format: 'general', of: [] },
  row('revenue', 'usd', revenueOf),
  row('margin', 'share', (first, part) => {
    const revenue = revenueOf(first, part);
    return revenue && over(minus(revenue, again(first)), revenue);
  }),
  row('what the work costs today', 'usd', replacedOf),
  row('saving against today', 'usd', (first, part) => {
    const replaced = replacedOf(first, part);
    return replaced && minus(replaced, again(first));
  }),
  row('revenue of the next thousand users', 'usd', (first, part) => nextThousand(part, revenueOf(first, part))),
  row('saving by the next thousand users', 'usd', (first, part) => {
    const replaced = replacedOf(first, part);
    return nextThousand(part, replaced && minus(replaced, usedOf(first)));
  }),
  row('break-even, requests a month', 'count', breakEven),
];

/** Models at the prices of the tables, and with the contract's discounts. */
const listRows = (economies: readonly Economy[], lines: Lines): readonly FigureRow[] => {
  const all = (column: number): readonly (Formula | null)[] =>
    economies.map(({ part: { months } }) => {
      const [first, last] = [months.rows[0]?.lines, months.rows.at(-1)?.lines];
      return months.totals === null || first == null || last == null ? null : total(lines.grid.range(column, first.from, last.to));
    });
  const [list, contract] = [all(LINE.list), all(LINE.spend)];
  return [
    { title: 'List against contract price, requests of all months', format: 'general', of: [] },
    { title: 'at list prices', format: 'usd', of: list },
    { title: 'with discounts', format: 'usd', of: contract },
    {
      title: 'what the contract saves',
      format: 'usd',
      of: list.map((one, index) => (one && contract[index] ? minus(one, contract[index]) : null)),
    },
  ];
};

const currencyRows = ({ code }: Currency, rate: Formula, economies: readonly Economy[], months: Months): readonly FigureRow[] => [
  { title: `In ${code}`, format: 'general', of: [] },
  { title: 'cost of a request', format: 'factor', of: economies.map(({ part }) => times(part.costPerRequest, rate)) },
  { title: 'spend of the first month', format: 'decimal', of: economies.map(({ first }) => first && times(first.spend, rate)) },
  {
    title: 'spend over all months',
    format: 'decimal',
    of: economies.map(({ part }) => (part.months.totals === null ? null : times(months.grid.ref(part.months.totals, MONTH.spend), rate))),
  },
];

/** Above the currencies stand the title and a note. */
const FIRST_RATE = 2;

/** Returns the sheet of unit economics: what one of each costs, what hangs on what, what is earned or saved, in other money too. */
export const economicsSheet = (report: Report, parts: readonly Part[], months: Months, lines: Lines): Grid => {
  const { currencies = [] } = report;
  const economies = parts.map((part): Economy => ({ part, first: firstMonth(months, part) }));
  const row: Row = (title, format, of) => ({ title, format, of: economies.map(({ part, first }) => first && of(first, part)) });
  const exchanged = currencies.flatMap((currency, index) => {
    const rate = { text: `'unit economics'!$B$${FIRST_RATE + index + 1}`, value: currency.rate };
    return currencyRows(currency, rate, economies, months);
  });
  const rows = [...unitRows(row), ...kindRows(row), ...worthRows(row), ...listRows(economies, lines), ...exchanged];
  const notes = ['Everything here follows the inputs. Dollars, unless another currency is named.', ...currencies.map(() => '')];
  const grid = figureSheet(
    'unit economics',
    notes,
    report.scenarios.map(({ name }) => name),
    rows,
  );
  for (const [index, { code, rate, on }] of currencies.entries()) {
    grid.rows[FIRST_RATE + index] = [text(`${code} for a dollar, on ${on}`), held(rate, 'factor', 'input')];
  }
  return grid;
};
