/** What a link does, summed over runs: expected values per run, per round or per request, as the sum's owner says. */
export type LinkSum = {
  /** Runs that came to this link. */
  reached: number;
  /** Attempts at a model API, erring ones included. */
  calls: number;
  /** Attempts at a tool. */
  attempts: number;
  /** Attempts that were answered, and so billed. */
  answered: number;
  /** Runs whose prompt did not fit the window. */
  tooLong: number;
  /** Runs that this link could not answer: they go to the next link, or the step fails. */
  failed: number;
  uncachedInput: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  visibleOutput: number;
  /** By month of the horizon. */
  modelsUsd: number[];
  toolsUsd: number;
  peopleUsd: number;
  workMs: number;
  /** Tokens of each prompt part, before any cut, a run. */
  parts: number[];
};

const NUMBERS = [
  'reached',
  'calls',
  'attempts',
  'answered',
  'tooLong',
  'failed',
  'uncachedInput',
  'cacheRead',
  'cacheWrite',
  'reasoning',
  'visibleOutput',
  'toolsUsd',
  'peopleUsd',
  'workMs',
] as const;

/** Returns an empty sum over a number of months. */
export const noLinkSum = (months: number): LinkSum => ({
  reached: 0,
  calls: 0,
  attempts: 0,
  answered: 0,
  tooLong: 0,
  failed: 0,
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  visibleOutput: 0,
  modelsUsd: new Array<number>(months).fill(0),
  toolsUsd: 0,
  peopleUsd: 0,
  workMs: 0,
  parts: [],
});

/** Adds `times` times another sum. */
export const addLink = (sum: LinkSum, other: LinkSum, times: number): void => {
  for (const key of NUMBERS) sum[key] += times * other[key];
  for (const [month, usd] of other.modelsUsd.entries()) sum.modelsUsd[month] = (sum.modelsUsd[month] ?? 0) + times * usd;
  for (const [part, tokens] of other.parts.entries()) sum.parts[part] = (sum.parts[part] ?? 0) + times * tokens;
};

/** A step's expected runs and what they come to. Runs count rounds times items. */
export type StepSum = { runs: number; readonly links: LinkSum[] };

/** Sums by step index. */
export type Sums = Map<number, StepSum>;

/** Adds `times` times what a step comes to. */
export const addStep = (sums: Sums, step: number, runs: number, links: readonly LinkSum[], times: number): void => {
  const mine = sums.get(step) ?? { runs: 0, links: links.map((link) => noLinkSum(link.modelsUsd.length)) };
  sums.set(step, mine);
  mine.runs += times * runs;
  for (const [index, link] of links.entries()) {
    const target = mine.links[index];
    if (target) addLink(target, link, times);
  }
};
