/** Where a prompt stood in a transcript: which one it was, from which entry and up to which. */
export type Reach = { epoch: number; from: number; until: number };

/** What rounds of a loop, or turns of a session, have added so far, entry by entry. */
export class Transcript {
  /** Tokens that stand here now. */
  tokens = 0;
  /** How many entries it has had since it began. */
  entries = 0;
  /** Tokens up to each entry, from the first. */
  private readonly sums: number[] = [0];
  /** Entries before this one have dropped out. */
  private from = 0;
  /** Changes whenever the text begins anew: nothing of an earlier epoch stands in it. */
  private epoch = 0;

  restart(): void {
    this.entries = 0;
    this.from = 0;
    this.epoch++;
    this.tokens = 0;
  }

  add(tokens: number): void {
    const sum = (this.sums[this.entries] ?? 0) + tokens;
    this.entries++;
    this.sums[this.entries] = sum;
    this.tokens = sum - (this.sums[this.from] ?? 0);
  }

  keepLast(entries: number | null): void {
    if (entries === null || this.entries - entries <= this.from) return;
    this.from = this.entries - entries;
    this.tokens = (this.sums[this.entries] ?? 0) - (this.sums[this.from] ?? 0);
  }

  /** Puts a summary of so many tokens in the place of all that stands here. */
  compact(tokens: number): void {
    this.restart();
    this.add(tokens);
  }

  /** Fills in how far this text reaches now. */
  mark(reach: Reach): void {
    reach.epoch = this.epoch;
    reach.from = this.from;
    reach.until = this.entries;
  }

  get reach(): Reach {
    return { epoch: this.epoch, from: this.from, until: this.entries };
  }

  /** Whether this text begins as that earlier state of it did: nothing has dropped out since. */
  continues(earlier: Reach): boolean {
    return earlier.epoch === this.epoch && earlier.from === this.from;
  }

  /** Tokens that stand at the beginning of both this text and an earlier state of it. */
  inCommon(earlier: Reach): number {
    return this.continues(earlier) ? (this.sums[earlier.until] ?? 0) - (this.sums[this.from] ?? 0) : 0;
  }

  /** Whether this text is that earlier state, with nothing added or dropped since. */
  isAt(earlier: Reach): boolean {
    return this.continues(earlier) && earlier.until === this.entries;
  }
}
