import { money } from '../../format.ts';
import type { ScenarioReport } from '../../report.ts';
import { LANE, lanes, span, upright } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { html, type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { about } from '../words.ts';
import { absent, type Section } from './section.ts';

type Driver = NonNullable<ScenarioReport['sensitivity']>[number];

const MOST_DRIVERS = 12;

const swing = ({ low_usd_per_month: low, high_usd_per_month: high }: Driver): number => Math.abs(high - low);

/** The assumptions that move the spend as bars between their two ends, the widest on top. */
const tornado = (drivers: readonly Driver[], mean: number): Markup => {
  const sorted = [...drivers].sort((a, b) => swing(b) - swing(a));
  const shown = sorted.slice(0, MOST_DRIVERS);
  const ends = shown.flatMap((one) => [one.low_usd_per_month, one.high_usd_per_month]);
  const [least, most] = [Math.min(mean, ...ends), Math.max(mean, ...ends)];
  const at = (usd: number): number => (most === least ? 0.5 : (usd - least) / (most - least));
  const list = shown.map(({ name: title, low_usd_per_month: low, high_usd_per_month: high }) => {
    const [from, to] = [Math.min(low, high), Math.max(low, high)];
    const middle = Math.min(to, Math.max(from, mean));
    return {
      label: name(title, 28),
      note: '',
      value: `${about(low)} → ${about(high)}`,
      marks: [span('bar soft', at(from), at(middle)), span('bar', at(middle), at(to))],
      depth: 0,
    };
  });
  const height = shown.length * LANE;
  const more = sorted.length > shown.length ? ` The ${shown.length} strongest of ${sorted.length} are drawn.` : '';
  return chartFigure({
    id: 'tornado',
    title: 'Spend of a month, from each assumption’s low end to its high end',
    caption: html`One assumption moves from its 10th to its 90th percentile, the others stay. The upright line is the mean, ${about(mean)}: the pale part of a bar lies below it, the full part above.${more}`,
    chart: drawing('tornado', height, [upright('base', Math.min(0.999, at(mean)), 0, height), lanes(list)]),
    table: dataTable(
      'What moves the spend of a month',
      numbersUnder('assumption', ['at its low end', 'at its high end', 'difference']),
      sorted.map((one) => ({
        cells: [
          name(one.name),
          money(one.low_usd_per_month),
          money(one.high_usd_per_month),
          money(one.high_usd_per_month - one.low_usd_per_month),
        ],
      })),
    ),
  });
};

const inWords = (drivers: readonly Driver[]): Markup => {
  const [first] = [...drivers].sort((a, b) => swing(b) - swing(a));
  return html`<p>The strongest is <em>${name(first?.name ?? '', 40)}</em>: to know it better narrows the figures most.</p>`;
};

/** Returns what drives the spread of the base scenario. */
export const driversSection = ({ sensitivity, monthly }: ScenarioReport): Section => {
  const section = { id: 'drivers', title: 'What drives the spread', lead: 'Which assumptions move the spend most.' };
  if (monthly === null || sensitivity === null)
    return { ...section, body: [absent('Which assumptions move the spend most was not worked out for this plan.')] };
  if (sensitivity.length === 0)
    return { ...section, body: [absent('Every number that moves the spend is stated as one value: none of them spreads it.')] };
  return { ...section, body: [inWords(sensitivity), tornado(sensitivity, monthly.spend_usd.mean)] };
};
