import type { Plan, ScenarioPlan } from '../../workflow/plan.ts';
import { build } from './build.ts';
import { Collected, type Gathered, keptEvery } from './collect.ts';
import { type Future, futuresOf } from './futures.ts';
import { Notes } from './notes.ts';
import { type Counted, countedIn, type Habits, habitsAcross, habitsOf, pilot, pilotsFor } from './pilots.ts';
import type { Program } from './program.ts';
import { playMany } from './session.ts';
import { grouped, type Stretch, stretchesOf } from './stretches.ts';
import { dependsOnVolume, warm } from './warm.ts';

/** Run numbers of one future: as many as no simulation has, so that the draws of one do not hang on how many another took. */
const RUNS_OF_FUTURE = 2 ** 24;

/** Requests that are played in one piece: few enough that threads end together, many enough that handing them over costs nothing. */
const MOST_IN_PART = 512;
const MOST_IN_PILOT = 128;

/** The requests of a simulation, ready to be played by whoever has time: plain data all through. */
export type Job = {
  readonly seed: number;
  readonly runs: number;
  /** One for each future, or a single one where they differ in their traffic alone. */
  readonly plans: readonly Plan[];
  readonly futures: readonly Omit<Future, 'plan'>[];
  /** Empty where nothing hangs on how much traffic there is. */
  readonly pilots: readonly Stretch[];
  readonly counted: Counted;
  /** How many of the pilots, in a row, are played in one piece. */
  readonly piloted: readonly number[];
  /** All requests, in pieces. */
  readonly played: readonly (readonly Stretch[])[];
};

/** Returns what makes the plans of some futures ready to be played, each once, when it is first needed. */
export const programsOf = (plans: readonly Plan[], seed: number): ((future: number) => Program) => {
  const built: Program[] = [];
  return (future) => {
    const at = plans.length === 1 ? 0 : future;
    const program = built[at] ?? build(plans[at] as Plan, seed);
    built[at] = program;
    return program;
  };
};

const stretchesIn = (futures: number, runs: number, programs: (future: number) => Program): readonly Stretch[] =>
  Array.from({ length: futures }, (_, future) => {
    const requests = Math.floor(((future + 1) * runs) / futures) - Math.floor((future * runs) / futures);
    return stretchesOf(() => programs(future), { future, from: future * RUNS_OF_FUTURE, requests }, MOST_IN_PART);
  }).flat();

/** Returns the requests of a scenario, spread evenly over its futures, and what is ready of its programs. */
export const jobOf = (scenario: ScenarioPlan, { seed, runs }: Pick<Job, 'seed' | 'runs'>) => {
  const futures = futuresOf(scenario, (plan) => dependsOnVolume(build(plan, seed)), runs, seed);
  const [first] = futures;
  if (first === undefined) throw new Error('a scenario has at least one future');
  const plans = futures.every(({ plan }) => plan === first.plan) ? [first.plan] : futures.map(({ plan }) => plan);
  const programs = programsOf(plans, seed);
  const pilots = (dependsOnVolume(programs(0)) ? pilotsFor(plans.length, runs) : []).flatMap((one) =>
    stretchesOf(() => programs(one.future), one, MOST_IN_PILOT),
  );
  const job: Job = {
    seed,
    runs,
    plans,
    futures: futures.map(({ values, requestsPerHour }) => ({ values, requestsPerHour })),
    pilots,
    counted: countedIn(programs(0)),
    piloted: grouped(pilots, MOST_IN_PILOT).map(({ length }) => length),
    played: grouped(stretchesIn(futures.length, runs, programs), MOST_IN_PART),
  };
  return { job, programs };
};

/** Returns the notes of a job's pilots: new ones, or those that others write too. */
export const notesOf = ({ pilots, counted }: Job, buffer?: SharedArrayBuffer): Notes =>
  new Notes(pilots.length, 1 + counted.entries + counted.extras, buffer);

/** Plays one part of a job: null for pilots, whose notes tell what they have shown. */
export type PlayPart = (part: number) => Gathered | null;

/** Returns what plays the parts of a job: its pilots, and behind them its requests. What a part comes to hangs on the job alone. */
export const partsOf = (job: Job, programs: (future: number) => Program, notes: Notes): PlayPart => {
  const { pilots, counted, piloted, played, futures, plans, runs } = job;
  const noted = (at: number): Float64Array => notes.row(at, () => pilot(programs(pilots[at]?.future ?? 0), pilots[at] as Stretch));
  const shown = (future: number): Habits =>
    habitsOf(
      pilots.flatMap((one, at) => (one.future === future ? [noted(at)] : [])),
      counted,
    );
  const learnt = (): readonly Habits[] =>
    plans.length === 1
      ? [shown(0)]
      : habitsAcross(
          plans.map((_, future) => shown(future)),
          futures.map(({ values }) => values),
        );
  let habits: readonly Habits[] | undefined;
  /** A program as warm as it is in a future. */
  const warmed = (future: number): Program => {
    const program = programs(future);
    if (pilots.length === 0) return program;
    habits ??= learnt();
    warm(program, habits[plans.length === 1 ? 0 : future] as Habits, futures[future]?.requestsPerHour ?? 0);
    return program;
  };
  const play = (stretches: readonly Stretch[]): Gathered => {
    const requests = stretches.reduce((sum, one) => sum + one.requests, 0);
    const first = programs(stretches[0]?.future ?? 0);
    const collected = new Collected(first, requests, keptEvery(first.steps.length, runs));
    for (const { future, from, requests } of stretches) {
      const program = warmed(future);
      playMany(program, from, requests, collected.from(program));
      collected.addModels(program);
    }
    return collected;
  };
  return (part) => {
    if (part >= piloted.length) return play(played[part - piloted.length] ?? []);
    const first = piloted.slice(0, part).reduce((sum, count) => sum + count, 0);
    for (let at = 0; at < (piloted[part] ?? 0); at++) noted(first + at);
    return null;
  };
};
