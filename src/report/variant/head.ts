import { buildReport, type Facts } from '../build/build.ts';

/** Returns what every report of plans side by side says beside its figures, as a plan's report does. */
export const headOf = (facts: Omit<Facts, 'forecasts'>) => {
  const { tool, workflow, unit, settings, inputs, pricing, diagnostics } = buildReport({ ...facts, forecasts: [] });
  return {
    head: { tool, workflow, unit, settings: { ...settings, set: [...settings.set] }, inputs: [...inputs], pricing: [...pricing] },
    diagnostics: diagnostics.map((one) => ({ ...one, help: [...one.help] })),
  };
};
