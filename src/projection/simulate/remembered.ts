import type { History } from './history.ts';
import type { Play } from './play.ts';
import type { Prompt } from './prompt.ts';
import type { Reach } from './transcript.ts';

/** What a step sent in an earlier turn of the session. */
type Turn = { readonly run: number; readonly turn: number; readonly sessionMs: number; readonly reach: Reach | null };

/**
 * What a link sent in the session's turns before this one. A turn finds it where no more than the time to live lies between
 * the turns: what both begin with, up to the end of the earlier history, and the user parts after it that now stand in it.
 */
export class SessionMemory {
  private last: Turn | null = null;
  private before: Turn | null = null;
  private readonly step: number;
  private readonly history: History | null;
  /** Index of the history part; leading parts that are shared; whether the prompt is cacheable to its end. */
  private readonly historyAt: number;
  private readonly lead: number;
  private readonly toEnd: boolean;

  constructor(step: number, history: History | null, historyAt: number, lead: number, toEnd: boolean) {
    this.step = step;
    this.history = history;
    this.historyAt = historyAt;
    this.lead = lead;
    this.toEnd = toEnd;
  }

  /** Tokens at the beginning of a prompt that an earlier turn sent too, and that are still found. */
  inCommon(play: Play, prompt: Prompt, ttlMs: number): number {
    const earlier = this.last?.run === play.at.run && this.last.turn === play.turn ? this.before : this.last;
    if (earlier === null || earlier.run !== play.at.run || play.sessionMs - earlier.sessionMs > ttlMs) return 0;
    const { history } = this;
    if (history === null || earlier.reach === null || history.transcript.isAt(earlier.reach)) return prompt.upTo[this.lead] ?? 0;
    const users = this.toEnd ? history.usersAfter(earlier.reach, this.step) : 0;
    return (prompt.upTo[this.historyAt] ?? 0) + prompt.factor * (history.transcript.inCommon(earlier.reach) + users);
  }

  send(play: Play): void {
    const { run } = play.at;
    const { turn } = play;
    if (this.last?.run !== run || this.last.turn !== turn) this.before = this.last;
    this.last = { run, turn, sessionMs: play.sessionMs, reach: this.history?.transcript.reach ?? null };
  }
}

/** What a link sent in an earlier round: when, how often what its parts read had changed, and how far each loop had carried. */
type Round = { wallMs: number; readonly versions: Float64Array; readonly reaches: readonly Reach[] };

/**
 * What a link sent in earlier rounds of the carrying loops around it, item by item. A round finds what the round before it
 * sent, as far as it is unchanged, where the round took no longer than the time to live.
 */
export class LoopMemory {
  private readonly rounds = new Map<number, Round>();
  /** Rounds of earlier requests, used again. */
  private readonly spare: Round[] = [];
  /** The parts that read steps' outputs, and the steps. */
  private readonly readers: readonly { readonly part: number; readonly steps: readonly number[] }[];

  constructor(reads: readonly (readonly number[])[]) {
    this.readers = reads.flatMap((steps, part) => (steps.length === 0 ? [] : [{ part, steps }]));
  }

  clear(): void {
    if (this.rounds.size === 0) return;
    for (const round of this.rounds.values()) this.spare.push(round);
    this.rounds.clear();
  }

  inCommon(play: Play, prompt: Prompt, ttlMs: number): number {
    const earlier = this.rounds.get(play.at.item);
    if (earlier === undefined || play.wallMs - earlier.wallMs > ttlMs) return 0;
    let at = 0;
    for (const { part, steps } of this.readers) if (versionOf(play, steps) !== earlier.versions[at++]) return prompt.upTo[part] ?? 0;
    let tokens = prompt.upTo[prompt.parts] ?? 0;
    let level = 0;
    for (const transcript of prompt.carried) {
      const reach = earlier.reaches[level++] as Reach;
      tokens += prompt.factor * transcript.inCommon(reach);
      if (!transcript.isAt(reach)) break;
    }
    return tokens;
  }

  send(play: Play, prompt: Prompt): void {
    const round = this.rounds.get(play.at.item) ?? this.roundFor(play.at.item, prompt);
    round.wallMs = play.wallMs;
    let at = 0;
    for (const { steps } of this.readers) round.versions[at++] = versionOf(play, steps);
    let level = 0;
    for (const transcript of prompt.carried) transcript.mark(round.reaches[level++] as Reach);
  }

  private roundFor(item: number, { carried }: Prompt): Round {
    const round = this.spare.pop() ?? {
      wallMs: 0,
      versions: new Float64Array(this.readers.length),
      reaches: carried.map(({ reach }) => reach),
    };
    this.rounds.set(item, round);
    return round;
  }
}

/** How often what some steps hand on has changed. */
const versionOf = (play: Play, steps: readonly number[]): number => {
  let version = 0;
  for (const step of steps) version += play.version[step] ?? 0;
  return version;
};
