import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { openWorkflow } from '../../src/planning/open.ts';
import type { Knob, Settings } from '../../src/tui/knobs/knob.ts';
import { knobsOf } from '../../src/tui/knobs/knobs-of.ts';
import { knobSource } from '../../src/tui/knobs/read-source.ts';
import { inlineYaml, type Plain, scaled } from '../../src/tui/knobs/scale.ts';
import { settingTexts } from '../../src/tui/knobs/set.ts';
import { setTo, turned } from '../../src/tui/knobs/turn.ts';

const half = (value: Plain): Plain => scaled(value, (number) => number / 2);

const open = (path: string, settings: readonly string[] = []) =>
  openWorkflow({
    ...{ cwd: process.cwd(), path, pricing: null, scenarios: [], traffic: null, asOf: null, today: 20_783 },
    ...{ settings, run: { seed: 1, runs: 100 } },
  });

describe('scaling a quantity', () => {
  it('changes all of its numbers and leaves what they are per', () => {
    expect(half('200 to 900')).toBe('100 to 450');
    expect(half('10k per day')).toBe('5k per day');
    expect(half('$38 per hour')).toBe('$19 per hour');
    expect(half('1m30s')).toBe('0.5m15s');
    expect(half('3 to 6 per user per month')).toBe('1.5 to 3 per user per month');
    expect(half(1000)).toBe(500);
  });

  it('goes into maps, but not into weights, shares and names', () => {
    expect(half({ p50: 280, p95: 750 })).toEqual({ p50: 140, p95: 375 });
    expect(half({ values: [10, 20], weights: [1, 3] })).toEqual({ values: [5, 10], weights: [1, 3] });
    expect(
      half({
        mix: [
          { share: '97%', tokens: 300 },
          { share: 'rest', tokens: '40k' },
        ],
      }),
    ).toEqual({
      mix: [
        { share: '97%', tokens: 150 },
        { share: 'rest', tokens: '20k' },
      ],
    });
    expect(half({ samples: 'a.txt' })).toBeNull();
  });
});

describe('YAML on one line', () => {
  it('quotes what would read as something else', () => {
    expect(inlineYaml({ p50: 1, text: 'a: b', list: ['x', '5m'] })).toBe('{ p50: 1, text: "a: b", list: [x, 5m] }');
    expect(inlineYaml('3 to 9min')).toBe('3 to 9min');
    expect(inlineYaml('#no')).toBe('"#no"');
  });
});

describe.each([
  'test/tui/letters',
  'test/golden/workflows/smallest.yaml',
  'test/golden/workflows/everything.yaml',
  'scenarios/support-agent',
])('%s', (path) => {
  const { spec, tables } = open(path);
  if (spec === undefined) throw new Error(`${path} cannot be read`);
  const source = knobSource(spec, tables);
  const knobs = knobsOf(source, spec.scenarios[0]?.name ?? '');
  const none: Settings = new Map();

  it('has one knob for each place', () => {
    expect(knobs.length).toBeGreaterThan(3);
    expect(new Set(knobs.map(({ id }) => id)).size).toBe(knobs.length);
  });

  it('turns each knob one notch and back to where it is written', () => {
    for (const knob of knobs) {
      const up = turned(none, knob, 1);
      const away = up.size === 0 ? turned(none, knob, -1) : up;
      expect(turned(away, knob, up.size === 0 ? 1 : -1).size, knob.id).toBe(0);
      expect(setTo(knob, none)).toEqual(knob.written);
    }
  });

  it('has a command line for all knobs turned at once, which sets just them', () => {
    const both = (settings: Settings, knob: Knob): Settings => {
      const next = turned(settings, knob, 1);
      return next.has(knob.id) ? next : turned(settings, knob, -1);
    };
    const texts = settingTexts(source, knobs, knobs.reduce(both, none));
    expect(texts.length).toBeGreaterThan(3);
    const problems = new Problems();
    expect(problems.list).toEqual([]);
    const refused = open(path, texts).problems.list.filter(({ code }) => code === 'options');
    expect(refused).toEqual([]);
  });
});
