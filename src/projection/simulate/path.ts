import type { Play } from './play.ts';
import type { Step } from './step.ts';

/** The latest of some steps to end, on the machine clock. */
const latestOf = (play: Play, steps: readonly Step[]): Step | undefined => {
  let latest: Step | undefined;
  for (const step of steps)
    if (!step.background && (latest === undefined || (play.endMs[step.index] ?? 0) > (play.endMs[latest.index] ?? 0))) latest = step;
  return latest;
};

/** What a step waited for last: of the steps that it needs, the one that ended when it started. */
const waitedFor = (play: Play, steps: readonly Step[], step: Step): Step | undefined => {
  const start = play.startMs[step.index] ?? 0;
  for (const need of step.needs) if (play.endMs[need] === start) return fellow(steps, need);
  return undefined;
};

const fellow = (steps: readonly Step[], index: number): Step | undefined => {
  for (const step of steps) if (step.index === index) return step;
  return undefined;
};

const credit = (play: Play, step: Step, into: Float64Array, lengths: Lengths): void => {
  const loop = lengths[step.index];
  if (loop !== undefined) for (const index of step.inside) into[index] = (into[index] ?? 0) + (loop[index] ?? 0);
  else if (step.group) trace(play, step.children, into, lengths);
  else into[step.index] = (into[step.index] ?? 0) + (play.endMs[step.index] ?? 0) - (play.startMs[step.index] ?? 0);
};

/** What the longest path through this run of a group that loops owes to each step inside, by the group's index. */
export type Lengths = readonly (Float64Array | undefined)[];

/** Adds the time of each step on the longest path through some fellow steps: back from the last to end, to what each waited for. */
export const trace = (play: Play, steps: readonly Step[], into: Float64Array, lengths: Lengths): void => {
  for (let step = latestOf(play, steps); step !== undefined; step = waitedFor(play, steps, step)) credit(play, step, into, lengths);
};
