import type { Catalogue } from '../../pricing/catalogue.ts';
import type { PlanStep } from '../../workflow/plan.ts';
import type { FaultSpec, ScenarioSpec } from '../../workflow/traffic/spec.ts';
import type { Planned, Variant } from '../variant.ts';

/** A scenario as it stands, from which stresses are made. */
export type Calm = Variant & { readonly forecast: Planned; readonly catalogue: Catalogue };

/** What stands against a stress, or would. */
export type Remedy =
  /** Something in the file already: these words say what it does. */
  | { readonly kind: 'holds' | 'nothing'; readonly text: string }
  /** A ceiling or a fallback to add, worked out by planning again with it. The first variant that can be planned counts. */
  | { readonly kind: 'would_help'; readonly text: string; readonly variant: Variant };

/** One way in which a feature that worked in the demo fails in production. */
export type Stress = {
  readonly name: string;
  readonly title: string;
  /** What is done to the calm scenario, in words. */
  readonly what: string;
  readonly variant: Variant;
  readonly remedies: readonly Remedy[];
  /** `cheapest`: its remedies exclude each other, and the cheapest counts. All by default. */
  readonly keep?: 'all' | 'cheapest';
};

/** A stress that this workflow cannot meet, and why. */
export type NotRun = { readonly name: string; readonly title: string; readonly why: string };

/** A kind of failure: the stresses that it makes of a calm scenario, those that do not apply among them. */
export type Kind = (calm: Calm) => readonly (Stress | NotRun)[];

type Own = FaultSpec extends infer Fault ? (Fault extends FaultSpec ? Omit<Fault, 'at' | 'text' | 'target'> : never) : never;

/** Returns a scenario with one more fault, as if it stood under `faults:`. */
export const withFault = (scenario: ScenarioSpec, fault: Own, target: string | null = null): ScenarioSpec => {
  const { at } = scenario;
  const added: FaultSpec = { ...fault, at, text: `stress: ${fault.kind}`, target: target === null ? null : { name: target, at } };
  return { ...scenario, faults: [...scenario.faults, added] };
};

/** Returns the steps of a calm scenario as they are planned. */
export const planSteps = ({ forecast }: Calm): readonly PlanStep[] => forecast.projection.plan.steps;

/** Returns the ids of the models that steps call first, each once, those of the dearest step first. */
export const primaryModels = ({ forecast }: Calm): readonly string[] => {
  const byCost = [...forecast.projection.steps].sort((a, b) => b.costUsd - a.costUsd || a.step.index - b.step.index);
  return [...new Set(byCost.flatMap(({ step: { links } }) => (links[0]?.kind === 'model' ? [links[0].model.id] : [])))];
};

/** Returns the names of the steps whose own model is one of some. */
export const stepsCalling = (calm: Calm, is: (id: string) => boolean): readonly string[] =>
  planSteps(calm).flatMap(({ name, links: [own] }) => (own?.kind === 'model' && is(own.model.id) ? [name] : []));

/** Returns a whole number of so many significant digits that is no smaller: 1,234 becomes 1,300. */
export const roundedUp = (value: number, digits = 2): number => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) + 1 - digits);
  return Math.ceil(value / unit) * unit;
};

/** Returns the names of the steps whose own model is paid for what it writes: no embeddings, no rerankers. */
export const writingSteps = (calm: Calm): ReadonlySet<string> =>
  new Set(
    planSteps(calm).flatMap(({ name, links: [own] }) =>
      own?.kind === 'model' && own.prices.some((month) => month.some(({ row }) => row.prices.output !== null)) ? [name] : [],
    ),
  );
