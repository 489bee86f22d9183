import { describe, expect, it } from 'vitest';
import { codesOf, open, problemsOf } from '../support/plan.ts';

const needsOf = async (workflow: string): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { plans } = await open(workflow);
  const steps = plans[0]?.steps ?? [];
  return Object.fromEntries(steps.map(({ name, needs }) => [name, needs.map((need) => steps[need]?.name ?? '')]));
};

describe('needs', () => {
  it('are the step above by default, nothing for the first, and in a group only its own steps', async () => {
    const needs = await needsOf('{ steps: { a: { tool: x }, g: { steps: { b: { tool: x }, c: { tool: x } } }, d: { tool: x } } }');
    expect(needs).toEqual({ a: [], g: ['a'], b: [], c: ['b'], d: ['g'] });
  });

  it('as written replace the default', async () => {
    expect(await needsOf('{ steps: { a: { tool: x }, b: { tool: x, needs: [] }, c: { tool: x, needs: [a, b] } } }')).toEqual({
      a: [],
      b: [],
      c: ['a', 'b'],
    });
  });

  it('may name a step below', async () => {
    expect(await needsOf('{ steps: { a: { tool: x, needs: [b] }, b: { tool: x, needs: [] } } }')).toEqual({ a: ['b'], b: [] });
  });

  it('are implied by `when` on a fellow step', async () => {
    const needs = await needsOf(
      '{ steps: { a: { tool: x, outcomes: { y: 50%, n: rest } }, b: { tool: x, needs: [] }, c: { tool: x, needs: [b], when: a.y } } }',
    );
    expect([...(needs['c'] ?? [])].sort()).toEqual(['a', 'b']);
  });

  it('are implied on the group that holds the step asked about', async () => {
    const needs = await needsOf(
      '{ steps: { g: { steps: { a: { tool: x, outcomes: { y: 50%, n: rest } } } }, b: { tool: x, needs: [] }, c: { tool: x, needs: [b], when: a.y } } }',
    );
    expect([...(needs['c'] ?? [])].sort()).toEqual(['b', 'g']);
  });

  it('that name no step suggest the nearest', async () => {
    const text = await problemsOf('steps:\n  retrieve: { tool: x }\n  answer:\n    tool: x\n    needs: [retreive]\n');
    expect(text).toBe(
      [
        'error[unknown-name]: no step is called "retreive"',
        '  --> workflow.yaml:5:13',
        '  |',
        '5 |     needs: [retreive]',
        '  |             ^^^^^^^^ did you mean "retrieve"?',
      ].join('\n'),
    );
  });

  it('outside the group are refused, and say where the step stands', async () => {
    const text = await problemsOf(
      'steps:\n  a: { tool: x }\n  g:\n    steps:\n      b: { tool: x, needs: [a] }\n  c: { tool: x, needs: [b] }\n',
    );
    expect(text).toContain('"a" stands outside this group');
    expect(text).toContain('"b" stands inside "g"');
    expect(text).toContain('a step needs steps of its own list: let its group need it');
  });
});

describe('steps that wait for each other', () => {
  it('are an error with a single step that needs itself', async () => {
    expect(await problemsOf('{ steps: { a: { tool: x, needs: [a] } } }')).toContain('steps wait for each other: a → a');
  });

  it('show the shortest path around', async () => {
    const text = await problemsOf(`
steps:
  a: { tool: x, needs: [e] }
  b: { tool: x, needs: [a] }
  c: { tool: x, needs: [b] }
  d: { tool: x, needs: [c, e] }
  e: { tool: x, needs: [d] }
`);
    expect(text).toContain('steps wait for each other: d → e → d');
    expect(text).not.toContain('a → ');
  });

  it('are found where an outcome closes the ring', async () => {
    const text = await problemsOf(
      '{ steps: { a: { tool: x, needs: [b] }, b: { tool: x, needs: [c] }, c: { tool: x, needs: [], when: a.y, outcomes: { z: 100% } } } }'.replace(
        'needs: [b] }',
        'needs: [b], outcomes: { y: 100% } }',
      ),
    );
    expect(text).toContain('steps wait for each other: a → b → c → a');
  });

  it('are found inside a group', async () => {
    const text = await problemsOf('{ steps: { g: { steps: { a: { tool: x, needs: [b] }, b: { tool: x, needs: [a] } } } } }');
    expect(text).toContain('steps wait for each other: a → b → a');
  });

  it('are an error where a step asks for an outcome of its own', async () => {
    expect(await problemsOf('{ steps: { a: { tool: x, outcomes: { y: 50%, n: rest }, when: a.y } } }')).toContain('cannot wait for "a"');
  });

  it('are an error where a group waits for what is inside it, or a step for its group', async () => {
    expect(await codesOf('{ steps: { g: { when: a.y, steps: { a: { tool: x, outcomes: { y: 50%, n: rest } } } } } }')).toEqual(['cycle']);
  });
});

describe('a foreground step that needs a background one', () => {
  it('is an error that offers both remedies', async () => {
    const text = await problemsOf('steps:\n  a: { tool: x }\n  log: { tool: x, background: true }\n  b: { tool: x, needs: [log] }\n');
    expect(text).toContain('step "b" waits for "log", which runs in the background');
    expect(text).toContain('write needs: [a] to start without it');
    expect(text).toContain('or add background: true to this step too');
  });

  it('is an error by default too, and says so', async () => {
    const text = await problemsOf('steps:\n  log: { tool: x, background: true }\n  b: { tool: x }\n');
    expect(text).toContain('by default it needs the step above');
    expect(text).toContain('write needs: [] to start without it');
  });

  it('is an error for a step on a batch tier, which runs in the background', async () => {
    expect(await codesOf('{ steps: { a: { model: test/cached, tier: batch, prompt: 1, output: 1 }, b: { tool: x } } }')).toEqual([
      'wrong-step',
    ]);
  });

  it('is none where it runs in the background itself', async () => {
    const { plans } = await open('{ steps: { log: { tool: x, background: true }, b: { tool: x, background: true } } }');
    expect(plans[0]?.steps.map(({ background }) => background)).toEqual([true, true]);
  });

  it('may not end the request: nobody waits for it', async () => {
    const workflow = '{ steps: { a: { tool: x, background: true, outcomes: { y: 50%, n: rest }, ends_request: [y] } } }';
    expect(await problemsOf(workflow)).toContain('step "a" runs in the background: it cannot end the request');
  });

  it('is an error where it asks for an outcome of a background step inside a group', async () => {
    const workflow =
      '{ steps: { g: { steps: { judge: { tool: x, background: true, outcomes: { y: 50%, n: rest } } } }, b: { tool: x, when: judge.y } } }';
    expect(await codesOf(workflow)).toEqual(['wrong-step']);
  });
});

describe('when', () => {
  const ask = (when: string, more = ''): Promise<string> =>
    problemsOf(`steps:\n  judge: { tool: x, outcomes: { good: 60%, bad: rest }${more} }\n  b: { tool: x, when: ${when} }\n`);

  it('on an outcome that the step does not have suggests the nearest and lists them', async () => {
    const text = await ask('judge.god');
    expect(text).toContain('step "judge" has no outcome "god"');
    expect(text).toContain('did you mean "good"?');
    expect(text).toContain('its outcomes: good, bad');
  });

  it('on the failure of a step that ends the request says what is missing', async () => {
    expect(await ask('judge.failed')).toContain('a step fails without ending the request only with on_failure: continue');
  });

  it('on a step that does not exist suggests the nearest', async () => {
    expect(await ask('jugde.good')).toContain('did you mean "judge"?');
  });

  it('on something that is no outcome says how one is written', async () => {
    expect(await ask('judge')).toContain('write step.outcome');
  });

  it('outside a loop asks for the outcome of the last round', async () => {
    const workflow =
      '{ steps: { g: { repeat: { times: 2 }, steps: { a: { tool: x, outcomes: { y: 50%, n: rest } } } }, b: { tool: x, when: a.y } } }';
    const { plans } = await open(workflow);
    expect(plans[0]?.steps[2]).toMatchObject({ needs: [0], when: { kind: 'outcome', step: 1, outcome: 'y' } });
  });

  it('outside a for_each cannot ask for an outcome inside it: there is one for each item', async () => {
    const workflow =
      '{ steps: { g: { for_each: { items: 2 }, steps: { a: { tool: x, outcomes: { y: 50%, n: rest } } } }, b: { tool: x, when: a.y } } }';
    expect(await problemsOf(workflow)).toContain('"a" has an outcome for each item of "g", not one');
  });

  it('may be any, all or not of others, a probability, a turn', async () => {
    const { plans } = await open(`
session: { turns: 3, gap: 1min }
steps:
  judge: { tool: x, outcomes: { good: 60%, bad: rest } }
  a: { tool: x, when: [judge.good, judge.bad] }
  b: { tool: x, when: { all: [{ not: judge.good }, 30%, first_turn] } }
  c: { tool: x, when: last_turn }
`);
    const good = { kind: 'outcome', step: 0, outcome: 'good' };
    expect(plans[0]?.steps.slice(1).map(({ when }) => when)).toEqual([
      { kind: 'any', of: [good, { kind: 'outcome', step: 0, outcome: 'bad' }] },
      {
        kind: 'all',
        of: [
          { kind: 'not', of: good },
          { kind: 'chance', share: 0.3 },
          { kind: 'turn', turn: 'first' },
        ],
      },
      { kind: 'turn', turn: 'last' },
    ]);
  });

  it('waits for every step that a condition asks about, however deep', async () => {
    const needs = await needsOf(
      '{ steps: { a: { tool: x, outcomes: { y: 50%, n: rest } }, b: { tool: x, needs: [], when: { not: { any: [{ all: [a.y, 5%] }] } } } } }',
    );
    expect(needs['b']).toEqual(['a']);
  });

  it('says one thing in each map, and something in each list', async () => {
    expect(await ask('{ any: [judge.good], not: judge.bad }')).toContain('here are any and not: write all: [ { any: … }, { not: … } ]');
    expect(await ask('{ any: [] }')).toContain('no condition is named');
    expect(await ask('{ none: [judge.good] }')).toContain('unknown key "none"');
  });

  it('on a turn needs a session', async () => {
    expect(await ask('last_turn')).toContain('"last_turn" needs a session: without one a request stands alone');
    expect(await ask('{ not: first_turn }')).toContain('"first_turn" needs a session');
  });
});

describe('names', () => {
  it('are shared by inputs and steps: a clash shows both lines', async () => {
    const text = await problemsOf('inputs:\n  question: 100\nsteps:\n  question: { tool: x }\n');
    expect(text).toContain('workflow.yaml:4:3');
    expect(text).toContain('the name "question" is taken');
    expect(text).toContain('first on line 2');
  });

  it('are unique across groups', async () => {
    expect(await codesOf('{ steps: { a: { tool: x }, g: { steps: { a: { tool: x } } } } }')).toContain('duplicate-name');
  });

  it('begin with a small letter', async () => {
    expect(await codesOf('{ steps: { Answer: { tool: x } } }')).toEqual(['bad-value']);
  });

  it('twice in one map are an error of the file', async () => {
    expect(await codesOf('steps:\n  a: { tool: x }\n  a: { tool: x }\n')).toEqual(['bad-yaml']);
  });
});
