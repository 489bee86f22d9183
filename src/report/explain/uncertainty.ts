import type { Band } from '../../projection/band/band.ts';
import type { Sensitivity } from '../../projection/band/sensitivity.ts';
import type { Forecast, Uncertainty } from '../../projection/forecast.ts';
import { percent, precise } from '../format.ts';
import { type Figure, usd } from './figure.ts';

const ends = ({ p10, p50, p90 }: Band): string => `${usd(p10)} · ${usd(p50)} · ${usd(p90)}`;

const leverTerm = ({ name, kind, low, high, share, elasticity }: Sensitivity): string => {
  const what =
    kind === 'tokenizer' ? `tokens of ${name} over those counted` : kind === 'samples' ? `mean of ${name} over that of the samples` : name;
  const slope = elasticity === null ? '' : `, 1 % more of it is ${precise(elasticity)} % more spend`;
  return `${what}: ${precise(low)} to ${precise(high)} (P10 to P90)${slope}, ${percent(share)} of the spread`;
};

/** How the draws were made, and how far they may be trusted. */
const methodTerms = ({ projection: { plan } }: Forecast, { bands, sensitivity, miss, worked }: Uncertainty): readonly string[] => [
  `each future draws every uncertain number once (Latin hypercube, ${bands.futures} futures); its mean cost of a request is in closed form`,
  `the cost of a request follows curves through ${worked} closed forms beside those of the means; with all numbers raising it at once it is off by ${percent(miss)}`,
  `days differ by ${percent(plan.traffic?.dayToDay ?? 0)}, less by the root of their number; requests by chance, less by the root of theirs`,
  `draws were moved to the mean in closed form by ${percent(bands.correction)} at most`,
  ...sensitivity.map(leverTerm),
];

/** Returns the bands of the day, of each month and of the horizon; nothing without traffic. */
export const bandFigures = (forecast: Forecast): readonly Figure[] => {
  const { uncertainty, projection } = forecast;
  if (uncertainty === null) return [];
  const { daily, months, horizon } = uncertainty.bands;
  const formula = (band: Band): readonly string[] => [
    '= 10th · 50th · 90th percentile over futures of requests × cost per request × days that differ + evaluation + fixed + one-off',
    `= ${ends(band)}`,
  ];
  const figure = (name: string, band: Band, terms: readonly string[]): Figure => ({
    name,
    value: ends(band),
    formula: formula(band),
    terms,
  });
  const all =
    projection.months.length > 1
      ? [figure(`band of the spend over ${months.length} months`, horizon, ['of draws of its own: percentiles of months never add up'])]
      : [];
  return [
    figure('band of the daily spend', daily, methodTerms(forecast, uncertainty)),
    ...months.map((band, at) => figure(`band of the spend in ${projection.months[at]?.month.label}`, band, [])),
    ...all,
  ];
};
