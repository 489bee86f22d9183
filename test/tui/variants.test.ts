import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type VariantsAsk, variantsOf } from '../../src/tui/live/variants.ts';

const WORKFLOW = `steps:
  answer:
    model: anthropic/claude-sonnet-5
    candidates: [openai/gpt-6-luna]
    prompt: 4k
    output: 1k
traffic: 10k per day
`;

describe('variants of a scenario', () => {
  let folder = '';
  let ask: VariantsAsk;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'outlay-variants-'));
    writeFileSync(join(folder, 'workflow.yaml'), WORKFLOW);
    const request = { cwd: folder, path: 'workflow.yaml', pricing: null, scenarios: [], traffic: null, settings: [] };
    ask = { id: 1, request: { ...request, asOf: 20_783, today: 20_783, run: { seed: 1, runs: 40 } }, settings: [], scenario: 'base' };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('are its candidates and what it comes to under stress, told as they come', () => {
    const shares: number[] = [];
    const rows = variantsOf(ask, (share) => shares.push(share));
    expect(rows[0]).toMatchObject({ kind: 'variant', name: 'answer=gpt-6-luna' });
    expect(rows.filter(({ kind }) => kind === 'stress').map(({ name }) => name)).toContain('anthropic down');
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  });

  it('take the knobs with them', () => {
    const [own] = variantsOf(ask, () => undefined);
    const [turned] = variantsOf({ ...ask, settings: ['steps.answer.output=2k'] }, () => undefined);
    expect(turned?.costUsd).toBeGreaterThan(own?.costUsd ?? Infinity);
  });

  it('are none of a scenario that is not there', () => {
    expect(variantsOf({ ...ask, scenario: 'gone' }, () => undefined)).toEqual([]);
  });
});
