import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../src/config/read.ts';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { placeText, sourceFile } from '../../src/diagnostics/source.ts';
import { dayText, parseDay } from '../../src/pricing/day.ts';

const read = (text: string): { readonly config: Config | undefined; readonly problems: readonly string[] } => {
  const problems = new Problems();
  const config = readConfig(sourceFile('outlay.yaml', text), problems);
  return {
    config,
    problems: problems.list.map(({ code, span, message }) => `${code} ${span === null ? '' : placeText(span)} ${message}`),
  };
};

const WHOLE = `
workflows: ["scenarios/*/workflow.yaml"]
as_of: 2026-11-20
regression: { cost: 5%, latency: 10%, floor: $50 }
rules: { no-output-ceiling: error, sequential-steps: off }
gates: head
currency: { EUR: 0.92, JPY: 151, on: 2026-11-20 }
ignore: [{ rule: no-fallback, workflow: nightly-labels, reason: retried next night, until: 2027-03-01 }, { rule: no-timeout, reason: cheap }]
`;

describe('outlay.yaml', () => {
  it('is read with its units', () => {
    const { config, problems } = read(WHOLE);
    expect(problems).toEqual([]);
    expect(config).toEqual({
      workflows: ['scenarios/*/workflow.yaml'],
      asOf: parseDay('2026-11-20'),
      regression: { cost: 0.05, latency: 0.1, floorUsd: 50 },
      rules: new Map([
        ['no-output-ceiling', 'error'],
        ['sequential-steps', 'off'],
      ]),
      gates: 'head',
      currency: {
        rates: new Map([
          ['EUR', 0.92],
          ['JPY', 151],
        ]),
        on: parseDay('2026-11-20'),
      },
      ignore: [
        { rule: 'no-fallback', workflow: 'nightly-labels', reason: 'retried next night', until: parseDay('2027-03-01') },
        { rule: 'no-timeout', workflow: null, reason: 'cheap', until: null },
      ],
    });
  });

  it('may say as little as one thing', () => {
    const { config } = read('gates: base\n');
    expect(config).toEqual({
      workflows: [],
      asOf: null,
      regression: { cost: null, latency: null, floorUsd: null },
      rules: new Map(),
      gates: 'base',
      currency: null,
      ignore: [],
    });
  });

  it.each([
    ['as_of: 2026-02-30', 'bad-date outlay.yaml:1:8 "2026-02-30" is not a date'],
    ['as_of: today', 'bad-date outlay.yaml:1:8 "today" is not a date'],
    ['regression: { cost: five }', 'bad-quantity outlay.yaml:1:21 "five" is not a factor'],
    ['regression: { costs: 5% }', 'unknown-key outlay.yaml:1:15 unknown key "costs" in "regression"'],
    ['rules: { no-timeout: eror }', 'bad-value outlay.yaml:1:22 "no-timeout" in "rules": must be one of off, warn, error'],
    ['rules: { No_Timeout: error }', 'bad-value outlay.yaml:1:10 "No_Timeout" in "rules": a rule is named in small letters and dashes'],
    ['gates: both', 'bad-value outlay.yaml:1:8 "gates": must be one of base, head'],
    ['currency: { EUR: 0.92 }', 'missing-key outlay.yaml:1:1 "on" is missing in "currency"'],
    [
      'currency: { eur: 0.92, on: 2026-11-20 }',
      'bad-value outlay.yaml:1:13 "eur" in "currency": a currency is three capitals, and `on` the day of the rates',
    ],
    ['currency: { EUR: -1, on: 2026-11-20 }', 'bad-quantity outlay.yaml:1:18 -1: a count cannot be negative'],
    ['currency: { EUR: 0, on: 2026-11-20 }', 'bad-quantity outlay.yaml:1:18 a dollar buys more than 0 of a currency'],
    ['ignore: [{ rule: no-timeout }]', 'missing-key outlay.yaml:1:10 "reason" is missing in "ignore"'],
    ['ignore: [{ rule: no-timeout, reason: x, until: soon }]', 'bad-date outlay.yaml:1:48 "soon" is not a date'],
    ['workflow: x.yaml', 'unknown-key outlay.yaml:1:1 unknown key "workflow"'],
  ])('is checked: %s', (text, told) => {
    expect(read(text).problems).toEqual([told]);
  });

  it.each(['', '\n', '# the root of our repository\n\n  # nothing yet\r\n'])('may mark a root and say nothing: %j', (text) => {
    expect(read(text)).toEqual({ config: undefined, problems: [] });
  });

  it('takes the last day of a month', () => {
    expect(dayText(read('as_of: 2028-02-29').config?.asOf ?? 0)).toBe('2028-02-29');
  });
});
