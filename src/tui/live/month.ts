import { evaluatedIn } from '../../planning/forecasts.ts';
import { planned } from '../../planning/plans.ts';
import { readProject } from '../../planning/read.ts';
import type { Request } from '../../planning/request.ts';
import { expect } from '../../projection/expect.ts';

/** What a workflow comes to in its first scenario, for the list of workflows. */
export type MonthFigure =
  | { readonly kind: 'month'; readonly usd: number; readonly scenario: string }
  /** Without traffic there is no month: what one request costs. */
  | { readonly kind: 'request'; readonly usd: number; readonly unit: string }
  | { readonly kind: 'mistakes'; readonly count: number };

/** Returns what a workflow comes to in the first month of its first scenario, in closed form; or how many mistakes keep it from that. */
export const monthOf = (request: Request): MonthFigure => {
  const project = readProject(request);
  const { problems, workflow } = project;
  const [plan] = (workflow && planned(project, workflow, project.scenarios.slice(0, 1), problems)?.plans) ?? [];
  const projection = plan && expect(plan, problems, evaluatedIn(project, plan));
  if (workflow === undefined || projection === undefined || problems.failed)
    return { kind: 'mistakes', count: Math.max(1, problems.list.filter(({ severity }) => severity === 'error').length) };
  const [first] = projection.months;
  if (first === undefined) return { kind: 'request', usd: projection.costUsd, unit: workflow.spec.unit };
  return { kind: 'month', usd: first.spendUsd, scenario: projection.plan.scenario };
};

/** What the thread is asked of a workflow of the list, and what it answers. */
export type MonthAsk = { readonly kind: 'month'; readonly request: Request };
export type MonthTold = { readonly kind: 'month'; readonly path: string; readonly figure: MonthFigure };
