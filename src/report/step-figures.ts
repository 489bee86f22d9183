import { count, fixed, money, moneyDecimals, percent, roundedToSum } from './format.ts';
import type { ScenarioReport, StepReport, TokenFigures } from './report.ts';
import { inputOf, outputOf } from './tokens.ts';

/** A step's figures as every table of steps prints them. The name and the model are as in the file, not escaped yet. */
export type StepFigures = {
  readonly name: string;
  /** How many groups are around it. */
  readonly depth: number;
  readonly what: string;
  readonly runs: string;
  readonly calls: string;
  readonly input: string;
  /** Tokens read from cache over those that could be. */
  readonly cached: string;
  readonly output: string;
  readonly cost: string;
  readonly share: string;
  /** Its share over that of the dearest step, for a bar; null for a group. */
  readonly weight: number | null;
};

export type StepTotals = { readonly calls: string; readonly input: string; readonly output: string; readonly cost: string };

/** `caches`: whether any step may read from a cache. */
export type StepTable = { readonly rows: readonly StepFigures[]; readonly total: StepTotals; readonly caches: boolean };

const depthOf = (step: StepReport, all: readonly StepReport[]): number => {
  let depth = 0;
  for (let group = step.group; group !== null; group = all.find(({ name }) => name === group)?.group ?? null) depth++;
  return depth;
};

/** A number of runs: always two decimals, so that a column of them lines up. */
const times = (runs: number): string => (runs > 0 && runs < 0.005 ? '<0.01' : fixed(runs, 2));

const tokensText = (tokens: number): string => (tokens === 0 ? '–' : count(tokens));

/** What a row shows: a step by itself, or the calls that shorten what it carries. */
type Part = Pick<StepFigures, 'name' | 'depth' | 'what' | 'runs'> & {
  readonly calls: number | null;
  readonly tokens: TokenFigures;
  readonly hitRate: number | null;
  readonly usd: number;
  /** Whether it holds others, whose costs are in its own. */
  readonly group: boolean;
};

const partsOf = (step: StepReport, all: readonly StepReport[]): readonly Part[] => {
  const { compaction } = step;
  const [depth, group] = [depthOf(step, all), step.kind === 'group'];
  const shortening = compaction?.tokens_per_request;
  const own: Part = {
    name: step.name,
    depth,
    what: step.model ?? step.kind,
    runs: times(step.runs_per_request),
    calls: step.kind === 'model' ? step.calls_per_request - (compaction?.calls_per_request ?? 0) : null,
    tokens: group || shortening === undefined ? step.tokens_per_request : without(step.tokens_per_request, shortening),
    hitRate: step.cache_hit_rate,
    usd: group ? step.cost_usd : step.cost_usd - (compaction?.cost_usd ?? 0),
    group,
  };
  if (compaction === null) return [own];
  const { calls_per_request: calls, cost_usd: usd, tokens_per_request: tokens } = compaction;
  return [own, { name: 'compaction', depth: depth + 1, what: '', runs: '', calls, tokens, hitRate: null, usd, group: false }];
};

const without = (all: TokenFigures, some: TokenFigures): TokenFigures => ({
  uncached_input: all.uncached_input - some.uncached_input,
  cache_read: all.cache_read - some.cache_read,
  cache_write: all.cache_write - some.cache_write,
  reasoning: all.reasoning - some.reasoning,
  visible_output: all.visible_output - some.visible_output,
});

/** Returns the figures of a scenario's steps for one request; the costs are rounded so that those of no group add up to the total. */
export const stepFigures = (scenario: ScenarioReport): StepTable => {
  const { tokens, calls, cost_usd } = scenario.per_request;
  const total = cost_usd.mean;
  const parts = scenario.steps.flatMap((step) => partsOf(step, scenario.steps));
  const adding = parts.filter(({ group }) => !group);
  const decimals = Math.max(moneyDecimals(total), 6);
  const rounded = roundedToSum(
    adding.map(({ usd }) => usd),
    decimals,
  );
  const costs = new Map(adding.map((part, index) => [part, rounded[index] ?? 0]));
  const share = (usd: number): number => (total === 0 ? 0 : usd / total);
  const widest = Math.max(...adding.map(({ usd }) => share(usd)), Number.EPSILON);
  return {
    caches: scenario.steps.some(({ cache_hit_rate }) => cache_hit_rate !== null),
    rows: parts.map((part) => ({
      name: part.name,
      depth: part.depth,
      what: part.what,
      runs: part.runs,
      calls: part.calls === null ? '–' : times(part.calls),
      input: tokensText(inputOf(part.tokens)),
      cached: part.hitRate === null ? '–' : percent(part.hitRate),
      output: tokensText(outputOf(part.tokens)),
      cost: money(costs.get(part) ?? part.usd, decimals),
      share: percent(share(part.usd)),
      weight: part.group ? null : share(part.usd) / widest,
    })),
    total: { calls: count(calls.mean), input: count(inputOf(tokens)), output: count(outputOf(tokens)), cost: money(total, decimals) },
  };
};
