import { count, money, moneyDecimals, percent, roundedTo } from '../../format.ts';
import type { EconomicsReport, ScenarioReport } from '../../report.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name, type Piece } from '../markup.ts';
import { dataTable, numbersUnder, type Row } from '../table.ts';
import { traced } from '../trace.ts';
import { absent, type Section } from './section.ts';

/** A figure with the words of how it comes about; `usd` where it is money. */
type Line = { readonly title: string; readonly value: Piece; readonly usd: number | null; readonly how: string };

const moneyLine = (
  title: string,
  usd: number | null | undefined,
  how: string,
  link: (text: string) => Piece = (text) => text,
): readonly Line[] => (usd === null || usd === undefined ? [] : [{ title, value: link(money(usd)), usd, how }]);

/** Spend of the first month without what is paid once. */
const runningUsd = ({ months: [first] }: ScenarioReport): number =>
  first === undefined ? 0 : first.spend_usd.mean - first.components.one_off;

/** What a thousand users more cost a month: what hangs on requests, at today's use of each user. */
const nextThousand = (scenario: ScenarioReport, { per_user_usd }: EconomicsReport): number | null => {
  const [first] = scenario.months;
  const running = runningUsd(scenario);
  if (first === undefined || per_user_usd === null || running === 0) return null;
  const { models, tools, people } = first.components;
  return (1000 * per_user_usd * (models + tools + people)) / running;
};

const costLines = (input: HtmlInput, scenario: ScenarioReport, economics: EconomicsReport | null): readonly Line[] => {
  const { per_request, per_session } = scenario;
  const unit = name(input.report.unit, 24);
  const turns = per_session === null ? '' : `${count(per_session.turns)} requests on average`;
  return [
    ...moneyLine(`cost per ${unit}`, per_request.cost_usd.mean, 'models, tools and people; mean over all requests', (text) =>
      traced(input, scenario.name, 'cost per request', text),
    ),
    ...moneyLine('cost per session', per_session?.cost_usd.mean, turns),
    ...moneyLine('spend per user and month', economics?.per_user_usd, 'spend of the first month ÷ users'),
    ...moneyLine(`spend per successful ${unit}`, economics?.per_success_usd, 'spend of the first month ÷ (requests × success rate)'),
    ...(economics === null
      ? []
      : moneyLine(
          'the next thousand users, a month',
          nextThousand(scenario, economics),
          '1,000 × users’ share of models, tools and people; fixed costs and evaluation stay',
        )),
  ];
};

const earnLines = (input: HtmlInput, scenario: ScenarioReport, economics: EconomicsReport): readonly Line[] => {
  const { revenue_usd, margin, saving_usd, break_even_requests } = economics;
  const standing = 'requests a month that pay for evaluation and fixed costs';
  return [
    ...moneyLine('revenue a month', revenue_usd, 'as stated'),
    ...(margin === null
      ? []
      : [
          {
            title: 'margin',
            value: traced(input, scenario.name, 'margin', percent(margin)),
            usd: null,
            how: '(revenue − spend) ÷ revenue',
          },
        ]),
    ...moneyLine('saving a month', saving_usd, 'what the work costs today − spend', (text) =>
      traced(input, scenario.name, 'saving a month', text),
    ),
    ...(break_even_requests === null
      ? []
      : [{ title: 'break-even', value: `${count(break_even_requests)} a month`, usd: null, how: standing }]),
  ];
};

const lineTable = ({ currency }: HtmlInput, lines: readonly Line[]): Markup => {
  const other = (usd: number | null): readonly Piece[] =>
    currency === null ? [] : [usd === null ? '–' : money(usd * currency.perUsd).replace('$', '')];
  const columns = [
    ...numbersUnder('', ['US dollars', ...(currency === null ? [] : [`${currency.code} at ${currency.perUsd}`])]),
    { title: 'how', align: 'left' as const },
  ];
  return dataTable(
    'Unit economics of the first month',
    columns,
    lines.map(({ title, value, usd, how }) => ({ cells: [title, value, ...other(usd), html`<span class="words fine">${how}</span>`] })),
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
  const earns = economics === null ? [] : earnLines(input, scenario, economics);
  return {
    id: 'economics',
    title: 'Unit economics',
    lead: 'What one of each costs, and what it brings. First month, one-off costs left out.',
    body: [
      lineTable(input, [...costLines(input, scenario, economics), ...earns]),
      earns.length > 0
        ? null
        : absent('Neither revenue nor what the work costs today is stated, so that no margin and no saving can be told.'),
      apart(scenario),
    ],
  };
};
