import type { RunSettings } from './simulate/simulate.ts';

/** What holds where nobody states a seed or how many requests are played. */
export const DEFAULT_RUN: RunSettings = { seed: 1, runs: 20_000 };
