import { capacityFigures } from '../../capacity-figures.ts';
import { percent } from '../../format.ts';
import type { BucketReport, ScenarioReport } from '../../report.ts';
import { LANE, lanes, span, upright } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import type { HtmlInput } from '../input.ts';
import { type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { traced } from '../trace.ts';
import { absent, type Section } from './section.ts';

const BINDS = {
  rpm: 'requests a minute',
  input_tpm: 'input tokens a minute',
  output_tpm: 'output tokens a minute',
  tpm: 'tokens a minute',
} as const;

const table = (input: HtmlInput): Markup => {
  const { report } = input;
  const several = report.scenarios.length > 1;
  return dataTable(
    'Need against rate limits in the peak minute',
    numbersUnder('models that share a limit', ['calls a minute', 'in flight', 'nearest limit', 'use', 'throttled', 'limit reached']),
    capacityFigures(report).map(({ scenario, bucket, peak, inFlight, binds, use, throttled, reached }) => ({
      cells: [
        several ? `${name(bucket)} (${name(scenario, 40)})` : name(bucket),
        peak,
        inFlight,
        binds,
        traced(input, scenario, `rate limit of ${bucket}`, use),
        throttled,
        reached,
      ],
    })),
  );
};

const laneValue = ({ use, limit_reached, retry_storm }: BucketReport): string => {
  if (use === null) return 'no limit known';
  const storm = retry_storm ? ' · retry storm' : '';
  return `${percent(use)} of the limit${limit_reached === null ? '' : ` · reached ${limit_reached}`}${storm}`;
};

const figure = (input: HtmlInput, buckets: readonly BucketReport[]): Markup => {
  const widest = 1.04 * Math.max(1, ...buckets.map(({ use }) => use ?? 0));
  const height = buckets.length * LANE;
  const list = buckets.map((bucket) => ({
    label: name(bucket.bucket, 28),
    note: bucket.binds === null ? '' : BINDS[bucket.binds],
    value: laneValue(bucket),
    marks: bucket.use === null ? null : span('bar', 0, bucket.use / widest),
    depth: 0,
  }));
  return chartFigure({
    id: 'capacity-chart',
    title: 'Peak minute against the limit',
    caption:
      'The upright line is the limit. The peak minute is the 99th percentile of the minutes of the busiest hour, in the first month.',
    chart: drawing('capacity-chart', height, [upright('limit', 1 / widest, 0, height), lanes(list)]),
    table: table(input),
  });
};

/** Returns how near the base scenario comes to the providers' rate limits; the table has all scenarios. */
export const capacitySection = (input: HtmlInput, { capacity }: ScenarioReport): Section => ({
  id: 'capacity',
  title: 'Capacity',
  lead: 'Whether the providers’ rate limits let the peak through.',
  body: [
    capacity === null ? absent('No rate limits are stated, so that nobody knows whether the peak gets through.') : figure(input, capacity),
  ],
});
