import { percentileOf } from '../../stats/ordered.ts';
import { quantileOf } from '../../stats/select.ts';
import { MODEL_FIGURES } from './charges.ts';
import { type Collected, SUCCEEDED, type Whole } from './collect.ts';
import type { Column } from './column.ts';
import { FIGURE, FIGURES } from './figures.ts';
import type { Means } from './means.ts';
import type { Program } from './program.ts';
import type { SimulatedFigures, SimulatedMean, SimulatedModel, SimulatedStep, SimulatedTokens, Spread } from './simulation.ts';

const meanOf = (means: Means, figure: number): SimulatedMean => ({
  mean: means.mean(figure),
  standardError: means.standardError(figure),
});

const spreadOf = (means: Means, figure: number, column: Column): Spread => {
  const sorted = column.sorted();
  return {
    ...meanOf(means, figure),
    p50: percentileOf(sorted, 0.5),
    p95: percentileOf(sorted, 0.95),
    p99: percentileOf(sorted, 0.99),
    sorted,
  };
};

/** Tokens whose figures begin at a place of a tally. */
const tokensOf = (means: Means, at: number): SimulatedTokens => ({
  uncachedInput: meanOf(means, at + FIGURE.uncachedInput),
  cacheRead: meanOf(means, at + FIGURE.cacheRead),
  cacheWrite: meanOf(means, at + FIGURE.cacheWrite),
  reasoning: meanOf(means, at + FIGURE.reasoning),
  visibleOutput: meanOf(means, at + FIGURE.visibleOutput),
});

/** Returns what requests, or sessions, have come to. Their columns are used up. */
export const figuresOf = ({ means, times, costUsd, timesMs, count }: Whole): SimulatedFigures => {
  const [latency, turnaround, firstToken] = timesMs as readonly [Column, Column, Column];
  return {
    count,
    costUsd: spreadOf(means, FIGURE.costUsd, costUsd),
    calls: meanOf(means, FIGURE.calls),
    tokens: tokensOf(means, 0),
    latencyMs: spreadOf(times, 0, latency),
    turnaroundMs: spreadOf(times, 1, turnaround),
    firstTokenMs: spreadOf(times, 2, firstToken),
    success: meanOf(means, SUCCEEDED),
  };
};

const latencyOf = (collected: Collected, index: number): SimulatedStep['latencyMs'] => {
  const ran = collected.steps.sum(index * FIGURES + FIGURE.ran);
  const tookMs = collected.columns.tookMs[index]?.all();
  if (ran === 0 || tookMs === undefined || tookMs.length === 0) return null;
  return { mean: (collected.tookMs[index] ?? 0) / ran, p50: quantileOf(tookMs, 0.5), p95: quantileOf(tookMs, 0.95) };
};

/** Returns what each step has come to, in file order. */
export const stepsOf = (collected: Collected, { plan }: Program): readonly SimulatedStep[] => {
  const { steps, requests } = collected;
  const latencyMs = collected.pathMs.reduce((sum, ms) => sum + ms, 0);
  return plan.steps.map(({ index, name }) => {
    const at = index * FIGURES;
    const cacheable = meanOf(steps, at + FIGURE.cacheable);
    const use = collected.columns.windowUse[index]?.all() ?? new Float64Array(0);
    return {
      index,
      name,
      runs: meanOf(steps, at + FIGURE.runs),
      calls: meanOf(steps, at + FIGURE.calls),
      costUsd: meanOf(steps, at + FIGURE.costUsd),
      tokens: tokensOf(steps, at),
      cacheable,
      cacheHitRate: cacheable.mean === 0 ? null : steps.mean(at + FIGURE.cacheRead) / cacheable.mean,
      ran: meanOf(steps, at + FIGURE.ran),
      latencyMs: requests.count === 0 ? null : latencyOf(collected, index),
      shareOfCriticalPath: latencyMs === 0 ? 0 : (collected.pathMs[index] ?? 0) / latencyMs,
      contextUseP99: use.length === 0 ? null : quantileOf(use, 0.99),
    };
  });
};

/** Returns what each model has come to, per request. */
export const modelsOf = (collected: Collected, { models }: Program): readonly SimulatedModel[] =>
  models.map((id, model) => {
    const [calls = 0, uncachedInput = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0, visibleOutput = 0, costUsd = 0] = Array.from(
      collected.models.subarray(model * MODEL_FIGURES, (model + 1) * MODEL_FIGURES),
      (sum) => sum / collected.requests.count,
    );
    return { id, calls, costUsd, uncachedInput, cacheRead, cacheWrite, reasoning, visibleOutput };
  });
