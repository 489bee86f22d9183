import { describe, expect, it } from 'vitest';
import type { Projection } from '../../src/projection/projection.ts';
import { projectionsOf } from '../support/projection.ts';

/** A session that is cached and loops, so that an outage and a runaway both change it. */
const workflow = (scenarios: string): string => `
session: { turns: { values: [1, 2, 5] }, gap: 20s to 9min }
steps:
  ask:
    model: test/cached
    prompt: [{ system: { tokens: 3000 } }, history, { user: { tokens: 200 to 900 } }]
    output: 50 to 300
    fallback: [{ reply: fixed }]
  work: { model: test/plain, prompt: [{ user: { step: ask } }], output: 40, repeat: { continue: 40%, max: 6 } }
traffic:
${scenarios}`;

const BASE = '  base: { sessions: 900 per day }';
const STRUCK = '  struck: { sessions: 900 per day, faults: [{ outage: test, hours: 6 per month }, { runaway: 2% }] }';

describe('requests that scenarios have in common', () => {
  it('come to the same, to the last bit, whichever scenario worked them out', async () => {
    const [base] = await projectionsOf(workflow(BASE));
    const [struck] = await projectionsOf(workflow(STRUCK));
    const [baseFirst, struckAfter] = await projectionsOf(workflow(`${BASE}\n${STRUCK}`));
    const [struckFirst, baseAfter] = await projectionsOf(workflow(`${STRUCK}\n${BASE}`));
    const figures = (one: Projection | undefined) => [
      one?.costUsd,
      one?.tokens,
      one?.successRate,
      one?.months.map(({ spendUsd }) => spendUsd),
    ];
    expect(struck?.costUsd).not.toBe(base?.costUsd);
    for (const one of [baseFirst, baseAfter]) expect(figures(one)).toEqual(figures(base));
    for (const one of [struckFirst, struckAfter]) expect(figures(one)).toEqual(figures(struck));
  });
});
