import { fixed, money, moneyDecimals, percent, precise, roundedTo } from '../../format.ts';
import type { ComponentsReport, ScenarioReport } from '../../report.ts';
import { bandOf } from '../band.ts';
import { LANE, lanes, span } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { headlineOf } from '../headline.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name, type Piece } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { traced } from '../trace.ts';
import { about, listed } from '../words.ts';
import { absent, type Section } from './section.ts';

const TITLES: Readonly<Record<keyof ComponentsReport, readonly [string, string]>> = {
  models: ['Models', 'tokens and fees, by use'],
  tools: ['Tools', 'by use'],
  people: ['People', 'their working time, by use'],
  evaluation: ['Evaluation', 'testing, every month'],
  fixed: ['Fixed', 'every month'],
  one_off: ['One-off', 'in the first month'],
};

const components = ({ horizon }: ScenarioReport): Markup | null => {
  if (horizon === null) return null;
  const keys = (Object.keys(TITLES) as (keyof ComponentsReport)[]).filter((key) => horizon.components[key] !== 0);
  if (keys.length < 2) return null;
  const total = horizon.spend_usd.mean;
  const decimals = Math.min(2, moneyDecimals(total));
  const usd = roundedTo(
    total,
    keys.map((key) => horizon.components[key]),
    decimals,
  );
  const rows = keys.map((key, index) => ({
    title: TITLES[key][0],
    note: TITLES[key][1],
    usd: money(usd[index] ?? 0, decimals),
    share: horizon.components[key] / total,
  }));
  const list = rows.map(({ title, note, usd: value, share }) => ({
    label: title,
    note,
    value: `${value} · ${percent(share)}`,
    marks: span('bar', 0, share),
    depth: 0,
  }));
  const months = horizon.months === 1 ? 'one month' : `${horizon.months} months`;
  return chartFigure({
    id: 'components',
    title: 'What the money is spent on',
    caption: `Mean spend over ${months}. By use: grows with the number of requests.`,
    chart: drawing('components', rows.length * LANE, lanes(list)),
    table: dataTable('Spend by what it is spent on', numbersUnder('part', ['spend', 'share']), [
      ...rows.map(({ title, note, usd: value, share }) => ({ cells: [`${title}: ${note}`, value, percent(share)] })),
      { cells: ['total', money(Number(total.toFixed(decimals)), decimals), '100 %'], sum: true },
    ]),
  });
};

type Key = { readonly term: string; readonly value: Piece; readonly note: string };

const keys = (input: HtmlInput, scenario: ScenarioReport): readonly Key[] => {
  const { report } = input;
  const { per_request, horizon, monthly, daily, months } = scenario;
  const cost = {
    term: `Cost per ${name(report.unit, 24)}`,
    value: traced(input, scenario.name, 'cost per request', money(per_request.cost_usd.mean)),
    note: 'mean',
  };
  if (horizon === null || monthly === null || daily === null) return [cost];
  const first = traced(input, scenario.name, `spend in ${months[0]?.month}`, money(monthly.spend_usd.mean));
  const all = traced(input, scenario.name, `spend over ${months.length} months`, money(horizon.spend_usd.mean));
  return [
    cost,
    {
      term: 'A day',
      value: traced(input, scenario.name, 'daily spend', money(daily.spend_usd.mean)),
      note: `mean day of the first month, ${fixed(daily.requests, 0)} requests`,
    },
    { term: 'First month', value: first, note: `${fixed(monthly.requests, 0)} requests` },
    ...(horizon.months > 1 ? [{ term: `${horizon.months} months`, value: all, note: `${fixed(horizon.requests, 0)} requests` }] : []),
  ];
};

const keyList = (list: readonly Key[]): Markup =>
  html`<dl class="keys">${list.map(({ term, value, note }) => html`<div><dt>${term}</dt><dd>${value}<span>${note}</span></dd></div>`)}</dl>`;

/** The headline figure in other currencies. */
const elsewhere = ({ currencies }: HtmlInput, { horizon, per_request }: ScenarioReport): Markup | null => {
  if (currencies.length === 0) return null;
  const [usd, per] = horizon === null ? [per_request.cost_usd.mean, 'a request'] : [horizon.spend_usd.mean / horizon.months, 'a month'];
  const each = currencies.map(
    ({ code, rate, on }) => `${about(usd * rate).replace('$', '')} ${code} ${per} (at ${precise(rate)} ${code} a dollar on ${on})`,
  );
  return html`<p>In other money about ${listed(each)}. All other figures are US dollars.</p>`;
};

/** Returns what it costs, in words first. */
export const costSection = (input: HtmlInput, scenario: ScenarioReport): Section => {
  const { headline, sentences } = headlineOf(input.report, scenario);
  const several = input.report.scenarios.length > 1;
  return {
    id: 'cost',
    title: 'What it costs',
    lead: several
      ? html`In the scenario <em>${name(scenario.name)}</em>, the first of ${input.report.scenarios.length}.`
      : 'In words, then in figures.',
    body: [
      html`<p class="headline">${headline}</p>`,
      html`<p>${sentences.join(' ')}</p>`,
      elsewhere(input, scenario),
      keyList(keys(input, scenario)),
      components(scenario),
      scenario.horizon === null
        ? absent('No traffic is given, so that only figures per request are shown.')
        : bandOf(scenario.horizon.spend_usd) === null
          ? absent('No number that moves the spend is given as a range: the figures are as sure as the plan is.')
          : html`<p class="fine">“Between” holds eight chances in ten of what the spend may come to: one in ten lies below, one above.</p>`,
    ],
  };
};
