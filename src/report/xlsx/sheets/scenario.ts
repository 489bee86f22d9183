import type { Projection } from '../../../projection/projection.ts';
import { mean } from '../../../stats/moments.ts';
import { type Line, linesOf } from '../../ledger/line.ts';
import { type Formula, number, plus, times } from '../formula.ts';
import type { Inputs } from './inputs.ts';
import { type LineCells, lineCells } from './line-inputs.ts';
import { type Requests, requestsOf } from './volume.ts';

/** The input cells of a scenario, from which all that it comes to is computed. */
export type ScenarioCells = {
  readonly projection: Projection;
  /** Null where requests stand alone. */
  readonly turns: Formula | null;
  readonly requests: Requests;
  readonly lines: readonly LineCells[];
  /** By step; of those that pay something. */
  readonly runs: ReadonlyMap<string, Formula>;
  readonly fixed: Formula;
  readonly oneOff: Formula;
  /** Runs of tests a month, and what another workflow that tests this one costs a run; null where this one does. */
  readonly evaluation: { readonly runs: Formula; readonly usdPerRun: Formula | null } | null;
  readonly revenue: { readonly per: 'request' | 'user'; readonly usd: Formula } | null;
  readonly replaces: Formula | null;
  readonly users: Formula | null;
  readonly successRate: Formula;
};

/** Contract discounts of a scenario by provider. */
export type Discounts = ReadonlyMap<string, number>;

const moneyCells = (inputs: Inputs, { plan, months }: Projection): Pick<ScenarioCells, 'fixed' | 'oneOff' | 'evaluation'> => {
  const { scenario, money } = plan;
  const named = (list: typeof money.fixedUsdPerMonth, unit: string): Formula =>
    plus(
      ...list.map(({ name, usd }) =>
        inputs.add({ scenario, what: name, value: mean(usd), format: 'usd', unit, from: [`${scenario}: ${name}`] }),
      ),
    );
  const { evaluation } = money;
  const add = (what: string, value: number, from: string): Formula =>
    inputs.add({ scenario, what, value, format: 'decimal', unit: 'mean', from: [`${scenario}: evaluation.${from}`] });
  const runs = evaluation && [mean(evaluation.cases), mean(evaluation.runsPerMonth)];
  const other = evaluation !== null && evaluation.workflow !== null && runs !== null;
  const perRun = other ? (months[0]?.components.evaluation ?? 0) / (runs[0] ?? 1) / (runs[1] ?? 1) : 0;
  return {
    fixed: named(money.fixedUsdPerMonth, 'dollars a month'),
    oneOff: named(money.oneOffUsd, 'dollars once'),
    evaluation: runs && {
      runs: times(add('test cases', runs[0] ?? 0, 'cases'), add('test runs a month', runs[1] ?? 0, 'runs')),
      usdPerRun: other
        ? inputs.add({ scenario, what: 'price of a tested case', value: perRun, format: 'price', unit: 'dollars', from: [], model: true })
        : null,
    },
  };
};

const worthCells = (inputs: Inputs, { plan, successRate }: Projection): Pick<ScenarioCells, 'revenue' | 'replaces' | 'successRate'> => {
  const { scenario, money } = plan;
  const add = (what: string, value: number, unit: string, from: string): Formula =>
    inputs.add({ scenario, what, value, format: 'price', unit, from: [`${scenario}: ${from}`] });
  return {
    revenue: money.revenue && {
      per: money.revenue.per,
      usd: add(
        'revenue',
        mean(money.revenue.usd),
        money.revenue.per === 'request' ? 'dollars a request' : 'dollars a user and month',
        'revenue',
      ),
    },
    replaces: money.replacesUsd && add('what it replaces', mean(money.replacesUsd), 'dollars a request', 'replaces'),
    successRate: inputs.add({
      scenario,
      what: 'success rate',
      value: successRate,
      format: 'share',
      unit: 'of requests',
      from: [],
      model: true,
    }),
  };
};

/** Adds the inputs of a scenario to the sheet of assumptions, and returns their cells. */
export const scenarioCells = (inputs: Inputs, projection: Projection, discounts: Discounts): ScenarioCells => {
  const { scenario } = projection.plan;
  const turns =
    projection.turns === null
      ? null
      : inputs.add({
          scenario,
          what: 'turns of a session',
          value: projection.turns,
          format: 'factor',
          unit: 'mean',
          from: [],
          model: true,
        });
  const requests = requestsOf(inputs, projection, turns);
  const lines = linesOf(projection);
  const runs = new Map<string, Formula>();
  const cells = new Map<string, Formula>();
  const runsOf = ({ step, runs: value }: Line): Formula => {
    const from = [`${step}.when`, `${step}.for_each.items`, `${step}.repeat`];
    const cell = runs.get(step) ?? inputs.add({ scenario, what: `${step}: runs`, value, format: 'factor', unit: 'a request', from });
    runs.set(step, cell);
    return cell;
  };
  const discountOf = (provider: string) => {
    const share = discounts.get(provider) ?? 0;
    const from = [`${scenario}: discount ${provider}`];
    const cell =
      cells.get(provider) ??
      inputs.add({
        scenario,
        what: `discount of ${provider}`,
        value: share,
        format: 'share',
        unit: 'of all its prices',
        from,
        ...(share === 0 ? { origin: 'default' } : {}),
      });
    cells.set(provider, cell);
    return { cell, share };
  };
  return {
    projection,
    turns,
    requests,
    lines: lines.map((line) => lineCells({ inputs, scenario, runsOf, discountOf }, line)),
    runs,
    users: usersCell(inputs, projection),
    ...moneyCells(inputs, projection),
    ...worthCells(inputs, projection),
  };
};

/** The users that volume hangs on, as they were added with it. */
const usersCell = (inputs: Inputs, { plan }: Projection): Formula | null =>
  plan.traffic === null || plan.traffic.users === null ? null : (inputs.named(plan.scenario, 'users') ?? number(0));
