import type { Projection } from '../../projection/projection.ts';
import { precise } from '../format.ts';
import { type Figure, sumFormula, usd } from './figure.ts';

/** Returns what a request costs, calls and how often it succeeds. */
export const requestFigures = (projection: Projection): readonly Figure[] => {
  const leaves = projection.steps.filter(({ step }) => step.kind !== 'group');
  const failing = leaves.filter(({ links }) => (links.at(-1)?.failed ?? 0) > 0);
  const failures = failing.map(
    ({ step, links }) =>
      `${step.name} fails for good in ${precise(links.at(-1)?.failed ?? 0)} of requests${step.goesOn ? ' (the request goes on)' : ''}`,
  );
  const calling = leaves.filter(({ calls }) => calls > 0);
  return [
    {
      name: `cost per request`,
      value: usd(projection.costUsd),
      formula: sumFormula(
        leaves.map(({ step, costUsd }) => ({ name: step.name, usd: costUsd })),
        projection.costUsd,
      ),
      terms: [projection.exact ? 'exact: every mean has a closed form' : 'by quadrature where a mean has no closed form'],
    },
    {
      name: 'model calls per request',
      value: precise(projection.calls),
      formula: [
        `= ${calling.map(({ step }) => step.name).join(' + ') || '0'}`,
        `= ${calling.map(({ calls }) => precise(calls)).join(' + ') || '0'}`,
        `= ${precise(projection.calls)}`,
      ],
      terms: ['attempts at models, erring ones and fallbacks included'],
    },
    {
      name: 'success rate',
      value: precise(projection.successRate),
      formula: [
        '= 1 − P(a foreground step fails for good)',
        `= 1 − ${precise(1 - projection.successRate)}`,
        `= ${precise(projection.successRate)}`,
      ],
      terms: ['branches and failures are told apart exactly, by decision diagram', ...failures],
    },
  ];
};
