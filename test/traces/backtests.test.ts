import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type CalibrateReport, calibrateShape } from '../../src/calibration/report/report.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';
import { readLogFile, totals } from '../support/read-log.ts';
import { AS_FOUND, FOLDER, TRACES_ARE_HERE } from './traces.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, FOLDER));

const model = (id: string): string =>
  `  ${id}: { context_window: 400k, prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 2.5, output: 10 }] }\n`;

const PRICES = `provider: test\nsource: https://example.com/prices\nmodels:\n${model('chat')}${model('kimi-k2.5')}`;

let folder: Folder | undefined;
afterEach(() => folder?.remove());

/** A workflow whose author has guessed, fitted to a recorded log and back-tested on it. */
const calibrated = async (workflow: string, log: string): Promise<CalibrateReport> => {
  folder = folderOf({ 'package.json': '{}', 'pricing/test.yaml': PRICES, 'flow/workflow.yaml': workflow });
  const args = [
    'calibrate',
    'flow',
    '--from',
    pathOf(log),
    '--backtest',
    '--dry-run',
    '--format',
    'json',
    '--as-of',
    '2026-11-20',
    '--runs',
    '2000',
  ];
  const { stdout, code } = await command(args, folder.path);
  expect(code).toBe(0);
  return calibrateShape.parse(JSON.parse(stdout));
};

const off = (lines: CalibrateReport['compared'], what: string): number => {
  const line = lines.find((one) => one.what === what);
  return Math.abs((line?.planned ?? 0) / (line?.observed ?? 1) - 1);
};

describe.skipIf(!TRACES_ARE_HERE)(`Recorded logs foretell themselves${AS_FOUND}`, () => {
  it('a chat service of half an hour: its second quarter hour costs what the first lets expect, within the band', async () => {
    const guess = 'steps:\n  answer:\n    model: test/chat\n    prompt: 1k\n    output: 300\ntraffic: 100k per day\n';
    const report = await calibrated(guess, 'azure2023_conv_first_half.csv.gz');
    const { bill_usd: bill, figures } = report.backtest?.fitted ?? { bill_usd: { p10: 0, p90: 0, observed: 1 }, figures: [] };
    expect(report.covered.records).toBe(9683);
    expect(off(report.compared_after, 'cost per request')).toBeLessThan(0.005);
    expect(off(figures, 'cost per request')).toBeLessThan(0.12);
    expect(bill.observed).toBeGreaterThan(bill.p10);
    expect(bill.observed).toBeLessThan(bill.p90);
  });

  it('agents on a benchmark: rounds, prompts, errors and what is tried again come to the cost of a task', async () => {
    const guess =
      'steps:\n  solve:\n    model: test/kimi-k2.5\n    prompt: 20k\n    output: 300\n    repeat: { continue: 95%, max: 100 }\ntraffic: 100 per day\n';
    const report = await calibrated(guess, 'exgentic_otel_swebench_train.jsonl.gz');
    expect(off(report.compared, 'cost per request')).toBeGreaterThan(0.3);
    expect(off(report.compared_after, 'cost per request')).toBeLessThan(0.12);
    expect(off(report.compared_after, 'solve input per call')).toBeLessThan(0.01);
  });
});

describe.skipIf(!TRACES_ARE_HERE)(`Recorded logs are read whole${AS_FOUND}`, () => {
  it('a coding tool that states its cost: $5.3053 for 107 calls', async () => {
    const { calls, usd } = totals(await readLogFile('aider.csv', pathOf('aider_sample_analytics.csv')));
    expect(calls).toBe(107);
    expect(usd).toBeCloseTo(5.3053, 4);
  });
});
