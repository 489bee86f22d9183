import { type Day, dayText } from '../pricing/day.ts';
import type { Finding, FindingLevel } from './finding.ts';

/** What a project makes of a rule, by its id; a rule that it does not name keeps its own level. */
export type Levels = ReadonlyMap<string, 'off' | FindingLevel>;

/** A finding that a project accepts. */
export type Ignored = {
  readonly rule: string;
  /** Null: in every workflow. */
  readonly workflow: string | null;
  readonly reason: string;
  /** The last day on which it counts. */
  readonly until: Day | null;
};

export type LevelSettings = { readonly rules: Levels; readonly ignore: readonly Ignored[] };

/** A finding that is accepted, and why. */
export type Suppressed = Finding & { readonly reason: string; readonly until: string | null };

/** Findings as a project weighs them: errors first, else in their order. */
export type Weighed = {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** Suppressions of these findings that have ended: the findings count again. */
  readonly ended: readonly Suppressed[];
};

const isOf = (finding: Finding, { rule, workflow }: Ignored): boolean =>
  finding.rule === rule && (workflow === null || workflow === finding.workflow);

const suppressed = (finding: Finding, { reason, until }: Ignored): Suppressed => ({
  ...finding,
  reason,
  until: until === null ? null : dayText(until),
});

/** Returns findings as a project weighs them on a day: levels applied, what it turned off or accepts taken out. */
export const weighed = (findings: readonly Finding[], { rules, ignore }: LevelSettings, asOf: Day): Weighed => {
  const kept: Finding[] = [];
  const accepted: Suppressed[] = [];
  const ended: Suppressed[] = [];
  for (const written of findings) {
    const level = rules.get(written.rule) ?? written.level;
    if (level === 'off') continue;
    const finding: Finding = { ...written, level };
    const matching = ignore.filter((one) => isOf(finding, one));
    const valid = matching.find(({ until }) => until === null || asOf <= until);
    if (valid !== undefined) accepted.push(suppressed(finding, valid));
    else {
      kept.push(finding);
      ended.push(...matching.slice(0, 1).map((one) => suppressed(finding, one)));
    }
  }
  const ofLevel = (level: FindingLevel): readonly Finding[] => kept.filter((finding) => finding.level === level);
  return { findings: [...ofLevel('error'), ...ofLevel('warn')], suppressed: accepted, ended };
};
