import { describe, expect, it } from 'vitest';
import { projectionOf } from '../support/projection.ts';
import { differences } from './differences.ts';
import { play } from './oracle.ts';

/** A workflow as a flow map: YAML that reads like the case it makes. */
const agrees = (name: string, workflow: string): void =>
  it(name, async () => {
    const projection = await projectionOf(workflow);
    expect(differences(projection, play(projection.plan, 11))).toEqual([]);
  });

const COIN = 'route: { tool: coin, outcomes: { heads: 50%, tails: 50% } }';
const DOC = 'inputs: { doc: { values: [100, 2000] } }';
const READ = 'prompt: [{ user: { input: doc } }], output: 10';
const step = (body: string): string => `{ model: test/plain, ${body} }`;

describe('agrees with a naive play of the requests where draws depend on each other:', () => {
  agrees(
    'what a loop hands on, read only in the branch in which the loop did something',
    `{ steps: { ${COIN},
        loop: { repeat: { times: 2 }, steps: { draft: ${step('when: route.heads, prompt: 1000, output: 400')} } },
        use: ${step('needs: [loop], when: route.heads, prompt: [{ context: { step: loop } }], output: 100')} } }`,
  );
  agrees(
    'the last round of a step inside a loop, read after the loop',
    `{ steps: { loop: { repeat: { times: 2 }, steps: { draft: ${step('prompt: 1000, output: 400')}, polish: ${step('prompt: 1000, output: 7')} } },
        use: ${step('prompt: [{ context: { step: draft } }], output: 100')} } }`,
  );
  agrees(
    'an output linked to the output of a step that ran in the same branch',
    `{ steps: { ${COIN}, x: ${step('when: route.heads, prompt: 1000, output: 400')}, y: ${step('prompt: 1000, output: { of: x }')},
        use: ${step('needs: [y], when: route.heads, prompt: [{ context: { step: y } }], output: 100')} } }`,
  );
  agrees(
    'a prompt that only requests of short documents come to',
    `{ ${DOC}, steps: { a: { model: test/small, ${READ} }, b: ${step(`needs: [a], ${READ}`)} } }`,
  );
  agrees(
    'two steps side by side whose prompts are too long for the same documents',
    `{ ${DOC}, steps: { a: { model: test/small, ${READ} }, b: { model: test/small, needs: [], ${READ} } } }`,
  );
  agrees(
    'rounds that all send the same prompt, which fits or does not',
    `{ ${DOC}, steps: { a: { model: test/small, repeat: { times: 3 }, ${READ} } } }`,
  );
  agrees(
    'the outputs of one item or three, in a prompt whose price jumps at 900 tokens',
    `{ steps: { a: ${step('for_each: { items: { values: [1, 3] } }, prompt: 1000, output: 500')},
        use: { model: test/stepped, prompt: [{ context: { step: a } }], output: 100 } } }`,
  );
  agrees(
    'the output of the model or of its fallback, in a prompt that fits only without it',
    `{ steps: { a: ${step('prompt: 100, retry: { errors: 50% }, output: 300, fallback: [{ reply: fixed }]')},
        use: { model: test/small, prompt: [{ user: { tokens: 800 } }, { context: { step: a } }], output: 100 } } }`,
  );
  agrees(
    'a linked output that its ceiling cuts, handed on as cut',
    `{ steps: { x: ${step('prompt: 1000, output: { values: [100, 200] }')}, y: ${step('prompt: 1000, output: { of: x, plus: 500 }, max_output: 300')},
        use: ${step('prompt: [{ context: { step: y } }], output: 100')} } }`,
  );
  agrees(
    'an output that random reasoning leaves little room for, handed on as cut',
    `{ steps: { y: ${step('prompt: 1000, output: 300, reasoning: { values: [0, 400] }, max_output: 300')},
        use: ${step('prompt: [{ context: { step: y } }], output: 100')} } }`,
  );
  agrees(
    'two random parts of a prompt, random reasoning and a random answer, all of which meet a limit',
    `{ steps: { a: { model: test/stepped, prompt: [{ user: { tokens: { p50: 300, p95: 900 } } }, { user: { tokens: { values: [100, 600, 1700], weights: [4, 2, 1] } } }],
        output: { uniform: [20, 700] }, reasoning: 50 to 200, max_output: 350 } } }`,
  );
  agrees(
    'a random prompt whose price jumps at 900 tokens, and a random answer with a ceiling',
    '{ steps: { a: { model: test/stepped, tier: batch, background: false, prompt: { p50: 528, p95: 854 }, output: { uniform: [100, 500] }, max_output: 350 } } }',
  );
});

describe('agrees with a naive play of the requests where rules meet:', () => {
  agrees(
    'a prompt too long for the window goes to the fallback without any attempt',
    `{ ${DOC}, steps: { a: { model: test/small, retry: { attempts: 3, errors: 10% }, ${READ}, fallback: [{ model: test/plain, retry: { attempts: 2, errors: 40% } }] } } }`,
  );
  agrees(
    'a fallback that is used for long documents hands on the same linked output',
    `{ ${DOC}, steps: { a: { model: test/plain, retry: { errors: 30% }, prompt: [{ user: { input: doc } }], output: { of: doc, times: 0.5 }, fallback: [{ model: test/dear }] },
        use: ${step('prompt: [{ context: { step: a } }], output: 100')} } }`,
  );
  agrees(
    'a branch that waits for a group, and an outcome from inside it',
    `{ steps: { g: { steps: { judge: { tool: judge, retry: { errors: 20% }, on_failure: continue, outcomes: { good: 60%, bad: rest } }, extra: ${step('when: judge.bad, prompt: 10, output: 1')} } },
        a: ${step('when: judge.good, prompt: 100, output: 10')}, b: ${step('needs: [g], when: [judge.bad, judge.failed], prompt: 200, output: 10')} } }`,
  );
  agrees(
    'steps beside a failed one run on, inside a group too, and the group has failed',
    `{ steps: { g: { steps: { a: { tool: a, cost: $0.01, retry: { errors: 30% } }, b: { tool: b, needs: [], cost: $0.02 }, c: { tool: c, cost: $0.03, needs: [a] } } },
        beside: { tool: d, needs: [], cost: $0.04 }, after: { tool: e, needs: [g], cost: $0.05 } } }`,
  );
  agrees(
    'a loop over a group stops at the first round that fails, other items run',
    `{ steps: { g: { for_each: { items: { values: [0, 1, 4] } }, repeat: { continue: 70%, max: 5 }, steps: { a: { tool: a, cost: $0.01, retry: { errors: 20% } }, b: { tool: b, cost: $0.02 } } },
        after: { tool: c, cost: $0.05 } } }`,
  );
  agrees(
    'a background failure fails no request and stops what needs it',
    `{ steps: { a: { tool: a, cost: $0.01 }, log: { tool: log, background: true, cost: $0.02, retry: { errors: 40% } }, index: { tool: index, background: true, cost: $0.03 },
        b: { tool: b, needs: [a], cost: $0.04 } } }`,
  );
  agrees(
    'the first, second or third failure of a chain that goes on',
    `{ steps: { a: { tool: a, retry: { errors: 30% }, on_failure: continue }, b: { tool: b, cost: $0.01, when: a.failed, retry: { errors: 30% }, on_failure: continue },
        c: { tool: c, cost: $0.02, when: [a.failed, b.failed], retry: { errors: 30% } }, d: { human: clerk, work: 3min, wage: $30 per hour, when: b.failed, needs: [c] } } }`,
  );
});
