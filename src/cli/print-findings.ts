import type { Paint } from '../diagnostics/render.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { namedFromTop } from '../io/root.ts';
import type { FindingsReport } from '../review/formats/findings-report.ts';
import { findingsGithub } from '../review/formats/github.ts';
import { findingsGitlab } from '../review/formats/gitlab.ts';
import { findingsJunit } from '../review/formats/junit.ts';
import { findingsMarkdown } from '../review/formats/markdown.ts';
import { findingsSarif } from '../review/formats/sarif.ts';
import { findingsText } from '../review/formats/text.ts';
import { relocated } from '../review/relocated.ts';
import type { FindingsFormat } from './choices.ts';

/** What a command found, and the files that its findings point into. */
export type Printed = { readonly report: FindingsReport; readonly sources: ReadonlyMap<string, SourceFile> };

/** Returns a report with files named from the top of the repository around the current folder, as CI services expect them. */
export const fromTop = (report: FindingsReport): FindingsReport => relocated(report, namedFromTop(process.cwd()));

/** Returns findings in a format that is the same for every command that has some. */
export const printFindings = ({ report, sources }: Printed, format: Exclude<FindingsFormat, 'json'>, paint: Paint): string => {
  switch (format) {
    case 'text':
      return findingsText(report, sources, paint);
    case 'markdown':
      return findingsMarkdown(fromTop(report));
    case 'github':
      return findingsGithub(fromTop(report));
    case 'sarif':
      return findingsSarif(fromTop(report));
    case 'junit':
      return findingsJunit(fromTop(report));
    case 'gitlab':
      return findingsGitlab(fromTop(report));
    default:
      return format satisfies never;
  }
};
