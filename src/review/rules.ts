import type { Rule } from './rule.ts';
import { brokenPrefix } from './rules/broken-prefix.ts';
import { dearModel } from './rules/dear-model.ts';
import { doubtfulPrices } from './rules/doubtful-prices.ts';
import { fewSamples } from './rules/few-samples.ts';
import { modelRetires } from './rules/model-retires.ts';
import { noEvaluation } from './rules/no-evaluation.ts';
import { noFallback } from './rules/no-fallback.ts';
import { noLoopCeiling } from './rules/no-loop-ceiling.ts';
import { noOutputCeiling } from './rules/no-output-ceiling.ts';
import { noPathToAPerson } from './rules/no-path-to-a-person.ts';
import { noTimeout } from './rules/no-timeout.ts';
import { notOnBatchTier } from './rules/not-on-batch-tier.ts';
import { oldPrices } from './rules/old-prices.ts';
import { rateLimitReached } from './rules/rate-limit-reached.ts';
import { sequentialSteps } from './rules/sequential-steps.ts';
import { slowAnswer } from './rules/slow-answer.ts';
import { uncachedPrefix } from './rules/uncached-prefix.ts';
import { unpinnedModel } from './rules/unpinned-model.ts';
import { validatedWithoutRetry } from './rules/validated-without-retry.ts';
import { windowNearlyFull } from './rules/window-nearly-full.ts';

/** Every design rule: what can run away first, then what fails, what is slow, what is dear, what is not known. */
export const RULES: readonly Rule[] = [
  noOutputCeiling,
  noLoopCeiling,
  noFallback,
  noTimeout,
  validatedWithoutRetry,
  slowAnswer,
  sequentialSteps,
  uncachedPrefix,
  brokenPrefix,
  notOnBatchTier,
  dearModel,
  windowNearlyFull,
  rateLimitReached,
  unpinnedModel,
  modelRetires,
  fewSamples,
  oldPrices,
  doubtfulPrices,
  noPathToAPerson,
  noEvaluation,
];
