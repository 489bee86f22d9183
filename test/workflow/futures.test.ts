import { describe, expect, it } from 'vitest';
import type { Plan, ScenarioPlan } from '../../src/workflow/plan.ts';
import { type Case, codesOf, modelOf, open, planOf, problemsOf, stepNamed } from '../support/plan.ts';

const firstOf = async (workflow: string, given: Case = {}): Promise<ScenarioPlan> => {
  const { scenarios, problems } = await open(workflow, given);
  const [first] = scenarios;
  if (first === undefined) throw new Error(JSON.stringify(problems));
  return first;
};

const WORKFLOW = `
assumptions: { escalation: 5% to 14%, verbosity: 0.8 to 1.5, pages: { uniform: [1, 3] } }
steps:
  triage: { tool: router, outcomes: { person: { assumption: escalation }, complex: 32%, simple: rest } }
  answer: { model: test/plain, prompt: { tokens: 1k }, output: { p50: 300, p95: 900, max: 1000, scale: verbosity }, max_output: 1024 }
  look: { tool: search, cost: $0.01 }
`.replace('prompt: { tokens: 1k }', 'prompt: 1k');

const sharesOf = (plan: Plan): readonly number[] => stepNamed(plan, 'triage').outcomes.map(({ share }) => share);

describe('an assumption', () => {
  it('is drawn once in each future, where a number uses it, in the order of definition', async () => {
    const { unknowns } = await firstOf(WORKFLOW);
    expect(unknowns.map(({ name, of }) => [name, of.kind])).toEqual([
      ['escalation', 'logit_normal'],
      ['verbosity', 'lognormal'],
    ]);
  });

  it('stands where a probability stands', async () => {
    const { planAt } = await firstOf(WORKFLOW);
    expect(sharesOf(planAt([0.1, 1]))).toEqual([0.1, 0.32, expect.closeTo(0.58, 12)]);
    expect(sharesOf(planAt([0, 1]))).toEqual([0, 0.32, expect.closeTo(0.68, 12)]);
  });

  it('leaves shares that sum to 1: a future with more than 100 % makes all smaller, and nothing is left for the rest', async () => {
    const { planAt } = await firstOf(WORKFLOW);
    expect(sharesOf(planAt([0.96, 1]))).toEqual([0.75, 0.25, 0].map((share) => expect.closeTo(share, 12)));
    expect(sharesOf(planAt([-0.2, 1]))).toEqual([0, 0.32, expect.closeTo(0.68, 12)]);
  });

  it('scales before min and max', async () => {
    const { planAt } = await firstOf(WORKFLOW);
    const [term] = modelOf(planAt([0.1, 2]), 'answer').output.terms;
    expect(term?.of).toMatchObject({ kind: 'clamped', max: 1000, of: { kind: 'lognormal', factor: expect.closeTo(600, 9) } });
  });

  it('changes the steps that use it only: all others are the same in every future', async () => {
    const { planAt } = await firstOf(WORKFLOW);
    const [one, other] = [planAt([0.1, 1]), planAt([0.2, 1])];
    expect(one.steps[0]).not.toBe(other.steps[0]);
    expect(one.steps[2]).toBe(other.steps[2]);
    expect(one.assumptions).toBe(other.assumptions);
  });

  it('is listed once, with its range', async () => {
    const { planAt } = await firstOf(WORKFLOW);
    const lines = planAt([0.1, 1]).assumptions.map(({ what, value }) => `${what}: ${value}`);
    expect(lines).toContain('assumption escalation: 5% to 14%');
    expect(lines).toContain('answer.output: { p50: 300, p95: 900, max: 1000, scale: verbosity }');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('that no number uses is a warning', async () => {
    const { problems } = await open(WORKFLOW);
    expect(problems.map(({ severity, code, message }) => [severity, code, message])).toEqual([
      ['warning', 'unused', 'no number uses the assumption "pages"'],
    ]);
  });

  it('of a scenario stands for the workflow’s', async () => {
    const traffic = 'calm: { requests: 1 per day }\nhard: { extends: calm, assumptions: { escalation: 40% } }\n';
    const { scenarios } = await open(WORKFLOW, { traffic });
    expect(scenarios[1]?.unknowns[0]?.of).toEqual({ kind: 'constant', value: 0.4 });
  });

  it('may be of money or time', async () => {
    const workflow =
      'assumptions: { fee: $0.01 to $0.04, delay: 200ms to 2s }\nsteps: { a: { tool: x, cost: { assumption: fee }, latency: { assumption: delay } } }\n';
    const { unknowns, planAt } = await firstOf(workflow);
    expect(unknowns).toHaveLength(2);
    expect(stepNamed(planAt([0.02, 500]), 'a').links[0]).toMatchObject({ costUsd: { constant: 0.02 }, latencyMs: { constant: 500 } });
  });

  it('may be the share of a part of a mix', async () => {
    const workflow =
      'assumptions: { pasted: 1% to 5% }\ninputs: { q: { mix: [{ share: { assumption: pasted }, tokens: 40k }, { share: rest, tokens: 300 }] } }\nsteps: { a: { model: test/plain, output: 1, prompt: [{ user: { input: q } }] } }\n';
    const { planAt } = await firstOf(workflow);
    expect(modelOf(planAt([0.04]), 'a').parts[0]?.amount.terms[0]?.of).toMatchObject({
      kind: 'mixture',
      parts: [{ share: 0.04 }, { share: 0.96 }],
    });
  });

  it('may be how likely a step runs, or goes on', async () => {
    const workflow =
      'assumptions: { p: 40% to 60% }\nsteps: { a: { tool: x, when: { assumption: p } }, b: { tool: y, repeat: { continue: { assumption: p }, max: 2 } } }\n';
    const { planAt } = await firstOf(workflow);
    expect(stepNamed(planAt([0.5]), 'a').when).toEqual({ kind: 'chance', share: 0.5 });
    expect(stepNamed(planAt([0.5]), 'b').rounds).toMatchObject({ counts: [0, 0.5, 0.5] });
    expect(stepNamed(planAt([7]), 'a').when).toEqual({ kind: 'chance', share: 1 });
  });
});

describe('an assumption that cannot be used', () => {
  it('is not defined: the nearest is suggested', async () => {
    expect(await problemsOf(WORKFLOW.replace('scale: verbosity', 'scale: verbosty'))).toContain('did you mean "verbosity"?');
    expect(await problemsOf('steps: { a: { tool: x, cost: { assumption: fee } } }\n')).toContain('add assumptions: { fee: 0.8 to 1.5 }');
  });

  it('refers to another', async () => {
    expect(await problemsOf(WORKFLOW.replace('5% to 14%', '{ assumption: verbosity }'))).toContain(
      'the assumption "escalation" refers to something else',
    );
  });

  it('is of another unit', async () => {
    expect(await problemsOf(WORKFLOW.replace('0.8 to 1.5', '$1 to $2'))).toContain('the assumption "verbosity" is an amount of money');
    expect(await problemsOf('assumptions: { t: 1 to 2 }\nsteps: { a: { tool: x, latency: { assumption: t } } }\n')).toContain(
      'the assumption "t" is a plain number',
    );
  });

  it('leaves the other outcomes open where none is the rest', async () => {
    expect(await codesOf(WORKFLOW.replace('simple: rest', 'simple: 60%'))).toEqual(['bad-shares']);
  });
});

describe('a session', () => {
  it('has turns, at least one, and a gap', async () => {
    const { session } = await planOf('session: { turns: { values: [0, 3] }, gap: 20s to 3min }\nsteps: { a: { tool: x } }\n');
    expect(session).toMatchObject({ turns: [0, 0.5, 0, 0.5], gapMs: { kind: 'lognormal' } });
    expect((await planOf('steps: { a: { tool: x } }\n')).session).toBeNull();
  });

  it('says both', async () => {
    expect(await problemsOf('session: { turns: 3 }\nsteps: { a: { tool: x } }\n')).toContain('add "gap"');
    expect(await problemsOf('session: { turns: 3, gap: 20 }\nsteps: { a: { tool: x } }\n')).toContain('a duration needs its unit');
  });
});
