import { originOf, positionAt, type SourceFile, type Span } from '../diagnostics/source.ts';
import type { Finding, FindingPlace } from './finding.ts';
import type { Levels } from './levels.ts';
import type { Reviewed } from './reviewed.ts';
import { RULES } from './rules.ts';

/** Returns where a span was written. */
export const placeOfSpan = (span: Span): FindingPlace => {
  const { file, start, end } = originOf(span);
  const from = positionAt(file, start);
  const to = positionAt(file, Math.max(start, end));
  return { file: file.name, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
};

/** What a review finds, suppressed or not; `sources` are the files that findings point into. */
export type Review = { readonly findings: readonly Finding[]; readonly sources: ReadonlyMap<string, SourceFile> };

/** Returns what all rules find in a workflow, but for those that are off, by rule and by place. */
export const review = (reviewed: Reviewed, levels: Levels): Review => {
  const sources = new Map<string, SourceFile>();
  const findings = RULES.flatMap(({ id, level, find }): readonly Finding[] => {
    const weight = levels.get(id) ?? level;
    if (weight === 'off') return [];
    return find(reviewed).map(({ at, ...found }) => {
      const place = placeOfSpan(at);
      sources.set(place.file, originOf(at).file);
      return { rule: id, level: weight, workflow: reviewed.workflow.spec.name, place, ...found };
    });
  });
  return { findings, sources };
};
