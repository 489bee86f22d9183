import type { Forecast } from '../../projection/forecast.ts';
import type { Facts } from '../../report/build/build.ts';
import { headOf } from '../../report/variant/head.ts';
import type { LogFile, UsageLog } from '../../usage/read.ts';
import { isAmong } from '../../usage/steps.ts';
import { pathText } from '../../yaml/path.ts';
import type { Backtest, Foretelling } from '../backtest.ts';
import type { Calibration, Subject } from '../calibrate.ts';
import type { Compared } from '../figures.ts';
import { requestCount } from '../figures.ts';
import { strangers } from '../observed.ts';
import type { Proposal } from '../proposal.ts';
import type { CalibrateReport, ForetellingReport, QuantityLine } from './report.ts';

/** All that a calibration has to say. */
export type Findings = {
  readonly subject: Subject;
  readonly log: UsageLog;
  readonly calibration: Calibration;
  readonly compared: readonly Compared[];
  readonly comparedAfter: readonly Compared[];
  readonly backtest: Backtest | null;
  readonly written: readonly string[];
};

const MOST_VALUES = 8;

const momentText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

const most = (counts: ReadonlyMap<string, number>, limit = MOST_VALUES): readonly (readonly [string, number])[] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, limit);

const logReport = ({ name, format, records, duplicates, skipped, bad, badPlaces, seen }: LogFile): CalibrateReport['logs'][number] => ({
  file: name,
  format: format?.name ?? null,
  note: format?.note ?? null,
  records,
  duplicates,
  skipped: most(skipped).map(([what, count]) => ({ what, records: count })),
  bad,
  bad_places: badPlaces.map(({ line, why }) => ({ line, why })),
  seen: format === null ? [...seen] : [],
});

const stepReports = ({ subject: { steps }, calibration: { observed } }: Findings): CalibrateReport['steps'] =>
  steps.map(({ spec, fallbacks }) => {
    const seen = observed.steps.get(spec.name);
    return {
      name: spec.name,
      model: spec.body.model,
      records: seen?.answered.length ?? 0,
      failed: seen?.failed ?? 0,
      reused: seen?.reused ?? 0,
      sums: seen?.sums.length ?? 0,
      other_models: most(seen?.others ?? new Map()).map(([model, records]) => ({ model, records, fallback: isAmong(fallbacks, model) })),
    };
  });

const quantityLine = (proposal: Proposal): QuantityLine => ({
  what: proposal.what,
  path: pathText(proposal.path),
  before: proposal.before,
  after: proposal.after,
  mean_before: proposal.meanBefore,
  observed: proposal.observed,
  interval: proposal.interval && { low: proposal.interval.low, high: proposal.interval.high },
  unit: proposal.unit,
  records: proposal.records,
  form: proposal.form,
  misfit: proposal.misfit && { ...proposal.misfit },
  left: proposal.left,
  note: proposal.note,
});

const figuresOf = ({ projection, simulation, uncertainty }: Forecast): CalibrateReport['effect']['before'] => {
  const month = uncertainty?.bands.months[0];
  const { latencyMs, firstTokenMs, costUsd } = simulation.perRequest;
  return {
    cost_usd: { mean: projection.costUsd, p95: costUsd.p95.value },
    requests_per_day: projection.requestsPerDay,
    monthly_spend_usd: month === undefined ? null : { mean: month.mean, p10: month.p10, p50: month.p50, p90: month.p90 },
    latency_ms: { p50: latencyMs.p50.value, p95: latencyMs.p95.value },
    first_token_ms: { p95: firstTokenMs.p95.value },
  };
};

const foretellingReport = (one: Foretelling | null): ForetellingReport | null =>
  one && {
    from: momentText(one.fromMs),
    until: momentText(one.untilMs),
    requests: { ...one.requests },
    volume: one.volume,
    bill_usd: {
      foretold: one.bill.foretoldUsd,
      p10: one.bill.p10Usd,
      p90: one.bill.p90Usd,
      observed: one.bill.observedUsd,
      unpriced_records: one.bill.unpriced,
    },
    days: { ...one.days },
    figures: one.figures.map((figure) => ({ ...figure })),
  };

const unmatched = ({ log }: Findings): CalibrateReport['unmatched'] => ({
  records: log.records.filter(({ step }) => step === null).length,
  models: most(strangers(log)).map(([model, records]) => ({ model, records })),
  fields: [...log.untold].map(([field, values]) => ({ field, values: most(values).map(([what, records]) => ({ what, records })) })),
});

/** Returns the report of a calibration. Nothing is rounded here. */
export const buildCalibration = (facts: Omit<Facts, 'forecasts'>, findings: Findings): CalibrateReport => {
  const { head, diagnostics } = headOf(facts);
  const { subject, log, calibration, backtest } = findings;
  const { observed } = calibration;
  const isEmpty = observed.records.length === 0;
  return {
    schema: 'outlay.calibrate/1',
    ...head,
    scenario: subject.scenario.name,
    logs: log.files.map(logReport),
    covered: {
      from: isEmpty ? null : momentText(observed.firstMs),
      until: isEmpty ? null : momentText(observed.lastMs),
      records: observed.records.length,
      requests: requestCount(observed, calibration.before),
      told: observed.told,
    },
    steps: stepReports(findings),
    unmatched: unmatched(findings),
    quantities: calibration.proposals.map(quantityLine),
    effect: { before: figuresOf(calibration.before), after: calibration.after && figuresOf(calibration.after) },
    compared: findings.compared.map((figure) => ({ ...figure })),
    compared_after: findings.comparedAfter.map((figure) => ({ ...figure })),
    backtest: backtest && {
      split: momentText(backtest.splitMs),
      fitted: foretellingReport(backtest.fitted),
      written: foretellingReport(backtest.written),
    },
    written: [...findings.written],
    diagnostics,
  };
};
