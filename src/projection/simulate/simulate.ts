import type { ScenarioPlan } from '../../workflow/plan.ts';
import { Collected, keptEvery } from './collect.ts';
import { jobOf, notesOf, partsOf } from './job.ts';
import { type Players, playHere } from './players.ts';
import type { Simulation } from './simulation.ts';
import { figuresOf, modelsOf, stepsOf } from './summary.ts';

/** Where the random streams of a simulation and of a band begin, how many requests are played, and who plays them: this thread by default. */
export type RunSettings = { readonly seed: number; readonly runs: number; readonly players?: Players };

/**
 * Returns what tells what `runs` requests of a scenario come to when they are played one by one, whole sessions until there are as
 * many (Monte Carlo, SPEC 6.9); the players may begin before it is asked. Requests are spread evenly over the scenario's futures; every
 * draw is a function of the seed, of its own name and of its place in the request, so that the same seed gives the same figures,
 * whoever plays them, and plans that differ share the draws of what they have in common.
 */
export const beginSimulation = (scenario: ScenarioPlan, { seed, runs, players = playHere }: RunSettings): (() => Simulation) => {
  const { job, programs } = jobOf(scenario, { seed, runs });
  const notes = notesOf(job);
  const parts = players({
    data: job,
    shared: notes.buffer,
    stages: [job.piloted.length, job.played.length],
    here: partsOf(job, programs, notes),
  });
  return () => {
    const program = programs(0);
    const collected = new Collected(program, runs, keptEvery(program.steps.length, runs));
    for (const gathered of parts) if (gathered !== null) collected.join(gathered);
    return {
      scenario: scenario.name,
      seed,
      futures: job.futures.length,
      perRequest: figuresOf(collected.requests),
      perSession: collected.sessions === null ? null : figuresOf(collected.sessions),
      steps: stepsOf(collected, program),
      models: modelsOf(collected, program),
    };
  };
};

/** Returns what the requests of a scenario come to: see `beginSimulation`. */
export const simulate = (scenario: ScenarioPlan, run: RunSettings): Simulation => beginSimulation(scenario, run)();
