import { Problems } from '../diagnostics/diagnostic.ts';
import { beginForecastIn } from '../planning/forecasts.ts';
import { planned } from '../planning/plans.ts';
import type { Project } from '../planning/read.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';

/** Returns the forecast of one scenario of a workflow in a project; undefined, and reported, where it cannot be planned. */
export const forecastOf = (
  project: Project,
  workflow: Workflow,
  scenario: ScenarioSpec,
  problems = new Problems(),
): Forecast | undefined => {
  const [plan] = planned(project, workflow, [scenario], problems)?.plans ?? [];
  return plan && beginForecastIn(project, plan, problems)?.();
};

/** Returns the scenario of a name in a workflow that was read again. */
export const scenarioNamed = ({ spec }: Workflow, name: string): ScenarioSpec | undefined =>
  spec.scenarios.find((one) => one.name === name);
