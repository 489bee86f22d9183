import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWorkflow } from '../../src/planning/open.ts';
import { parseDay } from '../../src/pricing/day.ts';
import type { Forecast } from '../../src/projection/forecast.ts';
import { figuresOf } from '../../src/report/explain/explain.ts';

const root = join(import.meta.dirname, '..', '..');

const forecasts = async (path: string): Promise<readonly Forecast[]> => {
  const asOf = parseDay('2026-11-20') ?? 0;
  const run = { seed: 1, runs: 100 };
  const asked = { cwd: root, path, pricing: null, scenarios: [], traffic: null, settings: [], asOf, today: asOf, run };
  return openWorkflow(asked).forecasts;
};

/** A line of arithmetic as a number, or undefined where it is in words. */
const worked = (line: string): number | undefined => {
  const [sum = ''] = line.replace(/^= /, '').split('   (');
  const plain = sum.replaceAll(/[$,]/g, '').replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-');
  if (/\d{4}-\d\d/.test(plain)) return undefined;
  return /^[\d.e+\-*/() ]+$/.test(plain) ? Number(runInNewContext(plain)) : undefined;
};

describe.each(['scenarios/support-agent', 'test/golden/workflows/everything.yaml'])('every figure of %s', (path) => {
  let all: readonly Forecast[] = [];
  beforeAll(async () => {
    all = await forecasts(path);
  });

  it('is equal to its formula, worked out again from what is printed', () => {
    let checked = 0;
    for (const figure of all.flatMap((forecast) => figuresOf(forecast, null))) {
      const value = worked(figure.value);
      for (const line of figure.formula) {
        const result = worked(line);
        if (result === undefined || value === undefined) continue;
        expect(Math.abs(result - value), `${figure.name}: ${line}`).toBeLessThanOrEqual(1e-7 * Math.abs(value) + 1e-12);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(50);
  });

  it('names where its numbers come from', () => {
    const steps = all.flatMap(({ projection }) => projection.steps).filter(({ step }) => step.kind === 'model');
    for (const { step } of steps) {
      const text = figuresOf(all[0] as Forecast, step.name)
        .flatMap(({ terms }) => terms)
        .join('\n');
      expect(text).toMatch(/price of .* \(table\) {3}\[pricing\/.*\.yaml:\d+:\d+\]/);
      expect(text).toMatch(/read \d{4}-\d\d-\d\d, confidence (?:high|medium|low)/);
    }
  });
});
