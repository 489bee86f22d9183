import type { Play } from './play.ts';
import { type Reach, Transcript } from './transcript.ts';
import type { Value } from './values.ts';

/** The turns before, as one `history` part sends them. */
export class History {
  readonly transcript = new Transcript();
  /** For each entry, the user parts that begin it and the step that answered them. */
  private readonly users: number[] = [];
  private readonly answeredBy: number[] = [];
  private readonly last: number | null;
  /** User parts of each step that may answer, and the steps whose visible output is kept; null for the answering one. */
  private readonly usersOf: ReadonlyMap<number, Value>;
  private readonly kept: readonly number[] | null;

  constructor(usersOf: ReadonlyMap<number, Value>, kept: readonly number[] | null, last: number | null) {
    this.usersOf = usersOf;
    this.kept = kept;
    this.last = last;
  }

  restart(): void {
    this.transcript.restart();
  }

  /** Adds a turn that came to its end: its user parts, and what was answered. */
  addTurn(play: Play, answering: number): void {
    const { transcript } = this;
    const users = this.usersOf.get(answering)?.(play) ?? 0;
    this.users[transcript.entries] = users;
    this.answeredBy[transcript.entries] = answering;
    let tokens = users;
    for (const step of this.kept ?? [answering]) tokens += play.handed[step] ?? 0;
    transcript.add(tokens);
    transcript.keepLast(this.last);
  }

  /** Puts a summary of so many tokens in the place of all turns so far. */
  compact(tokens: number): void {
    this.transcript.compact(tokens);
  }

  /** The user parts that a turn of this step sent after an earlier state of the history, and that now stand in it. */
  usersAfter(earlier: Reach, step: number): number {
    const stands = this.transcript.continues(earlier) && earlier.until < this.transcript.entries;
    return stands && this.answeredBy[earlier.until] === step ? (this.users[earlier.until] ?? 0) : 0;
  }
}
