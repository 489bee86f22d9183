import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/diagnostics/render.ts';
import type { ScreenState, Shown } from '../../src/tui/screens/screen.ts';
import { HOSTILE, named } from './hostile.ts';
import { LOOKING, STATE, textOf } from './screens.ts';
import { shownOfText } from './shown.ts';

/** Groups, loops, background and people in it, forty months, limits, budgets, streams: something for every panel. */
const RICH = `
workflow: rich
inputs: { question: 200 to 900 }
budgets: { latency: { p95: 3s }, first_token: 2s, monthly_spend: $9k }
steps:
  search:
    tool: search
    latency: 80 to 300ms
    output: 500
  work:
    repeat: { continue: 50%, max: 3 }
    steps:
      think:
        model: anthropic/claude-sonnet-5
        prompt: [{ system: { tokens: 3k } }, { user: { input: question } }]
        output: 200 to 600
        cache: 5m
      look:
        tool: look
        for_each: { items: 1 to 3 }
        latency: 50ms
  answer:
    model: anthropic/claude-sonnet-5
    prompt: [{ system: { tokens: 2k } }, { user: { input: question } }, { user: { step: think } }]
    output: 300 to 700
    stream: true
    outcomes: { odd: 20%, fine: rest }
  rare: { when: answer.odd, tool: rare, latency: 1s }
  person: { when: answer.odd, human: clerk, work: 3 to 9min, wage: $38 per hour }
  log: { needs: [answer], tool: log, latency: 40ms, background: true }
traffic:
  steady: { requests: 9k per day, growth: 2% per month, months: 40, start: 2026-12-01, limits: { anthropic: build } }
  twice: { extends: steady, requests: 18k per day }
`;

const states: fc.Arbitrary<ScreenState> = fc.record({
  chosen: fc.integer({ min: -3, max: 120 }),
  scroll: fc.integer({ min: -3, max: 120 }),
  page: fc.integer({ min: -7, max: 7 }),
  filter: fc.oneof(fc.constant(''), fc.constant('claude'), HOSTILE),
});

const areas = fc.record({
  columns: fc.oneof(fc.integer({ min: 1, max: 260 }), fc.constantFrom(60, 80, 100, 200, 250)),
  rows: fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constantFrom(12, 20, 26, 46, 66)),
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

describe('every screen', () => {
  let rich: Shown;
  let banded: Shown;

  beforeAll(async () => {
    const opened = await shownOfText(RICH);
    rich = { ...opened, baseline: opened.opened.forecasts[1] ?? null };
    const scenarios = opened.report.scenarios.map((scenario) => ({
      ...scenario,
      months: scenario.months.map((month) => {
        const { mean } = month.spend_usd;
        return { ...month, spend_usd: { mean, p10: mean * 0.7, p50: mean, p90: mean * 1.4 } };
      }),
    }));
    banded = { ...opened, report: { ...opened.report, scenarios } };
  }, 60_000);

  for (const screen of LOOKING) {
    it(`fills its room and never more, whatever the names: ${screen.id}`, () => {
      fc.assert(
        fc.property(HOSTILE, states, areas, fc.boolean(), fc.boolean(), (name, state, area, banding, stale) => {
          const shown = { ...named(banding ? banded : rich, name), stale };
          const lines = screen.draw(shown, state, area);
          expect(lines).toHaveLength(area.rows);
          for (const line of lines) {
            expect(columnsOf(textOf(line)), textOf(line)).toBeLessThanOrEqual(area.columns);
            expect(textOf(line)).not.toMatch(UNSAFE);
          }
        }),
        { numRuns: 60 },
      );
    });

    it(`says in words what it shows, and names its command: ${screen.id}`, () => {
      expect(screen.says).toMatch(/^[A-Z].*\.$/);
      expect(screen.twin(rich)).toMatch(/^outlay [a-z]+/);
    });

    it(`marks the chosen row without colour: ${screen.id}`, () => {
      const count = screen.count(rich, STATE);
      expect(count).toBeGreaterThan(1);
      for (const chosen of [0, 1, count - 1]) {
        const text = screen
          .draw(rich, { ...STATE, chosen }, { columns: 100, rows: 26 })
          .map(textOf)
          .join('\n');
        expect(text).toMatch(/[›▲]/);
      }
    });
  }
});
