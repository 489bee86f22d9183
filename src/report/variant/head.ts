import { buildReport, type Facts } from '../build/build.ts';
import { currenciesReport } from '../currency.ts';

/** Returns what every report of plans side by side says beside its figures, as a plan's report does. */
export const headOf = (facts: Omit<Facts, 'forecasts'>) => {
  const { tool, workflow, unit, settings, inputs, pricing, diagnostics } = buildReport({ ...facts, forecasts: [] });
  const set = { ...settings, set: [...settings.set] };
  return {
    head: { tool, workflow, unit, settings: set, ...currenciesReport(facts.currencies), inputs: [...inputs], pricing: [...pricing] },
    diagnostics: diagnostics.map((one) => ({ ...one, help: [...one.help] })),
  };
};
