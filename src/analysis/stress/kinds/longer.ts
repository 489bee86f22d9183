import { quantile } from '../../../stats/quantile.ts';
import type { ModelLink } from '../../../workflow/plan.ts';
import { listed, modelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing } from '../remedies.ts';
import { type Calm, type Kind, planSteps, type Remedy, roundedUp, withFault, writingSteps } from '../stress.ts';

const FACTOR = 1.5;
const TITLE = 'longer answers';

/** What a call writes at most nineteen times in twenty; null where that hangs on other steps, or on two draws at once. */
const p95Of = ({ output, reasoning }: ModelLink): number | null => {
  const terms = [...output.terms, ...reasoning.terms];
  const [term] = terms;
  if (terms.length > 1 || output.handed.length + reasoning.handed.length > 0) return null;
  const drawn = term === undefined ? 0 : Math.min(term.max, Math.max(term.min, quantile(term.of, 0.95) * term.times + term.plus));
  return output.constant + reasoning.constant + drawn;
};

/** The ceiling that would cut only the longest twentieth of today's answers, for each step that has none as low. */
const ceilings = (calm: Calm, writing: ReadonlySet<string>): ReadonlyMap<string, number> =>
  new Map(
    planSteps(calm).flatMap(({ name, links: [own] }) => {
      const p95 = own?.kind === 'model' && writing.has(name) ? p95Of(own) : null;
      if (own?.kind !== 'model' || p95 === null || p95 === 0) return [];
      const most = roundedUp(p95);
      return most < own.maxOutput ? [[name, most] as const] : [];
    }),
  );

const remediesOf = (calm: Calm, stressed: Variant): readonly Remedy[] => {
  const writing = writingSteps(calm);
  const capped = modelSteps(calm.spec).filter(({ name, body }) => body.maxOutput !== null && writing.has(name));
  const holds: readonly Remedy[] =
    capped.length === 0
      ? []
      : [
          {
            kind: 'holds',
            text: `max_output on ${listed(capped.map(({ name, body }) => `${name} (${body.maxOutput})`))} cuts the longest`,
          },
        ];
  const found = ceilings(calm, writing);
  const names = [...found.keys()];
  if (names.length === 0) return holds.length > 0 ? holds : [{ kind: 'nothing', text: 'a max_output on each step would cap it' }];
  const text = `max_output: ${listed([...found].map(([name, most]) => `${most} on ${name}`))}, what 95 % of today's answers stay below`;
  return [
    ...holds,
    changing(stressed, names, text, (step) => ({
      ...step,
      body: { ...step.body, maxOutput: found.get(step.name) ?? step.body.maxOutput },
    })),
  ];
};

/** Answers and reasoning half as long again: a new version of a model, a prompt that asks for more. */
export const longer: Kind = (calm) => {
  if (writingSteps(calm).size === 0) return [{ name: 'longer', title: TITLE, why: 'no step calls a model that writes' }];
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'output', factor: FACTOR }) };
  return [
    { name: 'longer', title: TITLE, what: 'answers and reasoning are half as long again', variant, remedies: remediesOf(calm, variant) },
  ];
};
