/** A week from Monday 0:00. */
export const HOURS_PER_WEEK = 168;

/** SPEC 4: weights of the hours from midnight, then of the days from Monday. */
const SHAPES = {
  flat: { hours: Array.from({ length: 24 }, () => 1), weekdays: [1, 1, 1, 1, 1, 1, 1] },
  'business-hours': {
    hours: [1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 8, 9, 10, 10, 9, 7, 4, 3, 2, 2, 1, 1],
    weekdays: [1, 1, 1, 1, 1, 0.3, 0.2],
  },
  consumer: {
    hours: [4, 3, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 9, 8, 6],
    weekdays: [1, 1, 1, 1, 1, 1.1, 1.1],
  },
} as const;

export const SHAPE_NAMES = Object.keys(SHAPES) as readonly (keyof typeof SHAPES)[];

/** Returns weights over their mean, so that their own mean is 1; of counts, an hour without requests stays without. */
export const overMean = (weights: readonly number[]): readonly number[] => {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
};

/**
 * Returns the rate of each hour of the week over the mean rate: weight of the hour over the mean hour × weight of the day
 * over the mean day. Business hours on Monday at 9:00: 10 ÷ (115 ÷ 24) × 1 ÷ (5.5 ÷ 7) = 2.656.
 */
export const hoursOfWeek = (hours: readonly number[], weekdays: readonly number[]): readonly number[] => {
  const byHour = overMean(hours);
  return overMean(weekdays).flatMap((day) => byHour.map((hour) => day * hour));
};

/** Returns a named shape, or undefined where there is none of that name. */
export const namedShape = (name: string): readonly number[] | undefined => {
  const found = SHAPE_NAMES.find((known) => known === name);
  return found && hoursOfWeek(SHAPES[found].hours, SHAPES[found].weekdays);
};
