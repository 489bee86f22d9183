import type { MonthProjection, Projection, StepProjection } from '../../projection/projection.ts';
import { mean } from '../../stats/moments.ts';
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
const stepUsd = ({ links }: StepProjection, month: number): number =>
  links.reduce((sum, link) => sum + (link.modelsUsd[month] ?? 0) + link.toolsUsd + link.peopleUsd, 0);

/** Where prices have moved since the month before: the cost of a request by step, and the steps that moved. */
const changeTerms = (projection: Projection, index: number): readonly string[] => {
  const leaves = projection.steps.filter(({ step }) => step.kind !== 'group');
  const moved = leaves.filter((step) => index > 0 && stepUsd(step, index) !== stepUsd(step, index - 1));
  if (moved.length === 0) return [];
  const sum = leaves.map((step) => usd(stepUsd(step, index))).join(' + ');
  return [
    `cost per request = ${sum} = ${usd(projection.months[index]?.costPerRequestUsd ?? 0)}`,
    ...moved.map((step) => `${step.step.name}: ${usd(stepUsd(step, index - 1))} → ${usd(stepUsd(step, index))}`),
  ];
};

const monthFigure = (projection: Projection, one: MonthProjection, index: number): Figure => {
  const growth = per(one.requests, (projection.requestsPerDay ?? 0) * one.month.days);
  return {
    name: `spend in ${one.month.label}`,
    value: usd(one.spendUsd),
    formula: [
      '= requests per day × days × growth × cost per request',
      `= ${precise(projection.requestsPerDay ?? 0)} × ${precise(one.month.days)} × ${precise(growth)} × ${usd(one.costPerRequestUsd)}`,
      `= ${usd(one.spendUsd)}`,
    ],
    terms: [...changeTerms(projection, index), ...one.notes],
  };
};

/** Returns the spend of a day, of each month and of the horizon. */
export const timeFigures = (projection: Projection): readonly Figure[] => {
  const [first, ...later] = projection.months;
  if (first === undefined || projection.requestsPerDay === null) return [];
  const total = projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);
  const daily = projection.requestsPerDay * first.costPerRequestUsd;
  const day: Figure = {
    name: 'daily spend',
    value: usd(daily),
    formula: [
      '= requests per day × cost per request',
      `= ${precise(projection.requestsPerDay)} × ${usd(first.costPerRequestUsd)}`,
      `= ${usd(daily)}`,
    ],
    terms: volumeTerms(projection),
  };
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
