import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDINGS_FORMATS } from '../../src/cli/choices.ts';
import { fromTop, printFindings } from '../../src/cli/print-findings.ts';
import { reviewOf } from '../../src/cli/reviewing.ts';
import { plain } from '../../src/diagnostics/render.ts';
import { readProject } from '../../src/planning/read.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { reviewJson, reviewShape } from '../../src/review/formats/json.ts';
import type { LevelSettings } from '../../src/review/levels.ts';

const root = join(import.meta.dirname, '..', '..');
const outputs = join(root, 'test', 'golden', 'review');
const asOf = parseDay('2026-11-20') ?? 0;

/** One rule fails, one is accepted, and what was accepted of a third has ended. */
const WEIGHED: LevelSettings = {
  rules: new Map([['no-output-ceiling', 'error']]),
  ignore: [
    { rule: 'no-timeout', workflow: null, reason: 'the gateway cuts calls after 30 s', until: null },
    { rule: 'no-fallback', workflow: 'workflows', reason: 'decided in October', until: asOf - 1 },
  ],
};

const ENDING = {
  text: 'txt',
  json: 'json',
  markdown: 'md',
  github: 'github.txt',
  sarif: 'sarif',
  junit: 'xml',
  gitlab: 'gitlab.json',
} as const;

const CASES = [
  { name: 'smallest', path: 'test/golden/workflows/smallest.yaml', settings: WEIGHED },
  { name: 'support-agent', path: 'scenarios/support-agent', settings: { rules: new Map(), ignore: [] } },
];

describe.each(CASES)('the review of $name', ({ name, path, settings }) => {
  const run = { seed: 1, runs: 200 };
  const request = { cwd: root, path, pricing: null, scenarios: [], traffic: null, settings: [], asOf, today: asOf, run };
  const found = reviewOf(readProject(request), settings);

  it.each(FINDINGS_FORMATS)('as %s', async (format) => {
    if (found === undefined) throw new Error('it cannot be planned');
    const json = (): string => reviewJson(fromTop(found.report), { ...run, as_of: '2026-11-20' });
    const printed = format === 'json' ? json() : printFindings(found, format, plain);
    if (format === 'json') expect(reviewShape.parse(JSON.parse(printed))).toEqual(JSON.parse(printed));
    await expect(printed).toMatchFileSnapshot(join(outputs, `${name}.${ENDING[format]}`));
  });
});
