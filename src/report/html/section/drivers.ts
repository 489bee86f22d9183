import { type LeverTable, leverFigures } from '../../lever-figures.ts';
import type { ScenarioReport } from '../../report.ts';
import { LANE, lanes, span, upright } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { html, type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { absent, type Section } from './section.ts';

const leverTable = ({ rows }: LeverTable): Markup =>
  dataTable(
    'What moves the spend of a month',
    numbersUnder('uncertain number', ['low end', 'high end', 'month at its low end', 'month at its high end', 'part of the spread']),
    rows.map(({ name: title, low, high, lowUsd, highUsd, share }) => ({ cells: [name(title), low, high, lowUsd, highUsd, share] })),
  );

/** The uncertain numbers as bars to both sides of the middle, the widest on top. */
const tornado = (levers: LeverTable): Markup => {
  const { rows, middle, others } = levers;
  const [left, right] = [Math.max(...rows.map(({ below }) => below)), Math.max(...rows.map(({ above }) => above))];
  const width = Math.max(left + right, Number.EPSILON);
  const centre = left / width;
  const list = rows.map(({ name: title, low, high, lowUsd, highUsd, below, above }) => ({
    label: name(title, 28),
    note: `${low} to ${high}`,
    value: `${lowUsd} → ${highUsd}`,
    marks: [span('bar soft', centre - below / width, centre), span('bar', centre, centre + above / width)],
    depth: 0,
  }));
  const height = rows.length * LANE;
  const weaker = others > 0 ? ` ${others} ${others === 1 ? 'weaker one is' : 'weaker ones are'} left out.` : '';
  return chartFigure({
    id: 'tornado',
    title: 'Spend of a month, from the low end of each number to its high end',
    caption: `One number moves from its 10th to its 90th percentile, all others stay in their middle: then the mean month of these months, one-off costs left out, is ${middle}, the upright line. The pale part of a bar lies below it, the full part above.${weaker}`,
    chart: drawing('tornado', height, [upright('base', Math.min(0.999, centre), 0, height), lanes(list)]),
    table: leverTable(levers),
  });
};

/** Returns what drives the spread of the base scenario. */
export const driversSection = (scenario: ScenarioReport): Section => {
  const section = { id: 'drivers', title: 'What drives the spread', lead: 'Which uncertain numbers move the spend most.' };
  if (scenario.sensitivity === null) return { ...section, body: [absent('Without traffic there is no spend to be moved.')] };
  const levers = leverFigures(scenario);
  const [first] = levers.rows;
  if (first === undefined) return { ...section, body: [absent('No uncertain number moves the spend noticeably: nothing spreads it.')] };
  const words = html`<p>The strongest is <em>${name(first.name, 60)}</em>, with ${first.share} of what the ranges spread: to know it better narrows the figures most.</p>`;
  return { ...section, body: [words, tornado(levers)] };
};
