import type { Forecast } from '../../projection/forecast.ts';
import type { Projection } from '../../projection/projection.ts';
import { precise } from '../format.ts';
import { type Figure, sumFormula, usd } from './figure.ts';

/** What adds up to a request: steps that are no groups, and the calls that shorten what a group carries. */
const costsOf = ({ steps }: Projection): readonly { readonly name: string; readonly usd: number }[] =>
  steps.flatMap(({ step, costUsd, compaction }) => {
    if (step.kind !== 'group') return [{ name: step.name, usd: costUsd }];
    return compaction === null ? [] : [{ name: `compaction of ${step.name}`, usd: compaction.modelsUsd[0] ?? 0 }];
  });

/** Returns what a request costs, calls and how often it succeeds. */
export const requestFigures = ({ projection, simulation }: Forecast): readonly Figure[] => {
  const { costUsd: played } = simulation.perRequest;
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
      formula: sumFormula(costsOf(projection), projection.costUsd),
      terms: [
        projection.exact ? 'exact: every mean has a closed form' : 'by quadrature where a mean has no closed form',
        `played one by one: ${usd(played.mean)} ± ${usd(played.standardError)} standard error, over ${precise(simulation.perRequest.count)} requests with seed ${simulation.seed}`,
      ],
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
