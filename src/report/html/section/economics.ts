import { amountIn } from '../../currency.ts';
import { money, moneyDecimals, percent, precise, roundedTo } from '../../format.ts';
import type { ScenarioReport } from '../../report.ts';
import { contractLines, costLines, type EconomyLine, earningLines } from '../economics-lines.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, type Piece } from '../markup.ts';
import { dataTable, explained, numbersUnder, type Row } from '../table.ts';
import { absent, type Section } from './section.ts';

const lineTable = ({ currencies }: HtmlInput, lines: readonly EconomyLine[]): Markup => {
  const others = (usd: number | null): readonly Piece[] => currencies.map((currency) => (usd === null ? '–' : amountIn(usd, currency)));
  return dataTable(
    'Unit economics of the first month',
    numbersUnder('', ['US dollars', ...currencies.map(({ code, rate }) => `${code} at ${precise(rate)}`)]),
    lines.map(({ title, value, usd, how }) => ({ cells: [explained(title, how), value, ...others(usd)] })),
  );
};

/** What grows with use, what stands every month and what is paid once, of the first month. */
const apart = (scenario: ScenarioReport): Markup | null => {
  const [first] = scenario.months;
  if (first === undefined) return null;
  const { models, tools, people, evaluation, fixed, one_off } = first.components;
  const parts = [
    ['by use: models and tools', models + tools],
    ['by use: people', people],
    ['every month: evaluation and fixed', evaluation + fixed],
    ['once', one_off],
  ] as const;
  const total = first.spend_usd.mean;
  const decimals = Math.min(2, moneyDecimals(total));
  const usd = roundedTo(
    total,
    parts.map(([, part]) => part),
    decimals,
  );
  const rows: readonly Row[] = parts.map(([title, part], index) => ({
    cells: [title, money(usd[index] ?? 0, decimals), total === 0 ? '–' : percent(part / total)],
  }));
  return html`<h3>By use, every month, once</h3>${dataTable('Spend of the first month by what it hangs on', numbersUnder('', ['spend', 'share']), [...rows, { cells: ['total', money(Number(total.toFixed(decimals)), decimals), '100 %'], sum: true }])}`;
};

/** Returns what one request, session, user and success cost, and what the feature earns or saves. */
export const economicsSection = (input: HtmlInput, scenario: ScenarioReport): Section => {
  const economics = scenario.unit_economics;
  const earns = economics === null ? [] : earningLines(input, scenario, economics);
  return {
    id: 'economics',
    title: 'Unit economics',
    lead: 'What one of each costs, and what it brings. First month, one-off costs left out.',
    body: [
      lineTable(input, [...costLines(input, scenario), ...contractLines(input), ...earns]),
      earns.length > 0
        ? null
        : absent('Neither revenue nor what the work costs today is stated, so that no margin and no saving can be told.'),
      apart(scenario),
    ],
  };
};
