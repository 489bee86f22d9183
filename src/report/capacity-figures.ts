import { count, percent } from './format.ts';
import type { BucketReport, Report } from './report.ts';

/** A rate limit of a scenario as every table of limits prints it. The bucket is as in the tables, not escaped yet. */
export type CapacityFigures = {
  readonly scenario: string;
  readonly bucket: string;
  readonly peak: string;
  readonly inFlight: string;
  readonly binds: string;
  readonly use: string;
  readonly throttled: string;
  readonly reached: string;
  /** Whether the limit is reached at the peak. */
  readonly over: boolean;
};

const WORDS: Readonly<Record<NonNullable<BucketReport['binds']>, string>> = {
  rpm: 'requests',
  input_tpm: 'input tokens',
  output_tpm: 'output tokens',
  tpm: 'tokens',
};

/** Returns the rate limits of all scenarios, in their order. */
export const capacityFigures = (report: Report): readonly CapacityFigures[] =>
  report.scenarios.flatMap((scenario) =>
    (scenario.capacity ?? []).map((bucket) => ({
      scenario: scenario.name,
      bucket: bucket.bucket,
      peak: count(bucket.peak_rpm),
      inFlight: bucket.in_flight === null ? '–' : count(bucket.in_flight),
      binds: bucket.binds === null ? '–' : WORDS[bucket.binds],
      use: bucket.use === null ? '–' : percent(bucket.use),
      throttled: bucket.throttled === null ? '–' : `${percent(bucket.throttled)}${bucket.retry_storm ? ', retry storm' : ''}`,
      reached: bucket.limit_reached ?? 'never',
      over: (bucket.use ?? 0) >= 1,
    })),
  );
