import * as z from 'zod';
import { toJson } from '../../report/json.ts';
import type { Finding, FindingPlace } from '../finding.ts';
import type { Suppressed } from '../levels.ts';
import type { FindingsReport } from './findings-report.ts';

const placeShape = z
  .object({
    file: z.string(),
    line: z.number(),
    column: z.number(),
    end_line: z.number(),
    end_column: z.number().describe('After the last character'),
  })
  .describe('Counted from 1, columns in characters');

export const findingFields = {
  rule: z.string().describe('The id of the rule'),
  level: z.enum(['warn', 'error']),
  workflow: z.string(),
  place: placeShape.nullable(),
  message: z.string().describe('What is wrong'),
  stake: z.string().nullable().describe('Money, time or risk at stake'),
  fix: z.string().describe('What to do'),
};

export const findingShape = z.object(findingFields);

export const acceptedShape = z.object({
  ...findingFields,
  reason: z.string().describe('Why the project accepts it'),
  until: z.string().nullable().describe('The last day on which it does'),
});

/** What `outlay review --format json` prints. */
export const reviewShape = z.object({
  schema: z.literal('outlay.review/1'),
  tool: z.object({ name: z.literal('outlay'), version: z.string() }),
  settings: z.object({ seed: z.number(), runs: z.number(), as_of: z.string().describe('YYYY-MM-DD') }),
  workflows: z.array(z.object({ name: z.string(), file: z.string() })).describe('What was looked at, with or without findings'),
  rules: z.array(z.string()).describe('The ids of the rules that were asked'),
  summary: z.object({ errors: z.number(), warnings: z.number(), accepted: z.number() }),
  findings: z.array(findingShape).describe('Errors first'),
  accepted: z.array(acceptedShape).describe('Findings that outlay.yaml suppresses'),
  ended: z.array(acceptedShape).describe('Findings whose suppression has ended; they stand among the findings again'),
});

type ReviewJson = z.output<typeof reviewShape>;

const placeOf = ({ file, line, column, endLine, endColumn }: FindingPlace): z.output<typeof placeShape> => ({
  file,
  line,
  column,
  end_line: endLine,
  end_column: endColumn,
});

/** Returns a finding as JSON reports show it. */
export const findingJson = ({ rule, level, workflow, place, message, stake, fix }: Finding): z.output<typeof findingShape> => ({
  rule,
  level,
  workflow,
  place: place === null ? null : placeOf(place),
  message,
  stake,
  fix,
});

/** Returns an accepted finding as JSON reports show it. */
export const acceptedJson = (one: Suppressed): z.output<typeof acceptedShape> => ({
  ...findingJson(one),
  reason: one.reason,
  until: one.until,
});

/** Returns the findings of a review as JSON text. */
export const reviewJson = (report: FindingsReport, settings: ReviewJson['settings']): string => {
  const errors = report.findings.filter(({ level }) => level === 'error').length;
  const whole: ReviewJson = {
    schema: 'outlay.review/1',
    tool: { name: 'outlay', version: report.version },
    settings,
    workflows: [...report.workflows],
    rules: report.rules.map(({ id }) => id),
    summary: { errors, warnings: report.findings.length - errors, accepted: report.suppressed.length },
    findings: report.findings.map(findingJson),
    accepted: report.suppressed.map(acceptedJson),
    ended: report.ended.map(acceptedJson),
  };
  return toJson(whole);
};
