import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/review/finding.ts';
import { type Ignored, weighed } from '../../src/review/levels.ts';

const finding = (rule: string, workflow = 'desk'): Finding => ({
  rule,
  level: 'warn',
  workflow,
  place: null,
  message: '',
  stake: null,
  fix: '',
});

const ignored = (more: Partial<Ignored> = {}): Ignored => ({ rule: 'a', workflow: null, reason: 'known', until: null, ...more });

const DAY = 20_000;

const rulesOf = (list: readonly Finding[]): readonly string[] => list.map(({ rule, level, workflow }) => `${rule} ${level} ${workflow}`);

describe('a project weighs findings', () => {
  it('by its levels: off leaves no trace, errors come first, what is not named keeps its level', () => {
    const rules = new Map([
      ['b', 'error'],
      ['c', 'off'],
    ] as const);
    const { findings, suppressed } = weighed([finding('a'), finding('b'), finding('c')], { rules, ignore: [] }, DAY);
    expect(rulesOf(findings)).toEqual(['b error desk', 'a warn desk']);
    expect(suppressed).toEqual([]);
  });

  it('and accepts some, in one workflow or in all, with its reason', () => {
    const all = [finding('a'), finding('a', 'other'), finding('b')];
    const everywhere = weighed(all, { rules: new Map(), ignore: [ignored()] }, DAY);
    expect(rulesOf(everywhere.findings)).toEqual(['b warn desk']);
    expect(everywhere.suppressed.map(({ workflow, reason }) => [workflow, reason])).toEqual([
      ['desk', 'known'],
      ['other', 'known'],
    ]);
    const here = weighed(all, { rules: new Map(), ignore: [ignored({ workflow: 'other' })] }, DAY);
    expect(rulesOf(here.findings)).toEqual(['a warn desk', 'b warn desk']);
  });

  it('until a day, the last one included; from the next on they count again, and that is said', () => {
    const settings = { rules: new Map(), ignore: [ignored({ until: DAY })] };
    expect(weighed([finding('a')], settings, DAY).findings).toEqual([]);
    const after = weighed([finding('a')], settings, DAY + 1);
    expect(rulesOf(after.findings)).toEqual(['a warn desk']);
    expect(after.ended.map(({ rule, until }) => [rule, until])).toEqual([['a', '2024-10-04']]);
  });

  it('and a suppression that holds stands before one that has ended', () => {
    const ignore = [ignored({ until: DAY - 1 }), ignored({ reason: 'still known' })];
    expect(weighed([finding('a')], { rules: new Map(), ignore }, DAY)).toMatchObject({
      findings: [],
      ended: [],
      suppressed: [{ reason: 'still known' }],
    });
  });
});
