import { expect } from 'vitest';

/** Holds a figure to one worked out by hand, by default to nine digits. */
export const close = (got: number, want: number, relative = 1e-9): void => {
  expect(Math.abs(got - want), `${got} is not ${want}`).toBeLessThanOrEqual(relative * Math.abs(want) + 1e-15);
};
