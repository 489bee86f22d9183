import { describe, expect, it } from 'vitest';
import { reportShape } from '../../src/report/report.ts';
import { runOutlay } from '../nasty/run.ts';

const root = `${import.meta.dirname}/../..`;

describe('the published shape of a report', () => {
  it.each([
    'scenarios/support-agent',
    'test/golden/workflows/everything.yaml',
    'test/golden/workflows/no-traffic.yaml',
  ])('holds for the JSON of %s, and knows every key in it', async (path) => {
    const { stdout } = await runOutlay(['plan', path, '--format', 'json', '--as-of', '2026-11-20', '--set', 'unit=letter'], { cwd: root });
    const report: unknown = JSON.parse(stdout);
    // The shape drops keys that it does not know: equal means that there is none.
    expect(reportShape.parse(report)).toEqual(report);
  });

  it('refuses a report of another version', () => {
    expect(reportShape.safeParse({ schema: 'outlay.plan/2' }).success).toBe(false);
  });
});
