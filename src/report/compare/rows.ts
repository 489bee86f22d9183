import type { Currency } from '../../pricing/currency.ts';
import { money, percent } from '../format.ts';
import { changeText, monthColumns, NONE, optionalColumns, untimedSentence, useText, type VariantColumn } from '../variant/cells.ts';
import { peakUse, type VariantFigures } from '../variant/figures.ts';
import type { ComparedRow, ComparedScenario, CompareReport } from './report.ts';

type Choice = ComparedRow['choices'][number];

const short = (model: string): string => model.slice(model.indexOf('/') + 1);

/** Returns what a choice is called: its model without the provider where that is enough to tell it, and what it changes. */
export const choiceText = ({ step, model, says }: Choice, { varying }: ComparedScenario): string => {
  const others = varying.find((axis) => axis.step === step)?.choices ?? [];
  const clear = new Set(others.filter((one) => short(one.model) === short(model)).map((one) => one.model)).size < 2;
  return [clear ? short(model) : model, ...says].join(', ');
};

/** Returns a scenario whose rows name only the steps that differ in some of them. */
export const onlyVarying = (scenario: ComparedScenario): ComparedScenario => {
  const texts = scenario.varying.map((_, at) => new Set(scenario.rows.map(({ choices }) => JSON.stringify(choices[at]))));
  const differs = (_: unknown, at: number): boolean => (texts[at]?.size ?? 0) > 1;
  if (!scenario.varying.some(differs)) return scenario;
  return {
    ...scenario,
    varying: scenario.varying.filter(differs),
    rows: scenario.rows.map((row) => ({ ...row, choices: row.choices.filter(differs) })),
  };
};

/** Returns the columns that rows are compared by; what no row has is left out. */
export const compareColumns = ({ rows }: ComparedScenario, unit: string, currencies: readonly Currency[]): readonly VariantColumn[] => {
  const all = rows.map(({ figures }) => figures);
  const written = rows.find(({ as_written }) => as_written)?.figures;
  const change = (one: VariantFigures): string =>
    written === undefined || one === written ? '' : changeText(one.cost_usd.mean, written.cost_usd.mean);
  return [
    { title: `per ${unit}`, drop: 0, of: ({ cost_usd }) => money(cost_usd.mean) },
    { title: 'change', drop: 1, of: change },
    ...(all.every(({ monthly_spend_usd }) => monthly_spend_usd === null) ? [] : monthColumns('month', 2, currencies)),
    ...optionalColumns(all),
    { title: 'success', drop: 0, of: ({ success_rate }) => percent(success_rate) },
    { title: 'window', drop: 4, of: ({ context_use_p99: use }) => (use === null ? NONE : percent(use)) },
    ...(all.some((one) => (peakUse(one) ?? 0) > 0) ? [{ title: 'peak use', drop: 3, of: useText }] : []),
  ];
};

const FIGURES: Readonly<Record<CompareReport['judged_by'][number], string>> = {
  'cost_usd.mean': 'cost',
  'latency_ms.p95': 'p95',
  'first_token_ms.p95': 'first token',
  success_rate: 'success',
};

const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Returns how many combinations there are and which are shown, as a sentence. */
const shownSentence = ({ rows, combinations, impossible }: ComparedScenario, judged: CompareReport['judged_by']): string => {
  const best = rows.filter(({ unbeaten }) => unbeaten).length;
  const shown =
    rows.length < combinations - impossible.length ? `${rows.length} of ${combinations} combinations` : `${rows.length} combinations`;
  const cannot = impossible.length === 0 ? '' : ` ${impossible.length} cannot be planned: what a step asks for, a model does not offer.`;
  return `${shown}; ● marks ${best === 1 ? 'the one' : `the ${best}`} that no other beats on ${listed(judged.map((figure) => FIGURES[figure]))} together.${cannot}`;
};

/** Returns what must be known to read the table, as sentences. */
export const compareNotes = (
  scenario: ComparedScenario,
  judged: CompareReport['judged_by'],
  quoted: (name: string) => string,
): readonly string[] => {
  const all = scenario.rows.map(({ figures }) => figures);
  const untimed = untimedSentence(all, quoted);
  const apart =
    new Set(all.map((one) => JSON.stringify(one.untimed))).size > 1 ? ' Rows beat each other only where the same calls lack them.' : '';
  return [shownSentence(scenario, judged), ...(untimed === '' ? [] : [untimed + apart])];
};
