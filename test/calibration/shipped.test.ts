import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { asTable, loggedCalls, PILOT } from '../support/usage-log.ts';

it('The shipped log is what a made-up service has logged, and of no real customer', () => {
  const shipped = readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', 'support-agent', 'usage', 'pilot.csv'), 'utf8');
  expect(shipped).toBe(asTable(loggedCalls(PILOT)));
});
