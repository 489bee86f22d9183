import type { ScenarioPlan } from '../../workflow/plan.ts';
import { build } from './build.ts';
import { Collected } from './collect.ts';
import { type Future, futuresOf } from './futures.ts';
import type { Program } from './program.ts';
import { playMany } from './session.ts';
import type { Simulation } from './simulation.ts';
import { figuresOf, modelsOf, stepsOf } from './summary.ts';
import { dependsOnVolume, type Habits, habitsIn, habitsOf, warm } from './warm.ts';

/** Run numbers of one future: as many as no simulation has, so that the draws of one do not hang on how many another took. */
const RUNS_OF_FUTURE = 2 ** 24;

/** A program for each future; the same one where only the traffic differs. */
const programsOf = (futures: readonly Future[], seed: number): readonly Program[] => {
  const programs: Program[] = [];
  for (const { plan } of futures) {
    const last = programs.at(-1);
    programs.push(last?.plan === plan ? last : build(plan, seed));
  }
  return programs;
};

/** What requests do on average in each future, where it matters. */
const learnt = (programs: readonly Program[], futures: readonly Future[], runs: number): readonly (Habits | undefined)[] => {
  const [first] = programs;
  if (first === undefined || !programs.some(dependsOnVolume)) return [];
  if (!programs.every((program) => program === first))
    return habitsIn(
      programs,
      futures.map(({ values }) => values),
    );
  const habits = habitsOf(first, runs);
  return programs.map(() => habits);
};

/**
 * Returns what `runs` requests of a scenario come to when they are played one by one, whole sessions until there are as many
 * (Monte Carlo, SPEC 6.9). Requests are spread evenly over the scenario's futures; every draw is a function of the seed, of its
 * own name and of its place in the request, so that the same seed gives the same figures and plans that differ share the draws
 * of what they have in common.
 */
export const simulate = (scenario: ScenarioPlan, { seed, runs }: { readonly seed: number; readonly runs: number }): Simulation => {
  const futures = futuresOf(scenario, (plan) => dependsOnVolume(build(plan, seed)), runs, seed);
  const programs = programsOf(futures, seed);
  const habits = learnt(programs, futures, runs);
  let collected: Collected | undefined;
  for (const [index, { requestsPerHour }] of futures.entries()) {
    const [program, own] = [programs[index] as Program, habits[index]];
    const share = Math.floor(((index + 1) * runs) / futures.length) - Math.floor((index * runs) / futures.length);
    if (own !== undefined) warm(program, own, requestsPerHour);
    collected ??= new Collected(program, runs);
    playMany(program, index * RUNS_OF_FUTURE, share, collected.from(program));
    collected.addModels(program);
  }
  const [program] = programs;
  if (program === undefined || collected === undefined) throw new Error('a scenario has at least one future');
  return {
    scenario: scenario.name,
    seed,
    futures: futures.length,
    perRequest: figuresOf(collected.requests),
    perSession: collected.sessions === null ? null : figuresOf(collected.sessions),
    steps: stepsOf(collected, program),
    models: modelsOf(collected, program),
  };
};
