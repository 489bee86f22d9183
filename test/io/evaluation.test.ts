import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkflow } from '../../src/planning/open.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { makeProject, type Project } from './project.ts';

const AS_OF = parseDay('2026-11-20') ?? 0;

let project: Project;
beforeAll(() => {
  project = makeProject();
});
afterAll(() => project.remove());

const tool = (cost: string, evaluation: string): string =>
  `steps:\n  answer:\n    tool: x\n    cost: ${cost}\ntraffic:\n  base:\n    requests: 10 per day\n    evaluation: ${evaluation}\n`;

const open = (path: string) =>
  openWorkflow({
    cwd: project.root,
    path,
    pricing: null,
    scenarios: [],
    traffic: null,
    settings: [],
    asOf: AS_OF,
    today: AS_OF,
    run: { seed: 1, runs: 100 },
  });

describe('an evaluation by another workflow', () => {
  it('costs cases × runs × a request of that one, people left out', async () => {
    const judge = 'steps:\n  judge:\n    tool: y\n    cost: $0.02\n  sign:\n    human: editor\n    work: 6min\n    wage: $30 per hour\n';
    project.write({ 'judge.yaml': judge, 'tested.yaml': tool('$0.01', '{ cases: 30, runs: 4 per month, workflow: judge.yaml }') });
    const [forecast] = (await open('tested.yaml')).forecasts;
    expect(forecast?.projection.months[0]?.components.evaluation).toBeCloseTo(30 * 4 * 0.02, 10);
  });

  it('is refused where it leads back to what it tests', async () => {
    project.write({
      'one.yaml': tool('$0.01', '{ cases: 30, runs: 4 per month, workflow: two.yaml }'),
      'two.yaml': tool('$0.02', '{ cases: 30, runs: 4 per month, workflow: one.yaml }'),
    });
    const { problems, forecasts } = await open('one.yaml');
    expect(problems.list.map(({ code }) => code)).toEqual(['cycle']);
    expect(forecasts).toEqual([]);
  });
});
