import type { Band } from '../../projection/band/band.ts';
import type { Bands } from '../../projection/band/bands.ts';
import { dailySpendUsd } from '../../projection/economics.ts';
import type { Projection } from '../../projection/projection.ts';

/** A loop: thousands of draws with every key, where calling a function for each would be felt. */
const times = (values: Float64Array, factor: number): Float64Array => {
  const scaled = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) scaled[at] = (values[at] as number) * factor;
  return scaled;
};

/** A band around a new mean, as wide in proportion as it was. */
const around = (band: Band, mean: number): Band => {
  const factor = band.mean === 0 ? 1 : mean / band.mean;
  return {
    mean,
    p10: band.p10 * factor,
    p50: band.p50 * factor,
    p90: band.p90 * factor,
    draws: times(band.draws, factor),
    sorted: times(band.sorted, factor),
  };
};

/**
 * Returns bands around the means of a new projection until they are drawn anew: the means are exact, what lies around them is in
 * proportion. Months beyond those that were drawn take the band of the last.
 */
export const movedBands = (bands: Bands, projection: Projection): Bands => {
  const { months, requestsPerDay, costUsd, turns } = projection;
  const [first] = months;
  const monthly = months.flatMap(({ spendUsd }, at) => {
    const band = bands.months[Math.min(at, bands.months.length - 1)];
    return band === undefined ? [] : [around(band, spendUsd)];
  });
  return {
    ...bands,
    daily: first === undefined ? bands.daily : around(bands.daily, dailySpendUsd(first, requestsPerDay ?? 0)),
    months: monthly,
    horizon: around(
      bands.horizon,
      months.reduce((sum, { spendUsd }) => sum + spendUsd, 0),
    ),
    perRequest: around(bands.perRequest, costUsd),
    perSession: bands.perSession === null ? null : around(bands.perSession, costUsd * (turns ?? 1)),
  };
};
