import type { Problems } from '../diagnostics/diagnostic.ts';
import type { InputFile } from '../io/disk.ts';
import type { Currency } from '../pricing/currency.ts';
import type { Day } from '../pricing/day.ts';
import type { PriceTable } from '../pricing/table.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { Spec } from '../workflow/spec.ts';
import { beginForecastIn } from './forecasts.ts';
import { planned } from './plans.ts';
import { readProject } from './read.ts';
import type { Request } from './request.ts';

/** A workflow read, priced and forecast; `forecasts` is empty where there are errors. */
export type Opened = {
  readonly problems: Problems;
  readonly asOf: Day;
  /** The day that would hold if the request stated none. */
  readonly ownDay: Day;
  readonly currencies: readonly Currency[];
  readonly spec: Spec | undefined;
  readonly forecasts: readonly Forecast[];
  readonly inputs: readonly InputFile[];
  readonly tables: readonly PriceTable[];
};

/** Returns a workflow with everything computed, or with all problems of all its files. */
export const openWorkflow = (request: Request): Opened => {
  const project = readProject(request);
  const { workflow, problems, asOf, ownDay, currencies, scenarios, disk } = project;
  const said = { problems, asOf, ownDay, currencies, spec: workflow?.spec };
  const nothing: Opened = { ...said, forecasts: [], inputs: disk.inputs, tables: [] };
  const found = workflow && planned(project, workflow, scenarios, problems);
  if (found === undefined) return nothing;
  const begun = found.plans.flatMap((plan) => beginForecastIn(project, plan, problems) ?? []);
  return { ...nothing, forecasts: problems.failed ? [] : begun.map((finish) => finish()), tables: found.tables };
};
