import { placeWithin, uniformAt } from '../../stats/random.ts';
import { indexAt } from '../../stats/sample.ts';
import { trace } from './path.ts';
import { BLOCKED, type Play, RAN } from './play.ts';
import type { Program } from './program.ts';
import type { Step } from './step.ts';
import { happens } from './values.ts';

/** What one request came to as a whole. */
export type Requested = { succeeded: boolean; latencyMs: number; turnaroundMs: number; firstTokenMs: number };

const clear = ({ play, sent, loops, shows, faults, deciding }: Program): void => {
  play.machineMs = 0;
  play.wallMs = 0;
  play.depth = 0;
  play.counted.fill(0);
  for (const { index } of shows) play.shownMs[index] = Infinity;
  if (faults.length > 0) {
    play.down.fill(0);
    play.runsAway.fill(0);
  }
  play.ending.wallMs = Infinity;
  play.ending.step = -1;
  play.undecided = deciding;
  play.charges.open(deciding > 0);
  sent.clear();
  for (const loop of loops) loop.clear();
};

/** Draws what holds for the whole request: its hour, and the faults that it meets. */
const meet = ({ play, hours, faults }: Program): void => {
  const { run, request } = play.at;
  if (hours !== null) {
    play.hour = indexAt(hours.sums, uniformAt(hours.stream, run, 0));
    play.hourRate = hours.rates[play.hour] ?? 1;
  }
  for (const { share, stream, meet: met } of faults) if (happens(stream, share, run, request)) met(play);
};

/** The earliest stream step, no earlier than what must end before it is shown; without one, the latency. */
const firstToken = ({ play, shows }: Program, latencyMs: number): number => {
  let first = Infinity;
  for (const { index, showAfter } of shows) {
    let shown = play.shownMs[index] ?? Infinity;
    for (const other of showAfter) if (play.state[other] === RAN) shown = Math.max(shown, play.endMs[other] ?? 0);
    first = Math.min(first, shown);
  }
  return Math.min(first, latencyMs);
};

/** The step of a list that is, or holds, another. */
const holderOf = (steps: readonly Step[], index: number): Step | undefined =>
  steps.find((step) => step.index === index || step.inside.includes(index));

/** An outcome has ended the request: the path ends with its step, what needed more time is cut. */
const traceEnding = ({ play, roots, runner }: Program): void => {
  const { ending } = play;
  const last = holderOf(roots, ending.step);
  if (last === undefined) return;
  const before = roots.filter(({ index }) => last.needs.includes(index));
  trace(play, before.length === 0 ? [] : roots.filter((step) => waitsFor(roots, last, step)), play.pathMs, runner.lengths);
  play.pathMs[ending.step] = (play.pathMs[ending.step] ?? 0) + ending.machineMs - (play.startMs[last.index] ?? 0);
};

/** Whether a step must end, by way of others or not, before another starts. */
const waitsFor = (steps: readonly Step[], step: Step, other: Step): boolean =>
  step.needs.some((need) => need === other.index || steps.some((between) => between.index === need && waitsFor(steps, between, other)));

/** What a step had not finished when the request ended, it has neither handed on nor answered. */
const cutShort = ({ play, steps }: Program): void => {
  for (const { index } of steps) {
    if (play.state[index] !== RAN || (play.endWallMs[index] ?? 0) <= play.ending.wallMs) continue;
    play.state[index] = BLOCKED;
    play.handed[index] = 0;
  }
};

/**
 * Plays one request, or one turn of a session, into `play` and `into`: every step that its conditions let run, on both clocks.
 * `place` tells the turn's draws from those of others of the session; 0 stands for the first.
 */
export const playRequest = (program: Program, run: number, turn: number, into: Requested): void => {
  const { play, runner, roots, timed } = program;
  clear(program);
  const place = turn === 0 ? 0 : placeWithin(0, turn);
  play.at.run = run;
  play.turn = turn;
  play.at.request = place;
  play.at.item = place;
  play.at.pass = place;
  play.at.attempt = place;
  meet(program);
  const came = runner.list(roots, timed);
  finish(program, came, into);
};

const finish = (program: Program, came: boolean, into: Requested): void => {
  const { play, roots, runner } = program;
  const { ending } = play;
  const ended = ending.step !== -1;
  into.succeeded = came || ended;
  into.latencyMs = ended ? ending.machineMs : play.machineMs;
  into.turnaroundMs = ended ? ending.wallMs : play.wallMs;
  into.firstTokenMs = firstToken(program, into.latencyMs);
  if (ended) {
    traceEnding(program);
    cutShort(program);
  } else if (came) trace(play, roots, play.pathMs, runner.lengths);
};

/** Adds a turn that came to its end to the histories of the session. */
export const rememberTurn = (play: Play, { answering, histories }: NonNullable<Program['session']>): void => {
  let answered = -1;
  for (const step of answering)
    if (play.state[step] === RAN && play.failed[step] === 0) {
      answered = step;
      break;
    }
  for (const history of histories) history.addTurn(play, answered);
};
