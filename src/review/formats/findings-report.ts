import type { Weighed } from '../levels.ts';
import type { RuleDocs } from '../rule.ts';

/** What a command that judges workflows has to say: the same for every format. */
export type FindingsReport = Weighed & {
  /** Names the marker of a comment, the category of code scanning, the suite of test results. */
  readonly command: 'review' | 'check';
  readonly version: string;
  /** What was looked at, with or without findings. */
  readonly workflows: readonly { readonly name: string; readonly file: string }[];
  /** Every rule that was asked. */
  readonly rules: readonly RuleDocs[];
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Returns `2 errors, 1 warning; 1 accepted`, or `no findings`. */
export const summaryOf = ({ findings, suppressed }: Pick<Weighed, 'findings' | 'suppressed'>): string => {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const counted = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter((one) => one !== '');
  const accepted = suppressed.length > 0 ? `; ${suppressed.length} accepted` : '';
  return `${counted.length === 0 ? 'no findings' : counted.join(', ')}${accepted}`;
};

/** Returns what a finding says beyond its message, each on a line of its own. */
export const detailsOf = ({ stake, fix }: { readonly stake: string | null; readonly fix: string }): readonly string[] => [
  ...(stake === null ? [] : [`at stake: ${stake}`]),
  `fix: ${fix}`,
];
