import { changeElsewhere, signedMoney } from '../../report/diff/words.ts';
import { duration, money, percent, rise } from '../../report/format.ts';
import { worded } from '../findings.ts';
import type { CheckedReport, CheckReport } from './report.ts';

/** Figures as people read them. */
export const WORDS = { money, duration, percent, rise } as const;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Returns `2 errors, 1 warning`, or `all well`. */
export const verdictWords = ({ summary }: CheckReport): string => {
  const { errors, warnings, accepted } = summary;
  const counted = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter((one) => one !== '');
  return `${counted.length === 0 ? 'all well' : counted.join(', ')}${accepted > 0 ? `; ${accepted} accepted` : ''}`;
};

/** What all workflows come to in their first scenario, where that is of a month. */
const total = (workflows: readonly CheckedReport[]): number | null => {
  const changes = workflows.flatMap(({ scenarios: [first] }) => {
    if (first === undefined || first.per !== 'month') return [];
    const { base, head } = first.spend_usd;
    return [(head ?? 0) - (base ?? 0)];
  });
  return changes.length === 0 ? null : changes.reduce((sum, usd) => sum + usd, 0);
};

/** Returns how many workflows there are and what they change by: `2 of 12 workflows change: +$1,973 a month`. */
export const summaryWords = ({ workflows, base, currencies = [] }: CheckReport): string => {
  if (base === null) return `${plural(workflows.length, 'workflow')}, nothing to compare with`;
  const changed = workflows.filter(({ status }) => status !== 'unchanged');
  if (changed.length === 0) return `${plural(workflows.length, 'workflow')}, none changed`;
  const usd = total(changed);
  const change = usd === null ? '' : `: ${usd === 0 ? 'the same spend' : `${signedMoney(usd)} a month${changeElsewhere(usd, currencies)}`}`;
  return `${changed.length} of ${plural(workflows.length, 'workflow')} changed${change}`;
};

/** Returns why what is loosened does not count, or does. */
export const looseningWords = ({ gates }: CheckReport): string =>
  gates === 'base'
    ? 'This change loosens what it is held to. It does not count:'
    : 'This change loosens what it is held to. It counts, since gates is head:';

const MARKS: Readonly<Record<CheckedReport['budgets'][number]['verdict'], string>> = {
  kept: 'ok',
  near: 'too near to tell',
  crossed: 'crossed',
  unknown: '–',
};

/** A budget as tables show it. */
export type BudgetRow = {
  readonly scenario: string;
  readonly name: string;
  readonly limit: string;
  readonly actual: string;
  readonly verdict: string;
};

/** Returns the budgets of a workflow as tables show them. */
export const budgetRows = ({ budgets }: CheckedReport): readonly BudgetRow[] =>
  budgets.map(({ scenario, name, limit, actual, verdict, month }) => {
    const [figure = ''] = name.split('.');
    const shown = actual === null ? '–' : worded(WORDS, figure, actual);
    return {
      scenario,
      name,
      limit: worded(WORDS, figure, limit),
      actual: `${shown}${month === null ? '' : ` in ${month}`}`,
      verdict: MARKS[verdict],
    };
  });

/** Returns the regression limits in words. */
export const limitWords = ({ regression }: CheckReport): string => {
  const share = (limit: number | null): string => (limit === null ? 'off' : percent(limit));
  return `limits: cost ${share(regression.cost)}, latency ${share(regression.latency)}, floor ${money(regression.floor_usd)} a month`;
};
