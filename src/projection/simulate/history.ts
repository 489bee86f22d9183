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
    this.users.length = 0;
    this.answeredBy.length = 0;
  }

  /** Adds a turn that came to its end: its user parts, and what was answered. */
  addTurn(play: Play, answering: number): void {
    const users = this.usersOf.get(answering)?.(play) ?? 0;
    const outputs = this.kept ?? [answering];
    this.users[this.transcript.reach.until] = users;
    this.answeredBy[this.transcript.reach.until] = answering;
    this.transcript.add(outputs.reduce((sum, step) => sum + (play.handed[step] ?? 0), users));
    this.transcript.keepLast(this.last);
  }

  /** Puts a summary of so many tokens in the place of all turns so far. */
  compact(tokens: number): void {
    this.transcript.compact(tokens);
    this.users.length = 0;
    this.answeredBy.length = 0;
  }

  /** The user parts that a turn of this step sent after an earlier state of the history, and that now stand in it. */
  usersAfter(earlier: Reach, step: number): number {
    const { epoch, from } = this.transcript.reach;
    if (earlier.epoch !== epoch || earlier.from !== from || this.answeredBy[earlier.until] !== step) return 0;
    return this.users[earlier.until] ?? 0;
  }
}
