import { count, percent } from '../../format.ts';
import type { ScenarioReport } from '../../report.ts';
import { LANE, lanes, span, upright } from '../chart/lanes.ts';
import { chartFigure, drawing } from '../figure.ts';
import { html, type Markup, name } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { absent, type Section } from './section.ts';

type Bucket = NonNullable<ScenarioReport['capacity']>[number];

const BINDS = {
  rpm: 'requests a minute',
  input_tpm: 'input tokens a minute',
  output_tpm: 'output tokens a minute',
  tpm: 'tokens a minute',
} as const;

const table = (buckets: readonly Bucket[]): Markup =>
  dataTable(
    'Need against rate limits in the peak minute',
    numbersUnder('models that share a limit', [
      'requests',
      'input tokens',
      'output tokens',
      'in flight',
      'use',
      'throttled',
      'limit reached',
    ]),
    buckets.map((bucket) => ({
      cells: [
        name(bucket.bucket),
        count(bucket.peak_rpm),
        count(bucket.peak_input_tpm),
        count(bucket.peak_output_tpm),
        bucket.in_flight === null ? '–' : count(bucket.in_flight),
        bucket.use === null ? '–' : percent(bucket.use),
        bucket.throttled === null ? '–' : percent(bucket.throttled),
        bucket.limit_reached ?? 'not within these months',
      ],
    })),
  );

const figure = (buckets: readonly Bucket[]): Markup => {
  const widest = Math.max(1, ...buckets.map(({ use }) => use ?? 0));
  const height = buckets.length * LANE;
  const list = buckets.map(({ bucket, use, binds, limit_reached }) => ({
    label: name(bucket, 28),
    note: binds === null ? '' : BINDS[binds],
    value: use === null ? 'no limit known' : `${percent(use)} of the limit${limit_reached === null ? '' : ` · reached ${limit_reached}`}`,
    marks: use === null ? null : span('bar', 0, use / widest),
    depth: 0,
  }));
  return chartFigure({
    id: 'capacity-chart',
    title: 'Peak minute against the limit',
    caption: html`The upright line is the limit. The peak minute is the 99th percentile of the minutes of the busiest hour, in the first month.`,
    chart: drawing('capacity-chart', height, [upright('limit', Math.min(0.999, 1 / widest), 0, height), lanes(list)]),
    table: table(buckets),
  });
};

/** Returns how near the base scenario comes to the providers' rate limits. */
export const capacitySection = ({ capacity }: ScenarioReport): Section => ({
  id: 'capacity',
  title: 'Capacity',
  lead: 'Whether the providers’ rate limits let the peak through.',
  body: [capacity === null ? absent('No rate limits are stated, so that nobody knows whether the peak gets through.') : figure(capacity)],
});
