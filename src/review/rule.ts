import type { Span } from '../diagnostics/source.ts';
import type { FindingLevel } from './finding.ts';
import type { Reviewed } from './reviewed.ts';

/** What a rule holds against a place in a workflow's files. */
export type Found = { readonly at: Span; readonly message: string; readonly stake: string | null; readonly fix: string };

/** What a rule is for, in words: `outlay review --explain`, and the rule's page in code scanning. */
export type RuleDocs = {
  readonly id: string;
  /** What it finds, as a short sentence. */
  readonly title: string;
  readonly why: string;
  /** YAML in which it finds something. */
  readonly example: string;
  readonly fix: string;
};

/** A design rule. Rules are pure: they see one workflow with all its figures, and nothing else. */
export type Rule = RuleDocs & {
  /** What it weighs unless the project says otherwise. */
  readonly level: 'off' | FindingLevel;
  readonly find: (reviewed: Reviewed) => readonly Found[];
};
