/** Where a prompt stood in a transcript: which one it was, from which entry and up to which. */
export type Reach = { readonly epoch: number; readonly from: number; readonly until: number };

/** What rounds of a loop, or turns of a session, have added so far, entry by entry. */
export class Transcript {
  /** Tokens up to each entry, from the first. */
  private readonly sums: number[] = [0];
  /** Entries before this one have dropped out. */
  private from = 0;
  /** Changes whenever the text begins anew: nothing of an earlier epoch stands in it. */
  private epoch = 0;

  restart(): void {
    this.sums.length = 1;
    this.from = 0;
    this.epoch++;
  }

  add(tokens: number): void {
    this.sums.push((this.sums.at(-1) ?? 0) + tokens);
  }

  keepLast(entries: number | null): void {
    if (entries !== null) this.from = Math.max(this.from, this.sums.length - 1 - entries);
  }

  /** Puts a summary of so many tokens in the place of all that stands here. */
  compact(tokens: number): void {
    this.restart();
    this.add(tokens);
  }

  get tokens(): number {
    return (this.sums.at(-1) ?? 0) - (this.sums[this.from] ?? 0);
  }

  get reach(): Reach {
    return { epoch: this.epoch, from: this.from, until: this.sums.length - 1 };
  }

  /** Tokens that stand at the beginning of both this text and an earlier state of it. */
  inCommon(earlier: Reach): number {
    const same = earlier.epoch === this.epoch && earlier.from === this.from;
    return same ? (this.sums[earlier.until] ?? 0) - (this.sums[this.from] ?? 0) : 0;
  }

  /** Whether this text is that earlier state, with nothing added or dropped since. */
  isAt(earlier: Reach): boolean {
    return earlier.epoch === this.epoch && earlier.from === this.from && earlier.until === this.sums.length - 1;
  }
}
