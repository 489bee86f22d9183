/** How much a finding weighs: a warning is a line, an error fails the command. */
export type FindingLevel = 'warn' | 'error';

/** Lines and columns from 1, columns in characters; the end column is that after the last character. */
export type FindingPlace = {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
};

/** Something that `check` or `review` holds against a workflow. */
export type Finding = {
  /** `no-output-ceiling`, `budget`, `regression`, `unpriced`. */
  readonly rule: string;
  readonly level: FindingLevel;
  /** The name of the workflow. */
  readonly workflow: string;
  readonly place: FindingPlace | null;
  /** What is wrong, on one line. */
  readonly message: string;
  /** Money, time or risk at stake, in words with figures. */
  readonly stake: string | null;
  /** What to do. */
  readonly fix: string;
};
