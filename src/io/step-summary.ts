import { appendFileSync } from 'node:fs';

/** Appends Markdown to the summary of a job's step, a file that the runner of GitHub Actions names. Returns why it could not, or null. */
export const appendStepSummary = (file: string, markdown: string): string | null => {
  try {
    appendFileSync(file, `${markdown}\n`);
    return null;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code ?? 'unknown';
  }
};
