import { placeWithin } from '../../stats/random.ts';
import { playLeaf } from './leaf.ts';
import { type Lengths, trace } from './path.ts';
import { BLOCKED, type Play, RAN, SKIPPED } from './play.ts';
import { Sent } from './sent.ts';
import { type Items, isLoop, type Rounds, type Step } from './step.ts';
import { Totals } from './totals.ts';

/** Where a wave of items starts, and where the longest of them ends. */
type Clock = { machineMs: number; wallMs: number; depth: number };

const clockOf = ({ machineMs, wallMs, depth }: Clock): Clock => ({ machineMs, wallMs, depth });

const set = (play: Play, { machineMs, wallMs, depth }: Clock): void => {
  play.machineMs = machineMs;
  play.wallMs = wallMs;
  play.depth = depth;
};

const later = (clock: Clock, { machineMs, wallMs, depth }: Clock): void => {
  clock.machineMs = Math.max(clock.machineMs, machineMs);
  clock.wallMs = Math.max(clock.wallMs, wallMs);
  clock.depth = Math.max(clock.depth, depth);
};

/** Longest paths of a group that loops: of its whole run, of the longest item of the wave, and of the item being played. */
type Credits = { readonly run: Float64Array; readonly wave: Float64Array; readonly item: Float64Array };

/** Plays steps: lists of fellows, loops, groups. One for each plan, since it keeps what loops remember while they run. */
export class Runner {
  readonly lengths: Lengths;
  private readonly credits: (Credits | undefined)[] = [];
  private readonly play: Play;
  private readonly sent: Sent;
  private readonly totals: (Totals | undefined)[] = [];
  private readonly waves: ({ readonly start: Sent; readonly all: Sent } | undefined)[] = [];

  constructor(play: Play, steps: readonly Step[], sent: Sent, entries: number) {
    this.play = play;
    this.sent = sent;
    const room = (): Float64Array => new Float64Array(steps.length);
    for (const [index, step] of steps.entries()) {
      const wave = step.items !== null && step.entries.length > 0;
      this.credits[index] = step.group && isLoop(step) ? { run: room(), wave: room(), item: room() } : undefined;
      this.totals[index] = step.items === null ? undefined : new Totals(play, step);
      this.waves[index] = wave ? { start: new Sent(entries), all: new Sent(entries) } : undefined;
    }
    this.lengths = this.credits.map((credits) => credits?.run);
  }

  /** Plays fellow steps from now on. Returns whether all foreground ones came through; now is then when the last of them ended. */
  list(steps: readonly Step[], timed: boolean): boolean {
    const { play } = this;
    const start = clockOf(play);
    let { machineMs, wallMs, depth } = play;
    let came = true;
    if (timed) this.inOrderOfStart(steps, start);
    else for (const step of steps) this.reach(step, start);
    for (const { index, background } of steps) {
      if (background || play.state[index] === BLOCKED) continue;
      machineMs = Math.max(machineMs, play.endMs[index] ?? 0);
      wallMs = Math.max(wallMs, play.endWallMs[index] ?? 0);
      depth = Math.max(depth, play.endDepth[index] ?? 0);
      if (play.stops[index] === 1) came = false;
    }
    play.machineMs = machineMs;
    play.wallMs = wallMs;
    play.depth = depth;
    return came;
  }

  /** Fellow steps as they start, one after the other. */
  private inOrderOfStart(steps: readonly Step[], start: Clock): void {
    const { play } = this;
    const open = new Set(steps);
    const waiting = new Set(steps.map(({ index }) => index));
    while (open.size > 0) {
      let next: Step | undefined;
      const first = { machineMs: 0, wallMs: Infinity, depth: 0 };
      for (const step of open) {
        if (step.needs.some((need) => waiting.has(need))) continue;
        this.startOf(step, start);
        if (next !== undefined && (play.wallMs > first.wallMs || (play.wallMs === first.wallMs && play.depth >= first.depth))) continue;
        next = step;
        Object.assign(first, clockOf(play));
      }
      if (next === undefined) return;
      open.delete(next);
      waiting.delete(next.index);
      this.reach(next, start);
    }
  }

  /** Sets now to when a step starts: all that it needs has ended. */
  private startOf(step: Step, start: Clock): void {
    const { play } = this;
    set(play, start);
    for (const need of step.needs) {
      if ((play.endMs[need] ?? 0) > play.machineMs) play.machineMs = play.endMs[need] ?? 0;
      if ((play.endWallMs[need] ?? 0) > play.wallMs) play.wallMs = play.endWallMs[need] ?? 0;
      if ((play.endDepth[need] ?? 0) > play.depth) play.depth = play.endDepth[need] ?? 0;
    }
  }

  private reach(step: Step, start: Clock): void {
    const { play } = this;
    const { index } = step;
    this.startOf(step, start);
    play.startMs[index] = play.machineMs;
    if (this.isBlocked(step)) this.skip(step, BLOCKED);
    else if (step.wanted(play)) this.start(step);
    else this.skip(step, SKIPPED);
    play.endMs[index] = play.machineMs;
    play.endWallMs[index] = play.wallMs;
    play.endDepth[index] = play.depth;
    if (step.decides && --play.undecided === 0) play.charges.release(play.ending.wallMs, play.ending.depth);
  }

  private isBlocked({ needs }: Step): boolean {
    const { play } = this;
    for (const need of needs) if (play.stops[need] === 1 || play.state[need] === BLOCKED) return true;
    return false;
  }

  private skip(step: Step, state: number): void {
    const { play } = this;
    this.leaveOut(step.index, state);
    for (const inner of step.inside) this.leaveOut(inner, state);
    // A step that does not run takes no time.
    play.startMs[step.index] = play.machineMs;
  }

  private leaveOut(index: number, state: number): void {
    const { play } = this;
    play.state[index] = state;
    play.failed[index] = 0;
    play.stops[index] = 0;
    play.outcome[index] = -1;
    play.handed[index] = 0;
    play.carried[index] = 0;
    play.version[index] = (play.version[index] ?? 0) + 1;
  }

  private start(step: Step): void {
    const { play } = this;
    const { index } = step;
    const before = step.person ? play.wallMs : play.machineMs;
    const came = step.items === null ? this.rounds(step) : this.items(step, step.items);
    play.state[index] = RAN;
    play.failed[index] = came ? 0 : 1;
    play.stops[index] = came || step.goesOn ? 0 : 1;
    play.version[index] = (play.version[index] ?? 0) + 1;
    play.tookMs[index] = (play.tookMs[index] ?? 0) + (step.person ? play.wallMs : play.machineMs) - before;
  }

  /** One round of one item. Returns whether it succeeds. */
  private pass(step: Step): boolean {
    const { play } = this;
    if (!step.group) return playLeaf(play, step);
    play.charges.run(step.index, play.wallMs, play.depth);
    const came = this.list(step.children, step.timed);
    play.handed[step.index] = came ? (play.handed[step.last] ?? 0) : 0;
    if (came) for (const hearer of step.hearers) hearer.hear(play.handed[step.index] ?? 0, 0);
    return came;
  }

  private rounds(step: Step): boolean {
    if (step.rounds === null) return this.pass(step);
    const { play } = this;
    const { carrying, inside } = step;
    const { pass } = play.at;
    play.at.attempt = pass;
    const credits = this.credits[step.index];
    if (step.items === null) credits?.run.fill(0);
    for (const index of inside) this.leaveOut(index, SKIPPED);
    const count = this.countOf(step, step.rounds);
    carrying?.begin(play);
    let came = true;
    for (let round = 0; round < count; round++) {
      if (round > 0) {
        play.at.pass = placeWithin(pass ^ step.roundSalt, round);
        carrying?.beforeRound(play);
      }
      came = this.pass(step);
      play.failed[step.index] = came ? 0 : 1;
      carrying?.endRound(play);
      if (credits !== undefined) trace(play, step.children, step.items === null ? credits.run : credits.item, this.lengths);
      if (!came && !step.goesOn) break;
      if (play.runsAway[step.index] !== 1 && step.rounds.until?.(play)) break;
    }
    play.at.pass = pass;
    return came;
  }

  private countOf({ index }: Step, { count, max }: Rounds): number {
    const { play } = this;
    if (play.runsAway[index] === 1 || count === null) return max;
    return Math.min(max, Math.max(1, Math.round(count(play))));
  }

  /** Items in waves; one that fails fails the step, the others run on. */
  private items(step: Step, items: Items): boolean {
    const { play } = this;
    const place = { item: play.at.item, pass: play.at.pass };
    play.at.attempt = place.pass;
    const count = Math.round(items.count(play));
    const totals = this.totals[step.index] as Totals;
    totals.begin();
    const credits = this.credits[step.index];
    credits?.run.fill(0);
    let failed = false;
    for (let first = 0; first < count; first += items.parallel) {
      const start = clockOf(play);
      const end = clockOf(play);
      this.saveSent(step);
      credits?.wave.fill(0);
      for (let item = first; item < Math.min(count, first + items.parallel); item++) {
        set(play, start);
        play.at.item = item === 0 ? place.item : placeWithin(place.item ^ step.itemSalt, item);
        play.at.pass = item === 0 ? place.pass : placeWithin(place.pass ^ step.itemSalt, item);
        credits?.item.fill(0);
        this.cutChunk(step, items, item, count);
        const came = this.item(step, credits);
        if (!came) failed = true;
        if (play.machineMs > end.machineMs) credits?.wave.set(credits.item);
        totals.add(came);
        later(end, play);
        this.joinSent(step);
      }
      set(play, end);
      this.takeSent(step);
      if (credits !== undefined)
        for (const index of step.inside) credits.run[index] = (credits.run[index] ?? 0) + (credits.wave[index] ?? 0);
    }
    play.at.item = place.item;
    play.at.pass = place.pass;
    totals.put();
    play.outcome[step.index] = -1;
    return !failed;
  }

  private item(step: Step, credits: Credits | undefined): boolean {
    const came = this.rounds(step);
    if (credits !== undefined && step.rounds === null) trace(this.play, step.children, credits.item, this.lengths);
    return came;
  }

  /** All chunks but the last are of full size: 4,500 tokens in chunks of 1,000 are four of 1,000 and one of 500. */
  private cutChunk({ index }: Step, { chunk }: Items, item: number, count: number): void {
    if (chunk === null) return;
    const { document, size, overlap } = chunk;
    this.play.chunk[index] = item < count - 1 ? size : Math.min(size, document(this.play) - (count - 1) * (size - overlap));
  }

  private saveSent(step: Step): void {
    const wave = this.waves[step.index];
    if (wave === undefined) return;
    this.sent.save(step.entries, wave.start);
    this.sent.save(step.entries, wave.all);
  }

  private joinSent(step: Step): void {
    const wave = this.waves[step.index];
    if (wave === undefined) return;
    wave.all.join(step.entries, this.sent);
    wave.start.save(step.entries, this.sent);
  }

  private takeSent(step: Step): void {
    this.waves[step.index]?.all.save(step.entries, this.sent);
  }
}
