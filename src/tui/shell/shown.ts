import type { Turned } from '../screens/turned.ts';
import type { State } from '../state/state.ts';

/** Returns what the screens show; null until the scenario on the screen is computed. */
export const shownOf = ({ work }: State): Turned | null => {
  if (work === null || work.computed === null) return null;
  const { opened, report, freshness, asked } = work.computed;
  const forecast = opened.forecasts.find(({ projection }) => projection.plan.scenario === work.scenario);
  if (forecast === undefined) return null;
  const baseline = work.baseline.settings === work.settings.now ? null : (work.baseline.forecasts.get(work.scenario) ?? null);
  const { texts = null, catalogue = null, cut = null } = work.looking ?? {};
  return {
    opened,
    forecast,
    baseline,
    report,
    asked,
    path: work.path,
    stale: freshness !== 'fresh',
    ...(texts !== null && { texts }),
    ...(catalogue !== null && { catalogue }),
    ...(cut !== null && { cut }),
    knobs: work.knobs,
    settings: work.settings.now,
    against: work.baseline.settings,
    variants: [...work.kept, ...(work.varied?.list ?? [])],
    varying: work.varied?.share ?? null,
    levers: work.levers?.list ?? null,
    leversStale: work.levers?.settings !== work.settings.now || work.levers.scenario !== work.scenario,
  };
};
