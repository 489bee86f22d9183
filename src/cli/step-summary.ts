import { appendStepSummary } from '../io/step-summary.ts';

/** Adds a report to the summary of the job's step where one is wanted (GITHUB_STEP_SUMMARY). Returns what to say on stderr, empty if all is well. */
export const summarize = (markdown: () => string): string => {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return '';
  const why = appendStepSummary(file, markdown());
  return why === null ? '' : `warning: the summary of this step cannot be written: ${why}\n`;
};
