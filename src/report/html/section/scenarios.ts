import { money } from '../../format.ts';
import type { ScenarioReport } from '../../report.ts';
import { scenarioFigures } from '../../scenario-figures.ts';
import { bandOf } from '../band.ts';
import { LANE, lanes, span, whisker } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { formulaOfLine } from '../formula-names.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { traced } from '../trace.ts';
import { absent, type Section } from './section.ts';
import { stressTable } from './stress.ts';

const comparison = (input: HtmlInput): Markup => {
  const { report } = input;
  const figures = scenarioFigures(report, name(report.unit, 24));
  const titles = figures.map(({ title }) => title);
  return dataTable(
    'Scenarios side by side',
    numbersUnder(
      '',
      report.scenarios.map((scenario) => name(scenario.name, 40)),
    ),
    figures.map(({ title, of }, index) => ({
      cells: [
        html`<span class="depth${title.startsWith(' ') ? 1 : 0}">${title.trim()}</span>`,
        ...report.scenarios.map((scenario) => traced(input, scenario.name, formulaOfLine(titles, index, scenario), of(scenario))),
      ],
    })),
  );
};

type Priced = ScenarioReport & { readonly monthly: NonNullable<ScenarioReport['monthly']> };

const priced = (scenario: ScenarioReport): scenario is Priced => scenario.monthly !== null;

/** The first month of each scenario as a bar, with its band. */
const firstMonths = (scenarios: readonly ScenarioReport[]): Markup | null => {
  const list = scenarios.filter(priced);
  if (list.length < 2) return null;
  const greatest = Math.max(...list.map(({ monthly: { spend_usd } }) => Math.max(spend_usd.mean, spend_usd.p90)), Number.EPSILON);
  const drawn = list.map(({ name: title, monthly: { spend_usd: spend } }) => {
    const band = bandOf(spend);
    return {
      label: name(title, 28),
      note: band === null ? '' : `${money(band[0])} – ${money(band[1])}`,
      value: money(spend.mean),
      depth: 0,
      marks: [span('bar', 0, spend.mean / greatest), band === null ? null : whisker(band[0] / greatest, band[1] / greatest)],
    };
  });
  return chartFigure({
    id: 'first-months',
    title: 'First month of each scenario',
    caption: `Mean spend.${list.some(({ monthly }) => bandOf(monthly.spend_usd) !== null) ? ' The line through a bar spans eight chances in ten.' : ''}`,
    chart: drawing('first-months', drawn.length * LANE, lanes(drawn)),
    table: dataTable(
      'First month of each scenario',
      numbersUnder('scenario', ['mean', 'p10', 'p50', 'p90']),
      list.map(({ name: title, monthly: { spend_usd: spend } }) => ({
        cells: [name(title), money(spend.mean), money(spend.p10), money(spend.p50), money(spend.p90)],
      })),
    ),
  });
};

/** What leaves the worst case without a bound, each once. */
const unbounded = (scenarios: readonly ScenarioReport[]): Markup | null => {
  const lines = [
    ...new Set(
      scenarios.flatMap((scenario) => scenario.unbounded.map(({ step, missing }) => `${name(step, 40)} has no ${name(missing, 40)}`)),
    ),
  ];
  return lines.length === 0 ? null : html`<p class="fine">No worst case can be given: ${lines.join('; ')}.</p>`;
};

/** Returns all scenarios side by side, and the base one under failures where those were tried. */
export const scenariosSection = (input: HtmlInput): Section => {
  const { report, stress } = input;
  const one = report.scenarios.length === 1;
  return {
    id: 'scenarios',
    title: one ? 'The scenario' : 'Scenarios side by side',
    lead: one ? 'All figures of the one scenario that the plan has.' : 'The same feature under other traffic and in other conditions.',
    body: [
      firstMonths(report.scenarios),
      comparison(input),
      html`<p class="fine">p10: one chance in ten to lie below. p90: one in ten to lie above. p95: one request in twenty lies above.</p>`,
      unbounded(report.scenarios),
      stress === null
        ? absent('How it fares when things fail was not worked out for this page.')
        : html`<h3>When things fail</h3>${stressTable(stress, name(report.unit, 24))}`,
    ],
  };
};
