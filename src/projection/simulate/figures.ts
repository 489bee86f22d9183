/** What is counted of every step in every request, by its place in a tally. */
export const FIGURE = {
  runs: 0,
  calls: 1,
  costUsd: 2,
  uncachedInput: 3,
  cacheRead: 4,
  cacheWrite: 5,
  reasoning: 6,
  visibleOutput: 7,
  /** Prompt tokens that could have been read from a cache. */
  cacheable: 8,
  /** 1 where it ran at all. */
  ran: 9,
} as const;

export const FIGURES = Object.keys(FIGURE).length;
