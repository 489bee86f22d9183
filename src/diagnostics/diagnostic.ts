import { originOf, type Span } from './source.ts';

/** Every kind of problem that outlay can report. Closed, so that a code can be searched, documented and tested. */
export const CODES = [
  'ambiguous',
  'bad-date',
  'bad-quantity',
  'bad-shares',
  'bad-value',
  'bad-yaml',
  'cycle',
  'duplicate-name',
  'empty-file',
  'encoding',
  'file-outside-root',
  'file-unreadable',
  'limit',
  'missing-key',
  'no-samples',
  'null-value',
  'options',
  'over-window',
  'price-date',
  'price-doubtful',
  'unknown-key',
  'unknown-model',
  'unknown-name',
  'unused',
  'wrong-step',
] as const;

export type Code = (typeof CODES)[number];

/** A problem of the user's input: what is wrong, where, and how to mend it. */
export type Diagnostic = {
  readonly severity: 'error' | 'warning';
  readonly code: Code;
  readonly message: string;
  /** Null for problems of the command line, which have no file. */
  readonly span: Span | null;
  /** Stands beside the caret. */
  readonly label: string;
  /** Further lines below the excerpt, each a remedy or a fact. */
  readonly help: readonly string[];
};

/** What a problem may say beyond its code, place and message. */
export type Detail = { readonly label?: string; readonly help?: readonly string[] };

/** Collects the problems of one run. Functions that read input take it and go on after an error, so that all show at once. */
export class Problems {
  readonly list: Diagnostic[] = [];
  readonly #seen = new Set<string>();

  /** Adds an error and returns undefined, so that a reader can `return problems.error(…)`. */
  error(code: Code, span: Span | null, message: string, detail: Detail = {}): undefined {
    this.#add('error', code, span, message, detail);
  }

  warning(code: Code, span: Span | null, message: string, detail: Detail = {}): void {
    this.#add('warning', code, span, message, detail);
  }

  /** Takes over the problems of a reading that went on after an error, without those that the error itself may have made. */
  takeOver(others: Problems, except: readonly Code[]): void {
    for (const { severity, code, span, message, label, help } of others.list) {
      if (!except.includes(code)) this.#add(severity, code, span, message, { label, help });
    }
  }

  get failed(): boolean {
    return this.list.some((problem) => problem.severity === 'error');
  }

  #add(severity: Diagnostic['severity'], code: Code, at: Span | null, message: string, detail: Detail): void {
    const span = at && originOf(at);
    const key = JSON.stringify([code, span?.file.name, span?.start, message]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({ severity, code, message, span, label: detail.label ?? '', help: detail.help ?? [] });
  }
}
