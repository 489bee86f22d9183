import type { Play } from './play.ts';
import type { Step } from './step.ts';

/** What the items of a step, and the steps inside, hand on together; when the first of each showed its answer. */
export class Totals {
  readonly play: Play;
  private readonly steps: readonly number[];
  private readonly shows: readonly number[];
  private readonly handed: Float64Array;
  private readonly shown: Float64Array;
  private carried = 0;

  constructor(play: Play, step: Step) {
    this.play = play;
    this.steps = [step.index, ...step.inside];
    this.shows = step.shows;
    this.handed = new Float64Array(this.steps.length);
    this.shown = new Float64Array(this.shows.length);
  }

  begin(): void {
    this.handed.fill(0);
    this.shown.fill(Infinity);
    this.carried = 0;
  }

  add(came: boolean): void {
    const { play } = this;
    for (let at = 0; at < this.shows.length; at++) {
      const index = this.shows[at] as number;
      this.shown[at] = Math.min(this.shown[at] ?? Infinity, play.shownMs[index] ?? Infinity);
      play.shownMs[index] = Infinity;
    }
    this.carried += play.carried[this.steps[0] ?? 0] ?? 0;
    if (!came) return;
    for (let at = 0; at < this.steps.length; at++) this.handed[at] = (this.handed[at] ?? 0) + (play.handed[this.steps[at] as number] ?? 0);
  }

  put(): void {
    const { play } = this;
    for (const [at, index] of this.steps.entries()) play.handed[index] = this.handed[at] ?? 0;
    for (const [at, index] of this.shows.entries()) play.shownMs[index] = this.shown[at] ?? Infinity;
    play.carried[this.steps[0] ?? 0] = this.carried;
  }
}
