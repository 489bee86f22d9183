import { dailySpendUsd } from '../../projection/economics.ts';
import type { MonthProjection, Projection, StepProjection } from '../../projection/projection.ts';
import { mean } from '../../stats/moments.ts';
import { DAYS_PER_MONTH } from '../../workflow/traffic/period.ts';
import { precise } from '../format.ts';
import { type Figure, per, stated, sumFormula, usd } from './figure.ts';

const volumeTerms = (projection: Projection): readonly string[] => {
  const { plan } = projection;
  const factors = (plan.traffic?.perDay ?? []).map((of) => precise(mean(of)));
  return [
    `requests per day = ${factors.join(' × ')} = ${precise(projection.requestsPerDay ?? 0)}: mean of the stated range, users where there are any, days in the stated unit`,
    `requests: ${stated(plan, `${plan.scenario}: requests`)}`,
    ...(plan.assumptions.some(({ what }) => what === `${plan.scenario}: users`)
      ? [`users: ${stated(plan, `${plan.scenario}: users`)}`]
      : []),
    `growth: ${stated(plan, `${plan.scenario}: growth`) || 'none (default)'}`,
  ];
};

/** What a step costs a request at the prices of a month. */
const stepUsd = ({ links, compaction }: StepProjection, month: number): number =>
  [...links, ...(compaction === null ? [] : [compaction])].reduce(
    (sum, link) => sum + (link.modelsUsd[month] ?? 0) + link.toolsUsd + link.peopleUsd,
    0,
  );

/** Where prices have moved since the month before: the cost of a request by step, and the steps that moved. */
const changeTerms = (projection: Projection, index: number): readonly string[] => {
  const leaves = projection.steps.filter(({ step, compaction }) => step.kind !== 'group' || compaction !== null);
  const moved = leaves.filter((step) => index > 0 && stepUsd(step, index) !== stepUsd(step, index - 1));
  if (moved.length === 0) return [];
  const sum = leaves.map((step) => usd(stepUsd(step, index))).join(' + ');
  return [
    `cost per request = ${sum} = ${usd(projection.months[index]?.costPerRequestUsd ?? 0)}`,
    ...moved.map((step) => `${step.step.name}: ${usd(stepUsd(step, index - 1))} → ${usd(stepUsd(step, index))}`),
  ];
};

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-12);

/** What requests cost in a month: their number × cost, or the mean of that over futures in which both move. */
const requestsFormula = (projection: Projection, one: MonthProjection): { readonly usd: number; readonly lines: readonly string[] } => {
  const { models, tools, people } = one.components;
  const cost = models + tools + people;
  const perDay = projection.requestsPerDay ?? 0;
  const growth = per(one.requests, perDay * one.month.days);
  const words = 'requests per day × days × growth × cost per request';
  const numbers = `${precise(perDay)} × ${precise(one.month.days)} × ${precise(growth)} × ${usd(one.costPerRequestUsd)}`;
  if (near(cost, one.requests * one.costPerRequestUsd)) return { usd: cost, lines: [`= ${words}`, `= ${numbers}`, `= ${usd(cost)}`] };
  const means = one.requests * one.costPerRequestUsd;
  return {
    usd: cost,
    lines: [`= ${words}, over the futures in which both move`, `= ${usd(cost)}   (the means alone would be ${usd(means)})`],
  };
};

const monthFigure = (projection: Projection, one: MonthProjection, index: number): Figure => {
  const requests = requestsFormula(projection, one);
  const { evaluation, fixed, oneOff } = one.components;
  const standing = [
    { name: 'evaluation', usd: evaluation },
    { name: 'fixed', usd: fixed },
    { name: 'one-off', usd: oneOff },
  ].filter((part) => part.usd !== 0);
  const whole = standing.length > 0;
  return {
    name: `spend in ${one.month.label}`,
    value: usd(one.spendUsd),
    formula: whole ? sumFormula([{ name: 'requests', usd: requests.usd }, ...standing], one.spendUsd) : requests.lines,
    terms: [...(whole ? requests.lines.map((line) => `requests ${line}`) : []), ...changeTerms(projection, index), ...one.notes],
  };
};

const dayFigure = (projection: Projection, first: MonthProjection, perDay: number): Figure => {
  const { models, tools, people, evaluation, fixed } = first.components;
  const cost = per(models + tools + people, first.requests);
  const daily = dailySpendUsd(first, perDay);
  const standing = evaluation + fixed;
  const [words, numbers] =
    standing === 0 ? ['', ''] : [' + (evaluation + fixed) ÷ days of a month', ` + ${usd(standing)} ÷ ${precise(DAYS_PER_MONTH)}`];
  return {
    name: 'daily spend',
    value: usd(daily),
    formula: [`= requests per day × cost per request${words}`, `= ${precise(perDay)} × ${usd(cost)}${numbers}`, `= ${usd(daily)}`],
    terms: volumeTerms(projection),
  };
};

/** Returns the spend of a day, of each month and of the horizon. */
export const timeFigures = (projection: Projection): readonly Figure[] => {
  const [first, ...later] = projection.months;
  if (first === undefined || projection.requestsPerDay === null) return [];
  const total = projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);
  const day = dayFigure(projection, first, projection.requestsPerDay);
  const horizon: Figure = {
    name: `spend over ${projection.months.length} months`,
    value: usd(total),
    formula: sumFormula(
      projection.months.map(({ month, spendUsd }) => ({ name: month.label, usd: spendUsd })),
      total,
    ),
    terms: [],
  };
  const months = projection.months.map((one, index) => monthFigure(projection, one, index));
  return [day, ...months, ...(later.length > 0 ? [horizon] : [])];
};
