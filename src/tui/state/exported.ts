import { plain } from '../../diagnostics/render.ts';
import { toCsv } from '../../report/csv/csv.ts';
import { toJson } from '../../report/json.ts';
import { toMarkdown } from '../../report/markdown/markdown.ts';
import { toText } from '../../report/text/text.ts';
import type { Computed, State } from './state.ts';

/** A form in which a plan can be saved. */
export type Export = { readonly name: string; readonly ending: string; readonly text: (computed: Computed, path: string) => string };

/** What the app can save. */
export const EXPORTS: readonly Export[] = [
  { name: 'Markdown', ending: 'md', text: ({ report }) => toMarkdown(report) },
  { name: 'JSON', ending: 'json', text: ({ report }) => toJson(report) },
  { name: 'CSV', ending: 'csv', text: ({ opened }) => toCsv(opened.forecasts.map(({ projection }) => projection)) },
  { name: 'text', ending: 'txt', text: ({ report }, path) => toText(report, { width: 100, paint: plain, path }) },
];

/** Returns the name of the file that an export goes to: what was typed, or one of the workflow. */
export const exportFile = (state: State, { format, file }: { readonly format: number; readonly file: string }): string => {
  const name = (state.work?.computed?.report.workflow ?? 'plan').replace(/[^\w.-]+/g, '-');
  return file.trim() === '' ? `${name}.${EXPORTS[format]?.ending ?? 'md'}` : file.trim();
};

/** Returns what an export writes, and where; null where nothing is computed. */
export const exported = (
  state: State,
  choice: { readonly format: number; readonly file: string },
): { readonly file: string; readonly text: string } | null => {
  const computed = state.work?.computed ?? null;
  const format = EXPORTS[choice.format];
  if (computed === null || format === undefined || state.work === null) return null;
  return { file: exportFile(state, choice), text: format.text(computed, state.work.path) };
};
