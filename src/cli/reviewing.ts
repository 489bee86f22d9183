import { beginForecastIn } from '../planning/forecasts.ts';
import { planned } from '../planning/plans.ts';
import type { Project } from '../planning/read.ts';
import { replanner } from '../planning/replan.ts';
import { type LevelSettings, weighed } from '../review/levels.ts';
import { review } from '../review/review.ts';
import type { Reviewed } from '../review/reviewed.ts';
import { RULES } from '../review/rules.ts';
import type { Printed } from './print-findings.ts';
import { version } from './process.ts';

/** A workflow with all that rules look at; undefined where it cannot be planned. */
const reviewedIn = (project: Project): Reviewed | undefined => {
  const { workflow, scenarios, problems, asOf } = project;
  const found = workflow && planned(project, workflow, scenarios, problems);
  const begun = found?.plans.flatMap((plan) => beginForecastIn(project, plan, problems) ?? []) ?? [];
  const forecasts = problems.failed ? [] : begun.map((finish) => finish());
  const [base] = forecasts;
  const [scenario] = scenarios;
  if (workflow === undefined || base === undefined || scenario === undefined || problems.failed) return undefined;
  return { workflow, base, scenarios: forecasts, asOf, replanned: replanner(project, workflow, scenario) };
};

/** Returns what the rules hold against a project's workflow as the project weighs them; undefined, and reported, where it cannot be planned. */
export const reviewOf = (project: Project, settings: LevelSettings): Printed | undefined => {
  const reviewed = reviewedIn(project);
  if (reviewed === undefined) return undefined;
  const { findings, sources } = review(reviewed, settings.rules);
  const { spec } = reviewed.workflow;
  const report = {
    ...weighed(findings, settings, project.asOf),
    command: 'review',
    version: version(),
    workflows: [{ name: spec.name, file: spec.file.name }],
    rules: RULES.filter(({ id, level }) => (settings.rules.get(id) ?? level) !== 'off'),
  } as const;
  return { report, sources };
};
