import type { Problems } from '../../diagnostics/diagnostic.ts';
import type { InputFile } from '../../io/disk.ts';
import type { Opened } from '../../planning/open.ts';
import type { Request } from '../../planning/request.ts';
import type { Currency } from '../../pricing/currency.ts';
import type { Day } from '../../pricing/day.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import { buildReport } from '../../report/build/build.ts';
import type { Spec } from '../../workflow/spec.ts';
import type { Computed, Freshness } from './state.ts';

/** What the app was started with, beside a path. */
export type Asked = Pick<Request, 'scenarios' | 'traffic' | 'pricing' | 'settings'> & {
  /** The day that the environment states for all commands; null where it states none. */
  readonly environmentDay: Day | null;
};

/** What a report says of itself, the same for all that the app computes. */
export type About = { readonly version: string; readonly seed: number; readonly runs: number; readonly asked: Asked };

/** What was read for a workflow, before anything is computed. */
export type Found = {
  readonly problems: Problems;
  readonly asOf: Day;
  readonly ownDay: Day;
  readonly currencies: readonly Currency[];
  readonly spec: Spec;
  readonly inputs: readonly InputFile[];
  readonly tables: readonly PriceTable[];
};

/** Returns computed things with their report; forecasts stand in the order of the scenarios. `knobs` are settings on top of `--set`. */
export const computedOf = (
  found: Found,
  forecasts: readonly Forecast[],
  about: About,
  knobs: readonly string[],
  freshness: Freshness,
): Computed => {
  const order = new Map(found.spec.scenarios.map(({ name }, index) => [name, index]));
  const placeOf = ({ projection }: Forecast): number => order.get(projection.plan.scenario) ?? order.size;
  const sorted = forecasts.toSorted((a, b) => placeOf(a) - placeOf(b));
  const opened: Opened = { ...found, forecasts: sorted };
  const settings = [...about.asked.settings, ...knobs];
  const report = buildReport({ ...about, ...opened, spec: found.spec, settings, diagnostics: found.problems.list });
  return { opened, report, freshness, asked: about.asked };
};

/** Returns forecasts with one in place of that of the same scenario. */
export const withForecast = (forecasts: readonly Forecast[], forecast: Forecast): readonly Forecast[] => [
  ...forecasts.filter(({ projection }) => projection.plan.scenario !== forecast.projection.plan.scenario),
  forecast,
];
