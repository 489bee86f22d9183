import type { StressResult } from '../../analysis/stress/run.ts';
import type { Facts } from '../build/build.ts';
import { peakUse, type VariantFigures, variantFigures } from '../variant/figures.ts';
import { headOf } from '../variant/head.ts';
import type { StressedScenario, StressReport, StressRow } from './report.ts';

const less = (one: number | null | undefined, other: number | null | undefined): number | null =>
  one === null || one === undefined || other === null || other === undefined ? null : one - other;

const againstCalm = (figures: VariantFigures, calm: VariantFigures): StressRow['against_calm'] => ({
  cost_usd: less(figures.cost_usd.mean, calm.cost_usd.mean),
  monthly_spend_usd: less(figures.monthly_spend_usd, calm.monthly_spend_usd),
  latency_p95_ms: less(figures.latency_ms?.p95, calm.latency_ms?.p95),
  first_token_p95_ms: less(figures.first_token_ms?.p95, calm.first_token_ms?.p95),
  success_rate: less(figures.success_rate, calm.success_rate),
  peak_use: less(peakUse(figures), peakUse(calm)),
});

const scenario = ({ scenario: name, assumed, calm: calmFigures, stresses, notRun }: StressResult): StressedScenario => {
  const calm = variantFigures(calmFigures);
  return {
    name,
    limits_assumed: assumed.map(({ provider, tier }) => ({ provider, tier })),
    calm,
    stresses: stresses.map(({ name: own, title, what, figures: found, remedies }) => {
      const figures = variantFigures(found);
      return {
        name: own,
        title,
        what,
        figures,
        against_calm: againstCalm(figures, calm),
        remedies: remedies.map(({ kind, text, figures: with_ }) => ({ kind, text, figures: with_ && variantFigures(with_) })),
      };
    }),
    not_run: notRun.map(({ name: own, title, why }) => ({ name: own, title, why })),
  };
};

/** Returns the report of scenarios under stress. Nothing is rounded here. */
export const buildStress = (facts: Omit<Facts, 'forecasts'>, results: readonly StressResult[]): StressReport => {
  const { head, diagnostics } = headOf(facts);
  return {
    schema: 'outlay.stress/1',
    ...head,
    scenarios: results.map(scenario),
    diagnostics,
  };
};
