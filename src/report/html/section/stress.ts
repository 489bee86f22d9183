import { duration, money, percent } from '../../format.ts';
import type { StressedScenario } from '../../stress/report.ts';
import { remedySentence } from '../../stress/rows.ts';
import { untimedSentence } from '../../variant/cells.ts';
import type { VariantFigures } from '../../variant/figures.ts';
import { html, type Markup, name } from '../markup.ts';
import { dataTable, explained, numbersUnder, type Row } from '../table.ts';

const figuresOf = (one: VariantFigures, people: boolean): readonly string[] => [
  money(one.cost_usd.mean),
  ...(people ? [money(one.cost_usd.machines)] : []),
  one.monthly_spend_usd === null ? '–' : money(one.monthly_spend_usd),
  one.latency_ms === null ? '–' : `${one.untimed.length > 0 ? '≥ ' : ''}${duration(one.latency_ms.p95)}`,
  percent(one.success_rate),
];

/** Returns a scenario under each failure that it was tried with, the calm one first, with what holds each. */
export const stressTable = ({ name: scenario, calm, stresses, not_run }: StressedScenario, unit: string): Markup => {
  const all = [calm, ...stresses.map(({ figures }) => figures)];
  const people = all.some(({ cost_usd }) => cost_usd.machines < cost_usd.mean);
  const titles = [`cost per ${unit}`, ...(people ? ['without people'] : []), 'a month of it', 'slow case (p95)', 'success'];
  const rows = stresses.map(({ title, what, figures, remedies }): Row => {
    const words = [`${name(what, 200)}.`, ...remedies.map((remedy) => remedySentence(remedy, (text) => name(text, 200)))];
    return { cells: [explained(name(title), words.join(' ')), ...figuresOf(figures, people)] };
  });
  const untimed = untimedSentence(all, (text) => name(text));
  const skipped = not_run.map(({ title, why }) => `${name(title)} (${name(why, 200)})`);
  return html`${dataTable(
    `The scenario ${name(scenario)} under failures, against the calm one`,
    numbersUnder('what goes wrong, and what holds it', titles),
    [{ cells: ['calm', ...figuresOf(calm, people)] }, ...rows],
  )}${untimed === '' ? null : html`<p class="fine">${untimed}</p>`}${skipped.length === 0 ? null : html`<p class="fine">Not tried: ${skipped.join('; ')}.</p>`}`;
};
