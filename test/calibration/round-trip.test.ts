import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CalibrateReport, calibrateShape } from '../../src/calibration/report/report.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';
import { asTable, loggedCalls, type TrueService } from '../support/usage-log.ts';

const PRICES = `provider: test
source: https://example.com/prices
models:
  small:
    context_window: 200k
    max_output: 32k
    caching: { mode: explicit, min_tokens: 1, ttl: [5m] }
    prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 2, cache_read: 0.2, cache_write: { 5m: 2.5 }, output: 10 }]
    latency: { ttft: 1s, speed: 100, source: https://example.com/times }
`;

/** A workflow whose author has guessed every number. */
const GUESSED = `# What we think before we know.
steps:
  sort:
    model: test/small
    prompt:
      - system: { tokens: 500 }   # a guess
    cache: { hit: 10% }
    output: 10 to 20
  work:
    when: 50%
    model: test/small
    prompt: 5k
    cache: off
    reasoning: 50
    output: { p50: 100, p95: 200 }   # another guess
    latency: { ttft: 2s, speed: 30 }
    retry: { attempts: 3, errors: 1%, invalid: 1% }
    stream: true
  polish:
    model: test/small
    prompt: 800
    output: 100
    repeat: { continue: 20%, max: 19 }
traffic: 100 per day
`;

const flat = Array(24).fill(1);

/** How the same service really is. */
const TRUTH: TrueService = {
  ...{ seed: 3, startMs: Date.UTC(2026, 10, 2), days: 28, perDay: 150, dayToDay: 0.2 },
  ...{ hours: flat.map((_, hour) => (hour >= 8 && hour < 20 ? 1.7 : 0.3)), weekdays: [1, 1, 1, 1, 1, 0.5, 0.5] },
  steps: [
    {
      ...{ step: 'sort', model: 'small', chance: 1, input: [700, 900], cachedShare: 1, output: [8, 14], most: 1000, reasoning: null },
      ...{ firstMs: [300, 700], speed: [120, 160], errors: 0, invalid: 0, again: 0 },
    },
    {
      ...{
        step: 'work',
        model: 'small',
        chance: 0.7,
        input: [6000, 9000],
        cachedShare: 0,
        output: [200, 620],
        most: 4000,
        reasoning: [150, 500],
      },
      ...{ firstMs: [900, 2600], speed: [60, 90], errors: 0.04, invalid: 0.06, again: 0 },
    },
    {
      ...{ step: 'polish', model: 'small', chance: 1, input: [900, 1100], cachedShare: 0, output: [150, 300], most: 2000, reasoning: null },
      ...{ firstMs: [300, 600], speed: [100, 130], errors: 0, invalid: 0, again: 0.45 },
    },
  ],
};

let folder: Folder;
let report: CalibrateReport;

beforeAll(async () => {
  folder = folderOf({
    'package.json': '{}',
    'pricing/test.yaml': PRICES,
    'flow/workflow.yaml': GUESSED,
    'log.csv': asTable(loggedCalls(TRUTH)),
  });
  const { stdout, stderr, code } = await command(
    ['calibrate', 'flow', '--from', 'log.csv', '--backtest', '--format', 'json', '--as-of', '2026-11-20', '--runs', '4000'],
    folder.path,
  );
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  report = calibrateShape.parse(JSON.parse(stdout));
}, 60_000);
afterAll(() => folder.remove());

const meanOf = (median: number, p95: number): number => median * Math.exp((Math.log(p95 / median) / 1.6448536269514722) ** 2 / 2);

describe('A workflow fitted to the log of a service that is known', () => {
  it.each([
    ['sort.prompt', meanOf(700, 900), 0.02],
    ['sort.output', meanOf(8, 14), 0.03],
    ['sort.latency.ttft', meanOf(300, 700), 0.03],
    ['work.prompt', meanOf(6000, 9000), 0.02],
    ['work.output', meanOf(200, 620), 0.03],
    ['work.reasoning', meanOf(150, 500), 0.03],
    ['work.latency.ttft', meanOf(900, 2600), 0.03],
    ['work.latency.speed', meanOf(60, 90), 0.02],
    ['work.retry.errors', 0.04, 0.2],
    ['work.retry.invalid', 0.06, 0.2],
    ['sort.cache.hit', 1, 1e-9],
    ['work.when', 0.7, 0.03],
    ['polish.repeat.continue', 0.45, 0.03],
    ['base.requests', 150, 0.1],
    ['base.day_to_day', 0.2, 0.35],
  ])('has %s again: %f within %f', (what, truth, within) => {
    const line = report.quantities.find((one) => one.what === what);
    expect(line?.left).toBeNull();
    expect(Math.abs((line?.observed ?? 0) / truth - 1)).toBeLessThan(within);
  });

  it('says how sure each figure is: the truth lies in nine of ten intervals', () => {
    const truths: Readonly<Record<string, number>> = {
      ...{
        'sort.prompt': meanOf(700, 900),
        'sort.output': meanOf(8, 14),
        'work.prompt': meanOf(6000, 9000),
        'work.output': meanOf(200, 620),
      },
      ...{ 'work.reasoning': meanOf(150, 500), 'work.latency.speed': meanOf(60, 90), 'polish.output': meanOf(150, 300) },
      ...{ 'work.retry.errors': 0.04, 'work.retry.invalid': 0.06, 'work.when': 0.7, 'polish.repeat.continue': 0.45, 'base.requests': 150 },
    };
    const held = report.quantities.filter(({ what, interval }) => {
      const truth = truths[what];
      return truth !== undefined && interval !== null && interval.low <= truth && truth <= interval.high;
    });
    expect(held.length).toBeGreaterThanOrEqual(9);
  });

  it('costs what the log has cost, where the guesses were far off', () => {
    const off = (lines: CalibrateReport['compared']): number => {
      const line = lines.find(({ what }) => what === 'cost per request');
      return Math.abs((line?.planned ?? 0) / (line?.observed ?? 1) - 1);
    };
    expect(off(report.compared)).toBeGreaterThan(0.2);
    expect(off(report.compared_after)).toBeLessThan(0.03);
  });

  it('foretells the second half by the first, within its band', () => {
    const {
      bill_usd: bill,
      days,
      figures,
    } = report.backtest?.fitted ?? { bill_usd: { p10: 0, p90: 0, observed: 1 }, days: { days: 0, inside: 0 }, figures: [] };
    expect(bill.observed).toBeGreaterThan(bill.p10);
    expect(bill.observed).toBeLessThan(bill.p90);
    expect(days.days).toBe(14);
    expect(days.inside).toBeGreaterThanOrEqual(8);
    for (const { what, planned, observed } of figures.filter(({ step }) => step === null))
      expect({ what, off: Math.abs(planned / observed - 1) < 0.08 }).toEqual({ what, off: true });
  });

  it('says that the plan as written would not have foretold it', () => {
    const bill = report.backtest?.written?.bill_usd;
    expect(bill?.observed).toBeGreaterThan(bill?.p90 ?? Infinity);
  });

  it('keeps every comment, and marks what it wrote so that plans call it measured', async () => {
    const text = readFileSync(join(folder.path, 'flow', 'workflow.yaml'), 'utf8');
    expect(report.written).toEqual(['flow/workflow.yaml']);
    for (const comment of ['# What we think before we know.', '# a guess', '# another guess']) expect(text).toContain(comment);
    const { stdout } = await command(['plan', 'flow', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000'], folder.path);
    const { assumptions } = JSON.parse(stdout) as {
      readonly assumptions: readonly { readonly what: string; readonly value: string; readonly origin: string }[];
    };
    expect(assumptions.find(({ what }) => what === 'work.output')).toMatchObject({
      origin: 'measured',
      value: expect.stringMatching(/ · log\.csv, 2026-11-02 to 2026-11-29, [\d,]+ records$/),
    });
    expect(assumptions.filter(({ what }) => what.startsWith('base: ')).map(({ what, origin }) => [what, origin])).toEqual(
      expect.arrayContaining([
        ['base: requests', 'measured'],
        ['base: shape', 'measured'],
        ['base: day_to_day', 'measured'],
      ]),
    );
  });

  it('finds nothing more to change in what it has written', async () => {
    const { stdout } = await command(
      ['calibrate', 'flow', '--from', 'log.csv', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000'],
      folder.path,
    );
    const again = calibrateShape.parse(JSON.parse(stdout));
    expect(again.quantities.filter(({ after }) => after !== null).map(({ what }) => what)).toEqual([]);
    expect(again.written).toEqual([]);
  });
});
