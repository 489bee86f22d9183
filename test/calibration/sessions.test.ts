import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CalibrateReport, calibrateShape } from '../../src/calibration/report/report.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';

const FLOW = `session:
  turns: 3
  gap: 1min
steps:
  route:
    model: test/m
    prompt: 300
    output: 5
  talk:
    needs: [route]
    model: test/m
    prompt: [{ system: { tokens: 900 } }, history, { user: { tokens: 100 } }]
    output: 100
traffic:
  base: { sessions: 40 per day }
`;

const PRICES = `provider: test
source: https://example.com/prices
models:
  m: { context_window: 200k, prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 2, output: 10 }] }
`;

/** Spans of 560 talks over two weeks, of one, two or four turns, two minutes apart; a route is all that tells their steps apart. */
const spans = (): string =>
  Array.from({ length: 560 }, (_, talk) => {
    const startMs = Date.UTC(2026, 10, 2) + talk * 2_160_000;
    return Array.from({ length: [1, 2, 4, 1][talk % 4] ?? 1 }, (_, turn) =>
      ['/route', '/chat'].map((route, at) => {
        const fromMs = startMs + turn * 120_000 + at * 1000;
        const attributes = {
          ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.response.model': 'm', 'gen_ai.conversation.id': `t${talk}`, 'app.route': route },
          ...{
            'gen_ai.usage.input_tokens': at === 0 ? 310 : 1100 + 200 * turn,
            'gen_ai.usage.output_tokens': at === 0 ? 4 : 100 + (talk % 50),
          },
        };
        const times = { startTimeUnixNano: `${fromMs}000000`, endTimeUnixNano: `${fromMs + 900}000000` };
        return JSON.stringify({ name: 'chat m', traceId: `${talk}-${turn}`, spanId: `${talk}-${turn}-${at}`, ...times, attributes });
      }),
    );
  })
    .flat(2)
    .join('\n');

let folder: Folder;
beforeAll(() => {
  folder = folderOf({ 'package.json': '{}', 'pricing/test.yaml': PRICES, 'flow/workflow.yaml': FLOW, 'spans.jsonl': spans() });
});
afterAll(() => folder.remove());

const run = async (...more: readonly string[]): Promise<CalibrateReport> => {
  const args = ['calibrate', 'flow', '--from', 'spans.jsonl', '--dry-run', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000'];
  const { stdout, stderr, code } = await command([...args, ...more], folder.path);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return calibrateShape.parse(JSON.parse(stdout));
};

const RULES = ['--step', 'route=attributes.app.route:/route', '--step', 'talk=/chat'];

describe('Conversations in a log of spans', () => {
  it('are fitted by turns, gaps and sessions a day', async () => {
    const { quantities, covered } = await run(...RULES);
    const fitted = new Map(quantities.map(({ what, after }) => [what, after]));
    expect(covered).toMatchObject({ records: 2240, requests: 1120, told: true });
    expect(fitted.get('session.turns')).toBe('{ values: [1, 2, 4], weights: [0.5, 0.25, 0.25] }');
    expect(fitted.get('session.gap')).toBe('2min');
    expect(fitted.get('base.sessions')).toMatch(/^3\d\.\d to 4\d\.\d per day$/);
    expect(fitted.get('route.prompt')).toBe('310');
    expect([...fitted.keys()]).not.toContain('talk.prompt');
  });

  it('whose steps nothing tells apart are refused, with what could tell them', async () => {
    const { stderr, code } = await command(
      ['calibrate', 'flow', '--from', 'spans.jsonl', '--dry-run', '--as-of', '2026-11-20'],
      folder.path,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('no record belongs to a step of the workflow');
  });

  it('of which some belong to no step list those, with the values that could tell them', async () => {
    const { unmatched } = await run('--step', 'talk=/chat');
    expect(unmatched).toMatchObject({ records: 1120, models: [{ model: 'm', records: 1120 }] });
    expect(unmatched.fields).toEqual([{ field: 'name', values: [{ what: 'chat m', records: 1120 }] }]);
  });
});
