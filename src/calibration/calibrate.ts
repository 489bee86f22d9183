import { Problems } from '../diagnostics/diagnostic.ts';
import { type Project, readAgain } from '../planning/read.ts';
import type { Forecast } from '../projection/forecast.ts';
import type { UsageLog } from '../usage/read.ts';
import type { Workflow } from '../workflow/read-workflow.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import { fittedRuns } from './fit-runs.ts';
import { fittedStep } from './fit-step.ts';
import { fittedSessions, fittedTraffic } from './fit-traffic.ts';
import { type CalledStep, type Observed, observe } from './observed.ts';
import { forecastOf, scenarioNamed } from './plan.ts';
import type { Proposal } from './proposal.ts';
import { acceptedSettings, isBarePrompt, rawFiles, type Setting, settingsOf } from './settings.ts';

/** A workflow to be fitted, planned in the scenario whose traffic the logs are of. */
export type Subject = {
  readonly project: Project;
  readonly workflow: Workflow;
  readonly scenario: ScenarioSpec;
  readonly steps: readonly CalledStep[];
  readonly forecast: Forecast;
};

/** What a workflow's numbers are beside the logs, and what it comes to with them. */
export type Calibration = {
  readonly observed: Observed;
  readonly proposals: readonly Proposal[];
  readonly settings: readonly Setting[];
  readonly before: Forecast;
  /** With the fitted numbers; null where none was fitted. */
  readonly after: Forecast | null;
};

/** Returns every number of a workflow that the logs say something of. */
export const proposalsFor = ({ project, workflow, scenario, steps, forecast }: Subject, observed: Observed): readonly Proposal[] => {
  const chosen = project.request.scenarios.length > 0 || workflow.spec.scenarios.length === 1;
  const files = rawFiles(workflow);
  const { projection } = forecast;
  const ofSteps = steps.flatMap((step) => {
    const projected = projection.steps.find(({ step: planned }) => planned.name === step.spec.name);
    return projected === undefined ? [] : fittedStep(step, isBarePrompt(files, step.path), projected, observed);
  });
  return [
    ...ofSteps,
    ...fittedRuns(workflow.spec, steps, observed),
    ...fittedSessions(workflow.spec, observed),
    ...fittedTraffic(scenario, observed, chosen),
  ];
};

const withRefusals = (proposals: readonly Proposal[], refused: ReadonlyMap<Proposal, string>): readonly Proposal[] =>
  proposals.map((proposal) => {
    const why = refused.get(proposal);
    return why === undefined ? proposal : { ...proposal, after: null, left: why };
  });

const unchanged = (proposal: Proposal): Proposal =>
  proposal.after !== null && proposal.after === proposal.before ? { ...proposal, after: null, left: 'it stands so already' } : proposal;

/** What the logs say of a workflow, and the settings that would write it. */
export type Fitted = Pick<Calibration, 'observed' | 'proposals' | 'settings'>;

/** Returns a workflow's numbers fitted to some logs; what its files cannot take is left as it is. */
export const fittedTo = (subject: Subject, log: Pick<UsageLog, 'records'>): Fitted => {
  const { project, workflow, steps, forecast } = subject;
  const observed = observe(log.records, steps, forecast.projection);
  const proposals = proposalsFor(subject, observed).map(unchanged);
  const { settings, refused } = acceptedSettings(project, settingsOf(rawFiles(workflow), proposals));
  return { observed, proposals: withRefusals(proposals, refused), settings };
};

/** Returns the workflow with settings in it, and its scenario of the same name; undefined where they cannot be read. */
export const withFitted = (
  { project, scenario }: Subject,
  settings: readonly Setting[],
): { readonly workflow: Workflow; readonly scenario: ScenarioSpec } | undefined => {
  const texts = settings.map(({ text }) => text);
  const workflow = readAgain(project, texts, new Problems());
  const own = workflow && scenarioNamed(workflow, scenario.name);
  return workflow && own && { workflow, scenario: own };
};

/** Returns a workflow fitted to some logs, planned before and after with the same seed. */
export const calibrated = (subject: Subject, log: Pick<UsageLog, 'records'>): Calibration => {
  const fitted = fittedTo(subject, log);
  const again = fitted.settings.length === 0 ? undefined : withFitted(subject, fitted.settings);
  const after = again && forecastOf(subject.project, again.workflow, again.scenario);
  return { ...fitted, before: subject.forecast, after: after ?? null };
};
