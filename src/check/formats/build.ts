import type { Currency } from '../../pricing/currency.ts';
import { type Day, dayText } from '../../pricing/day.ts';
import { currenciesReport } from '../../report/currency.ts';
import { workflowReport } from '../../report/diff/build.ts';
import type { DiffReport } from '../../report/diff/report.ts';
import { acceptedJson, findingJson } from '../../review/formats/json.ts';
import type { Weighed } from '../../review/levels.ts';
import type { CheckedWorkflow, HeldBudget } from '../checked-workflow.ts';
import type { Gates, Limits, Loosened } from '../policy.ts';
import type { CheckedReport, CheckReport } from './report.ts';

/** What the report of a check is made of; places of findings are named from the root already. */
export type CheckFacts = {
  readonly version: string;
  readonly settings: { readonly seed: number; readonly runs: number; readonly asOf: Day; readonly set: readonly string[] };
  readonly currencies: readonly Currency[];
  readonly base: DiffReport['base'] | null;
  readonly head: DiffReport['head'];
  /** The folder that file names are relative to, relative to the root. */
  readonly prefix: string;
  readonly gates: Gates;
  readonly limits: Limits;
  readonly loosened: readonly Loosened[];
  readonly weighed: Weighed;
  readonly workflows: readonly CheckedWorkflow[];
};

const budgetReport = ({ scenario, verdict }: HeldBudget): CheckedReport['budgets'][number] => ({
  scenario,
  name: verdict.name,
  limit: verdict.budget.limit,
  actual: verdict.actual,
  verdict: verdict.verdict,
  month: verdict.month,
  chance_over: verdict.chanceOver,
});

const orOff = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);

/** Returns the report of a check. Nothing is rounded here. */
export const buildCheckReport = (facts: CheckFacts): CheckReport => {
  const { settings, weighed, limits } = facts;
  const errors = weighed.findings.filter(({ level }) => level === 'error').length;
  return {
    schema: 'outlay.check/1',
    tool: { name: 'outlay', version: facts.version },
    settings: { seed: settings.seed, runs: settings.runs, as_of: dayText(settings.asOf), set: [...settings.set] },
    ...currenciesReport(facts.currencies),
    base: facts.base,
    head: facts.head,
    gates: facts.gates,
    regression: { cost: orOff(limits.cost), latency: orOff(limits.latency), floor_usd: limits.floorUsd },
    ok: errors === 0,
    summary: { errors, warnings: weighed.findings.length - errors, accepted: weighed.suppressed.length },
    loosened: facts.loosened.map((one) => ({ ...one })),
    findings: weighed.findings.map(findingJson),
    accepted: weighed.suppressed.map(acceptedJson),
    workflows: facts.workflows.map(({ diff, budgets }) => ({
      ...workflowReport(diff, facts.prefix),
      budgets: budgets.map(budgetReport),
    })),
  };
};
