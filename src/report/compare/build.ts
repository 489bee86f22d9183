import type { Axis, Choice } from '../../analysis/compare/choice.ts';
import type { Comparison, Sort } from '../../analysis/compare/run.ts';
import type { Facts } from '../build/build.ts';
import { variantFigures } from '../variant/figures.ts';
import { headOf } from '../variant/head.ts';
import type { ComparedRow, CompareReport } from './report.ts';

/** A scenario's rows, and what varies in them. */
export type Compared = { readonly comparison: Comparison; readonly axes: readonly Axis[] };

/** Which command has found the rows, and what they are sorted by. */
type How = { readonly command: 'compare' | 'optimize'; readonly sort: Sort };

const JUDGED: Readonly<Record<How['command'], CompareReport['judged_by']>> = {
  compare: ['cost_usd.mean', 'latency_ms.p95', 'first_token_ms.p95', 'success_rate'],
  optimize: ['cost_usd.mean', 'latency_ms.p95'],
};

const choice = ({ step, model, says }: Choice): ComparedRow['choices'][number] => ({ step, model, says: [...says] });

/** Returns the report of combinations side by side. Nothing is rounded here. */
export const buildCompare = (facts: Omit<Facts, 'forecasts'>, compared: readonly Compared[], how: How): CompareReport => {
  const { head, diagnostics } = headOf(facts);
  return {
    schema: `outlay.${how.command}/1`,
    ...head,
    sort: how.sort,
    judged_by: [...JUDGED[how.command]],
    scenarios: compared.map(({ comparison, axes }) => ({
      name: comparison.scenario,
      varying: axes.map(({ step, choices }) => ({ step, choices: choices.map(choice) })),
      combinations: comparison.combinations,
      rows: comparison.rows.map(({ combination, figures, unbeaten }) => ({
        choices: combination.map(choice),
        as_written: combination.every(({ asWritten }) => asWritten),
        unbeaten,
        figures: variantFigures(figures),
      })),
      impossible: comparison.impossible.map((combination) => combination.map(choice)),
    })),
    diagnostics,
  };
};
