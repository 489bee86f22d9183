import { placeWithin, uniformAt } from '../../stats/random.ts';
import { type Program, turnsIn } from './program.ts';
import { playRequest, type Requested, rememberTurn } from './request.ts';

/** Is told of every request once it is played, and of every session (or request that stands alone) once it is over. */
export type Audience = { readonly request: (requested: Requested) => void; readonly whole: (requests: number) => void };

const requested: Requested = { succeeded: false, latencyMs: 0, turnaroundMs: 0, firstTokenMs: 0 };

/** Plays a session turn by turn: a failed turn adds nothing to the history, and the session goes on. */
const playSession = (program: Program, session: NonNullable<Program['session']>, run: number, audience: Audience): number => {
  const { play } = program;
  play.turns = turnsIn(session, run);
  play.sessionMs = 0;
  for (const history of session.histories) history.restart();
  for (let turn = 0; turn < play.turns; turn++) {
    if (turn > 0) play.sessionMs += session.gapMs(uniformAt(session.pausing, run, placeWithin(0, turn)));
    playRequest(program, run, turn, requested);
    if (requested.succeeded) rememberTurn(play, session);
    audience.request(requested);
  }
  audience.whole(play.turns);
  return play.turns;
};

/** Plays requests from run number `from` on: so many of them, or whole sessions until there are. Returns how many. */
export const playMany = (program: Program, from: number, requests: number, audience: Audience): number => {
  const { session } = program;
  let played = 0;
  for (let run = from; played < requests; run++) {
    if (session !== null) played += playSession(program, session, run, audience);
    else {
      playRequest(program, run, 0, requested);
      audience.request(requested);
      audience.whole(1);
      played++;
    }
  }
  return played;
};
