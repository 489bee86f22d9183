import { type Job, notesOf, type PlayPart, partsOf, programsOf } from './job.ts';

/** A simulation in parts that may be played anywhere, in any order. */
export type Parts = {
  /** The job as plain data, and the memory that all who play it write into: `playerOf` plays from these. */
  readonly data: Job;
  readonly shared: SharedArrayBuffer;
  /** How many parts there are: pilots, which whoever plays the others may need, and the others. */
  readonly stages: readonly [number, number];
  /** Plays a part here. */
  readonly here: PlayPart;
};

/** Whoever plays simulations: begins at once or when asked, and hands over what the parts come to in their order. */
export type Players = (parts: Parts) => Iterable<ReturnType<PlayPart>>;

/** Plays everything here, when it is asked for. */
export const playHere: Players = function* ({ stages: [pilots, others], here }) {
  for (let part = 0; part < pilots + others; part++) yield here(part);
};

/** Returns what plays the parts of a job that comes from another thread. */
export const playerOf = (job: Job, shared: SharedArrayBuffer): PlayPart => {
  const programs = programsOf(job.plans, job.seed);
  return partsOf(job, programs, notesOf(job, shared));
};
