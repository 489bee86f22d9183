import { expect } from 'vitest';
import type { SimulatedMean } from '../../../src/projection/simulate/simulation.ts';
import type { Percentile } from '../../../src/stats/ordered.ts';

/** Holds a simulated mean within four standard errors of a number worked out by hand; exactly, where nothing varies. */
export const near = ({ mean, standardError }: SimulatedMean, value: number): void => {
  expect(Math.abs(mean - value), `${mean} ± ${standardError} against ${value}`).toBeLessThanOrEqual(
    4 * standardError + 1e-9 * Math.abs(value),
  );
};

/** Holds a simulated percentile to a published one: within twice its 95 % interval, four standard errors to either side. */
export const covers = ({ value, low, high }: Percentile, published: number): void => {
  const rounding = 1e-9 * Math.abs(published);
  expect(published, `${value} in ${low} to ${high}`).toBeGreaterThanOrEqual(value - 2 * (value - low) - rounding);
  expect(published, `${value} in ${low} to ${high}`).toBeLessThanOrEqual(value + 2 * (high - value) + rounding);
};
