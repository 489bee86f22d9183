import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Crew } from '../../../src/io/crew.ts';
import { planned } from '../../../src/planning/plans.ts';
import { readProject } from '../../../src/planning/read.ts';
import { parseDay } from '../../../src/pricing/day.ts';
import type { Players } from '../../../src/projection/simulate/players.ts';
import { beginSimulation, simulate } from '../../../src/projection/simulate/simulate.ts';
import type { ScenarioPlan } from '../../../src/workflow/plan.ts';
import { open } from '../../support/plan.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const asOf = parseDay('2026-11-20') ?? 0;

/** The first scenario of a workflow. */
const firstOf = (path: string): ScenarioPlan => {
  const rest = { pricing: null, scenarios: [], traffic: null, settings: [], asOf, today: asOf };
  const project = readProject({ cwd: root, path, ...rest, run: { seed: 1, runs: 100 } });
  const found = project.workflow && planned(project, project.workflow, project.scenarios.slice(0, 1), project.problems);
  const [plan] = found?.plans ?? [];
  if (plan === undefined) throw new Error(`${path} cannot be planned`);
  return plan;
};

const crews: Crew[] = [];
afterAll(() => {
  for (const crew of crews) crew.end();
});

/** Players in so many threads that all begin at once, however little there is to play. */
const players = (threads: number, entry = 'cli/play-worker'): Players => {
  const crew = new Crew(entry, threads, 0);
  crews.push(crew);
  return (parts) => crew.begin(parts);
};

const [two, five] = [players(2), players(5)];

describe('requests that threads play together', () => {
  it.each(readdirSync(join(root, 'scenarios')))('come to the same bits in one, two and five threads: %s', (name) => {
    const plan = firstOf(join('scenarios', name));
    const run = { seed: 3, runs: 200 };
    const begun = [two, five].map((some) => beginSimulation(plan, { ...run, players: some }));
    const alone = simulate(plan, run);
    for (const simulated of begun) expect(simulated()).toEqual(alone);
  });

  it('come to the same bits where one future has more of them than are played in one piece, sessions whole', async () => {
    const { scenarios } = await open(`
session: { turns: 2 to 9, gap: 1min }
steps:
  answer: { model: test/cached, prompt: [{ system: { tokens: 2k } }, { history: { keep: answers } }, { user: { tokens: 40 to 200 } }], cache: 5m, output: 300 }
traffic: { base: { sessions: 10k per day } }
`);
    const [plan] = scenarios;
    if (plan === undefined) throw new Error('no scenario');
    const run = { seed: 3, runs: 3000 };
    const alone = simulate(plan, run);
    expect(alone.futures).toBe(1);
    expect(alone.perRequest.count).toBeGreaterThan(3000);
    expect(simulate(plan, { ...run, players: five })).toEqual(alone);
  });

  it('are played here where no thread can be had', () => {
    const plan = firstOf('test/golden/workflows/smallest.yaml');
    const run = { seed: 3, runs: 200 };
    expect(simulate(plan, { ...run, players: players(3, 'cli/no-such-file') })).toEqual(simulate(plan, run));
  });

  it('end with what was thrown in a thread, as if it had been thrown here', () => {
    const plan = firstOf('scenarios/coding-agent');
    const wrong: Players = (parts) => {
      const played = parts.data.played.map((stretches) => stretches.map((stretch) => ({ ...stretch, future: -1 })));
      const data = { ...parts.data, played };
      // This thread plays nothing, and leaves the others time to play: they begin with pilots, of which each notes that it is done.
      const noted = new Int32Array(parts.shared, 0, parts.data.pilots.length);
      const pause = new Int32Array(new SharedArrayBuffer(4));
      const here = () => {
        do Atomics.wait(pause, 0, 0, 20);
        while (noted.every((flag) => flag === 0));
        return null;
      };
      return two({ ...parts, data, here });
    };
    expect(() => simulate(plan, { seed: 3, runs: 20_000, players: wrong })).toThrow(TypeError);
  });
});
