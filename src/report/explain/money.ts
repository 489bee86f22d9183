import type { Projection } from '../../projection/projection.ts';
import { mean } from '../../stats/moments.ts';
import { precise } from '../format.ts';
import { type Figure, sumFormula, usd } from './figure.ts';

/** What testing costs a month. */
const evaluationFigure = ({ plan, months: [first] }: Projection): readonly Figure[] => {
  const { evaluation } = plan.money;
  const cost = first?.components.evaluation ?? 0;
  if (evaluation === null || cost === 0) return [];
  const [cases, runs] = [mean(evaluation.cases), mean(evaluation.runsPerMonth)];
  return [
    {
      name: 'evaluation a month',
      value: usd(cost),
      formula: [
        '= cases × runs a month × cost of a case without people',
        `= ${precise(cases)} × ${precise(runs)} × ${usd(cost / (cases * runs))}`,
        `= ${usd(cost)}`,
      ],
      terms: [evaluation.workflow === null ? 'a case is a request of this workflow' : `a case is a request of ${evaluation.workflow.path}`],
    },
  ];
};

const namedFigure = (name: string, list: Projection['plan']['money']['oneOffUsd']): readonly Figure[] => {
  const parts = list.map((one) => ({ name: one.name, usd: mean(one.usd) }));
  const total = parts.reduce((sum, part) => sum + part.usd, 0);
  return parts.length === 0 ? [] : [{ name, value: usd(total), formula: sumFormula(parts, total), terms: [] }];
};

/** Margin and saving of the first month, one-off costs left out. */
const economyFigures = ({ economics, months: [first] }: Projection): readonly Figure[] => {
  if (economics === null || first === undefined) return [];
  const spend = first.spendUsd - first.components.oneOff;
  const { revenueUsd, margin, savingUsd } = economics;
  return [
    ...(revenueUsd === null || margin === null
      ? []
      : [
          {
            name: 'margin',
            value: precise(margin),
            formula: [
              '= (revenue − spend) ÷ revenue',
              `= (${usd(revenueUsd)} − ${usd(spend)}) ÷ ${usd(revenueUsd)}`,
              `= ${precise(margin)}`,
            ],
            terms: ['of the first month, one-off costs left out'],
          },
        ]),
    ...(savingUsd === null
      ? []
      : [
          {
            name: 'saving a month',
            value: usd(savingUsd),
            formula: ['= what the work costs today − spend', `= ${usd(savingUsd + spend)} − ${usd(spend)}`, `= ${usd(savingUsd)}`],
            terms: ['of the first month, one-off costs left out'],
          },
        ]),
  ];
};

/** Returns what does not come from requests, and what the feature earns or saves. */
export const moneyFigures = (projection: Projection): readonly Figure[] => [
  ...evaluationFigure(projection),
  ...namedFigure('fixed a month', projection.plan.money.fixedUsdPerMonth),
  ...namedFigure('one-off', projection.plan.money.oneOffUsd),
  ...economyFigures(projection),
];
