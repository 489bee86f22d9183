import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { command } from '../support/command.ts';

const outlay = async (...args: readonly string[]): Promise<string> =>
  (await command([...args, '--as-of', '2026-11-20', '--runs', '1000'], undefined, { COLUMNS: '120' })).stdout;

/** The last amount of each line that is no range. */
const amounts = (lines: readonly string[]): readonly number[] =>
  lines.map((line) =>
    Number(([...line.replace(/\$[\d,.]+–\$[\d,.]+/, '').matchAll(/\$([\d,.]+)/g)].at(-1)?.[1] ?? 'none').replaceAll(',', '')),
  );

const section = (text: string, title: string): readonly string[] => {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(title));
  return lines.slice(start + 2, lines.indexOf('', start));
};

const [text, plan, everything] = [
  await outlay('plan', 'scenarios/support-agent'),
  await outlay('plan', 'scenarios/support-agent', '--format', 'json'),
  await outlay('plan', 'test/golden/workflows/everything.yaml', '--format', 'json'),
];

describe('the text report', () => {
  it.each(['Steps', 'Months'])('has %s whose printed dollars add up to the printed total', (title) => {
    const rows = section(text, title).filter((line) => line.includes('$') && !line.startsWith('['));
    const [total, ...rest] = amounts(rows).toReversed();
    expect(rest.length).toBeGreaterThan(5);
    expect(rest.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total ?? Number.NaN, 6);
  });
});

describe('the JSON report', () => {
  const report = JSON.parse(everything) as Report;

  it('has the keys of its schema, and null for what a workflow has not', () => {
    const [scenario] = report.scenarios;
    expect(report.schema).toBe('outlay.plan/1');
    expect(Object.keys(report)).toEqual([
      'schema',
      'tool',
      'workflow',
      'description',
      'unit',
      'tags',
      'settings',
      'inputs',
      'pricing',
      'scenarios',
      'assumptions',
      'diagnostics',
    ]);
    expect(scenario?.capacity).toBeNull();
  });

  it('has percentiles that rise, each within its interval', () => {
    for (const { per_request } of report.scenarios) {
      for (const figures of [per_request.cost_usd, per_request.latency_ms, per_request.turnaround_ms, per_request.first_token_ms]) {
        expect(figures?.p50).toBeLessThanOrEqual(figures?.p95 ?? Number.NaN);
        expect(figures?.p95).toBeLessThanOrEqual(figures?.p99 ?? Number.NaN);
        for (const key of ['p50', 'p95', 'p99'] as const) {
          const [low = Number.NaN, high = Number.NaN] = figures?.interval[key] ?? [];
          expect(figures?.[key]).toBeGreaterThanOrEqual(low);
          expect(figures?.[key]).toBeLessThanOrEqual(high);
        }
      }
    }
  });

  it('has bands around every spend, and what makes them wide, the strongest first', () => {
    for (const { daily, monthly, months, horizon, sensitivity } of report.scenarios) {
      for (const period of [daily, monthly, ...months, horizon]) {
        const { p10, p50, p90 } = period?.spend_usd ?? { p10: Number.NaN, p50: Number.NaN, p90: Number.NaN };
        expect(p10).toBeLessThanOrEqual(p50);
        expect(p50).toBeLessThanOrEqual(p90);
      }
      const swings = (sensitivity ?? []).map((one) => Math.abs(one.high_usd_per_month - one.low_usd_per_month));
      expect(swings).toEqual([...swings].sort((a, b) => b - a));
      expect(swings.length).toBeGreaterThan(0);
    }
  });

  it('has steps whose shares of the critical path add up to the whole', () => {
    const { scenarios } = JSON.parse(plan) as Report;
    for (const { steps } of scenarios)
      expect(steps.reduce((sum, { share_of_critical_path }) => sum + share_of_critical_path, 0)).toBeCloseTo(1, 6);
  });

  it('has steps that add up to the request, and classes that add up to the tokens', () => {
    for (const scenario of report.scenarios) {
      const leaves = scenario.steps.filter(({ kind }) => kind !== 'group');
      const sum = (pick: (step: (typeof leaves)[number]) => number): number => leaves.reduce((total, step) => total + pick(step), 0);
      expect(sum(({ cost_usd }) => cost_usd)).toBeCloseTo(scenario.per_request.cost_usd.mean, 10);
      expect(sum(({ share_of_cost }) => share_of_cost)).toBeCloseTo(1, 9);
      expect(sum(({ calls_per_request }) => calls_per_request)).toBeCloseTo(scenario.per_request.calls.mean, 9);
      for (const key of ['uncached_input', 'reasoning', 'visible_output'] as const) {
        expect(sum(({ tokens_per_request }) => tokens_per_request[key])).toBeCloseTo(scenario.per_request.tokens[key], 4);
      }
      expect(scenario.months.reduce((total, { spend_usd }) => total + spend_usd.mean, 0)).toBeCloseTo(
        scenario.horizon?.spend_usd.mean ?? Number.NaN,
        6,
      );
      const { components } = scenario.horizon ?? { components: null };
      expect(Object.values(components ?? {}).reduce((total, usd) => total + usd, 0)).toBeCloseTo(
        scenario.horizon?.spend_usd.mean ?? Number.NaN,
        6,
      );
    }
  });

  it('names every file that went in, with its hash', () => {
    expect(report.inputs.map(({ file }) => file)).toEqual(['test/golden/workflows/everything.yaml']);
    for (const { sha256 } of [...report.inputs, ...report.pricing]) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(report.pricing.map(({ provider }) => provider)).toEqual(['anthropic', 'google', 'openai']);
  });

  it('is the same bytes in a process of its own', () => {
    const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
    const args = ['plan', 'scenarios/support-agent', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000'];
    expect(spawnSync(process.execPath, [main, ...args], { cwd: join(main, '..', '..', '..'), encoding: 'utf8' }).stdout).toBe(plan);
  });
});
