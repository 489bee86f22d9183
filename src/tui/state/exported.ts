import { type Ending, endingOf, FILE_KINDS } from '../../report/file/kinds.ts';
import type { PlanSources } from '../../report/file/render.ts';
import type { Step } from './event.ts';
import type { Computed, State, Work } from './state.ts';

/** What stands in the overlay of an export: the chosen kind of file, and the name as far as it is typed. */
type Choice = { readonly format: number; readonly file: string };

/** A plan to be saved. */
export type PlanExport = { readonly file: string; readonly ending: Ending; readonly sources: PlanSources };

/** Returns which kind of file an export is: that of the name that was typed, else the chosen one. */
export const exportEnding = ({ format, file }: Choice): Ending => endingOf(file.trim()) ?? FILE_KINDS[format]?.ending ?? '.md';

/** Returns the name of the file that an export goes to, its ending always there: what was typed, or one of the workflow. */
export const exportFile = (work: Work | null, choice: Choice): string => {
  const name = choice.file.trim() || (work?.computed?.report.workflow ?? 'plan').replace(/[^\w.-]+/g, '-');
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

/** What an export writes, as the knobs stand; why it cannot, or null where it has to wait for percentiles. */
const exported = ({ work, busy }: State, choice: Choice): PlanExport | { readonly problem: string } | null => {
  const computed = work?.computed ?? null;
  if (!atRest(busy)) return null;
  if (work === null || computed === null) return { problem: 'nothing is computed' };
  if (computed.freshness !== 'fresh') return { problem: 'the percentiles are those of before: turn a knob to work them out' };
  return { file: exportFile(work, choice), ending: exportEnding(choice), sources: sourcesOf(work, computed) };
};

/** Returns a step that also saves the plan that an overlay waits for, once it is all there. */
export const withExport = (step: Step<State>): Step<State> => {
  const { state, effects } = step;
  const { overlay } = state;
  if (overlay?.kind !== 'export' || !overlay.waits) return step;
  const found = exported(state, overlay);
  if (found === null) return step;
  const settled = { ...overlay, waits: false };
  if ('problem' in found) return { state: { ...state, overlay: { ...settled, problem: found.problem } }, effects };
  return { state: { ...state, overlay: settled }, effects: [...effects, { do: 'export', ...found }] };
};
