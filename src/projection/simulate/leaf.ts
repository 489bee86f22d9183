import { uniformAt } from '../../stats/random.ts';
import { indexAt } from '../../stats/sample.ts';
import { enter, pass } from './attempts.ts';
import { playModel, write } from './model-call.ts';
import { playPerson, playReply, playTool } from './other-calls.ts';
import type { Play } from './play.ts';
import type { Call, Step } from './step.ts';
import { happens } from './values.ts';

/** How long an answer from a result cache takes. */
const REUSED_MS = 5;

/** The same output as a run would have had, without a run. */
const reuse = (play: Play, call: Call | undefined): void => {
  pass(play, REUSED_MS);
  play.firstMs = play.machineMs;
  play.visible = 0;
  play.thought = 0;
  if (call === undefined || call.kind === 'reply') return;
  if (call.kind !== 'person') enter(call.retry, play, 1);
  if (call.kind === 'model') write(play, call);
  else play.visible = call.output(play);
};

const playCall = (play: Play, call: Call): boolean => {
  switch (call.kind) {
    case 'model':
      return playModel(play, call);
    case 'tool':
      return playTool(play, call);
    case 'reply':
      return playReply(play, call);
    case 'person':
      return playPerson(play, call);
    default:
      return call satisfies never;
  }
};

const succeeds = (play: Play, step: Step): boolean => {
  if (happens(step.reusing, step.reuse, play.at.run, play.at.pass)) {
    reuse(play, step.calls[0]);
    return true;
  }
  for (const call of step.calls) if (playCall(play, call)) return true;
  return false;
};

/** Draws a result; one that ends the request ends it now, unless another has before. */
const settle = (play: Play, step: Step): void => {
  const { outcomes, index } = step;
  if (outcomes === null) return;
  const outcome = indexAt(outcomes.sums, uniformAt(outcomes.stream, play.at.run, play.at.pass));
  play.outcome[index] = outcome;
  const { ending } = play;
  if (!outcomes.ends[outcome] || play.wallMs > ending.wallMs) return;
  if (play.wallMs === ending.wallMs && play.depth >= ending.depth) return;
  ending.wallMs = play.wallMs;
  ending.machineMs = play.machineMs;
  ending.depth = play.depth;
  ending.step = index;
};

/** Plays one run of a step that is no group: a result found, or its calls one after the other. Returns whether it succeeds. */
export const playLeaf = (play: Play, step: Step): boolean => {
  const { index } = step;
  play.charges.run(index, play.wallMs, play.depth);
  play.at.attempt = play.at.pass;
  const succeeded = succeeds(play, step);
  play.outcome[index] = -1;
  play.handed[index] = succeeded ? play.visible : 0;
  if (!succeeded) return false;
  for (const hearer of step.hearers) hearer.hear(play.visible, play.thought);
  if (step.stream) play.shownMs[index] = play.firstMs;
  settle(play, step);
  return true;
};
