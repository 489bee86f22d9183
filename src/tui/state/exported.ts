import { type Ending, endingOf, FILE_KINDS } from '../../report/file/kinds.ts';
import type { PlanSources } from '../../report/file/render.ts';
import type { Computed, State, Work } from './state.ts';

/** What stands in the overlay of an export: the chosen kind of file, and the name as far as it is typed. */
type Choice = { readonly format: number; readonly file: string };

/** A plan to be saved. */
export type PlanExport = { readonly file: string; readonly ending: Ending; readonly sources: PlanSources };

/** Returns which kind of file an export is: that of the name that was typed, else the chosen one. */
export const exportEnding = ({ format, file }: Choice): Ending => endingOf(file.trim()) ?? FILE_KINDS[format]?.ending ?? '.md';

/** Returns the name of the file that an export goes to, its ending always there: what was typed, or one of the workflow. */
export const exportFile = (state: State, choice: Choice): string => {
  const name = choice.file.trim() || (state.work?.computed?.report.workflow ?? 'plan').replace(/[^\w.-]+/g, '-');
  return endingOf(name) === null ? `${name}${exportEnding(choice)}` : name;
};

const sourcesOf = ({ path }: Work, { opened, report, asked }: Computed): PlanSources => ({
  report,
  forecasts: opened.forecasts,
  tables: opened.tables,
  scenarios: opened.spec?.scenarios ?? [],
  request: { path, scenarios: [...asked.scenarios], traffic: asked.traffic, pricing: asked.pricing },
  focus: false,
  stress: null,
});

/** Returns whether the worker has told all percentiles, whatever it does beside. */
export const atRest = (busy: State['busy']): boolean => busy === null || busy === 'trying changes';

/** Returns what an export writes, as the knobs stand; or why it has to wait. */
export const exported = (state: State, choice: Choice): PlanExport | { readonly problem: string } => {
  const { work, busy } = state;
  const computed = work?.computed ?? null;
  if (work === null || computed === null) return { problem: 'nothing is computed yet' };
  if (!atRest(busy)) return { problem: 'the percentiles are still being worked out: try again in a moment' };
  if (computed.freshness !== 'fresh') return { problem: 'the percentiles are those of before: turn a knob to work them out' };
  return { file: exportFile(state, choice), ending: exportEnding(choice), sources: sourcesOf(work, computed) };
};
