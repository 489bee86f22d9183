import type { ScenarioReport, StepReport } from '../report.ts';
import { leavesOf } from '../tokens.ts';
import { name } from './markup.ts';
import { listed } from './words.ts';

const MOST_NAMES = 6;

const names = (list: readonly string[]): string => {
  const each = [...new Set(list)];
  return listed(each.length > MOST_NAMES ? [...each.slice(0, MOST_NAMES), 'others'] : each);
};

const kind = (steps: readonly StepReport[], one: string, several: string, which: (steps: readonly StepReport[]) => string): string =>
  steps.length === 0 ? '' : `${steps.length} ${steps.length === 1 ? one : several} (${which(steps)})`;

/** Returns what a request runs through, as one sentence. */
export const shapeWords = (scenario: ScenarioReport, unit: string): string => {
  const leaves = leavesOf(scenario);
  const of = (wanted: StepReport['kind']): readonly StepReport[] => leaves.filter((step) => step.kind === wanted);
  const named = (steps: readonly StepReport[]): string => names(steps.map((step) => name(step.name, 40)));
  const parts = [
    kind(of('model'), 'calls a model', 'call models', (steps) => names(steps.map(({ model }) => name(model ?? '', 60)))),
    kind(of('tool'), 'uses a tool', 'use tools', named),
    kind(of('human'), 'is done by people', 'are done by people', named),
  ].filter((part) => part !== '');
  return `One ${name(unit, 40)} runs through ${leaves.length === 1 ? '1 step' : `${leaves.length} steps`}: ${listed(parts)}.`;
};
