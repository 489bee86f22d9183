import { type Summary, summarise } from './compacting.ts';
import type { Play } from './play.ts';
import { Transcript } from './transcript.ts';

/** What the rounds of a loop add to the prompts of later ones. */
export class Carrying {
  readonly transcript = new Transcript();
  /** Whether reasoning is carried too. */
  readonly reasoning: boolean;
  private readonly step: number;
  private readonly last: number | null;
  private readonly over: number;
  private readonly summary: Summary | null;
  /** What this round has added so far. */
  private added = 0;

  constructor(step: number, reasoning: boolean, last: number | null, over: number, summary: Summary | null) {
    this.step = step;
    this.reasoning = reasoning;
    this.last = last;
    this.over = over;
    this.summary = summary;
  }

  begin(play: Play): void {
    this.transcript.restart();
    this.added = 0;
    this.note(play);
  }

  /** A step inside has written this. */
  hear(visible: number, thought: number): void {
    this.added += this.reasoning ? visible + thought : visible;
  }

  endRound(play: Play): void {
    this.transcript.add(this.added);
    this.transcript.keepLast(this.last);
    this.added = 0;
    this.note(play);
  }

  /** Before a round that would carry more than the limit, a summary takes the place of what is carried. */
  beforeRound(play: Play): void {
    if (this.summary === null || this.transcript.tokens <= this.over) return;
    this.transcript.compact(summarise(play, this.summary, this.transcript.tokens));
    this.note(play);
  }

  private note(play: Play): void {
    play.carried[this.step] = this.transcript.tokens;
    play.version[this.step] = (play.version[this.step] ?? 0) + 1;
  }
}
