import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Paint } from '../../src/diagnostics/render.ts';
import { compareCsv } from '../../src/report/compare/csv.ts';
import { compareMarkdown } from '../../src/report/compare/markdown.ts';
import { compareShape, optimizeShape } from '../../src/report/compare/report.ts';
import { compareText } from '../../src/report/compare/text.ts';
import { stressCsv } from '../../src/report/stress/csv.ts';
import { stressMarkdown } from '../../src/report/stress/markdown.ts';
import { stressShape } from '../../src/report/stress/report.ts';
import { stressText } from '../../src/report/stress/text.ts';

const golden = join(import.meta.dirname, '..', 'golden');
const plain: Paint = (_, text) => text;

/** What the command has printed as JSON: its shape is checked, and all else is rendered from it. */
const printed = (name: string): unknown => JSON.parse(readFileSync(join(golden, 'outputs', `${name}.json`), 'utf8'));

const stress = stressShape.parse(printed('support-agent-stress'));
const compare = compareShape.parse(printed('support-agent-compare'));

const at = (width: number) => ({ width, paint: plain, path: 'scenarios/support-agent' });

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

describe('a stress report', () => {
  it.each([60, 80, 100, 120])('stays within %i columns', (width) => {
    expect(widest(stressText(stress, at(width)))).toBeLessThanOrEqual(width);
  });

  it.each([
    ['support-agent-stress-80-columns.txt', () => stressText(stress, at(80))],
    ['support-agent-stress.txt', () => stressText(stress, at(100))],
    ['support-agent-stress-120-columns.txt', () => stressText(stress, at(120))],
    ['support-agent-stress.md', () => stressMarkdown(stress)],
    ['support-agent-stress.csv', () => stressCsv(stress)],
  ])('is rendered as %s', async (name, render) => {
    await expect(render()).toMatchFileSnapshot(join(golden, 'rendered', name));
  });

  it('shows control characters of names escaped, in text and in Markdown', () => {
    const [scenario] = stress.scenarios;
    const evil = { ...stress, workflow: 'a\u001b[31mb', scenarios: scenario ? [{ ...scenario, name: 'c\u202ed|`e' }] : [] };
    for (const text of [stressText(evil, at(80)), stressMarkdown(evil)]) {
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('\u202e');
    }
  });
});

describe('what optimize has found', () => {
  const optimize = optimizeShape.parse(printed('support-agent-optimize'));

  it('is a comparison by cost and latency alone', async () => {
    expect(optimize.judged_by).toEqual(['cost_usd.mean', 'latency_ms.p95']);
    await expect(compareMarkdown(optimize)).toMatchFileSnapshot(join(golden, 'rendered', 'support-agent-optimize.md'));
    await expect(compareText(optimize, at(100))).toMatchFileSnapshot(join(golden, 'rendered', 'support-agent-optimize.txt'));
  });
});

describe('a comparison', () => {
  it.each([80, 100, 120])('stays within %i columns', (width) => {
    expect(widest(compareText(compare, at(width)))).toBeLessThanOrEqual(width);
  });

  it('says the same in JSON as on the screen', () => {
    expect(compareText(compare, at(100))).toBe(readFileSync(join(golden, 'outputs', 'support-agent-compare.txt'), 'utf8'));
  });

  it.each([
    ['support-agent-compare-80-columns.txt', () => compareText(compare, at(80))],
    ['support-agent-compare.md', () => compareMarkdown(compare)],
    ['support-agent-compare.csv', () => compareCsv(compare)],
  ])('is rendered as %s', async (name, render) => {
    await expect(render()).toMatchFileSnapshot(join(golden, 'rendered', name));
  });

  it('as CSV has a row for each combination and a column for each step that varies', () => {
    const [head = '', ...rows] = compareCsv(compare).trimEnd().split('\r\n');
    expect(head).toBe(
      'workflow,scenario,"answer",as_written,unbeaten,cost_usd,cost_usd_machines,cost_usd_p95,cost_usd_worst_case,monthly_spend_usd,latency_ms_p50,latency_ms_p95,first_token_ms_p95,success_rate,context_use_p99,peak_use',
    );
    expect(rows.length).toBe(compare.scenarios[0]?.rows.length);
  });
});
