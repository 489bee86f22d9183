import { duration } from '../../report/format.ts';
import type { Condition, StepSpec } from '../../workflow/spec.ts';
import { inBackground, type Reviewed, type ReviewedStep, stepsOf } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';

const asked = (when: Condition | null): readonly string[] => {
  if (when === null) return [];
  switch (when.kind) {
    case 'outcome':
      return [when.ref.step];
    case 'any':
    case 'all':
      return when.of.flatMap(asked);
    case 'not':
      return asked(when.of);
    default:
      return [];
  }
};

/** The names of all inputs and steps whose numbers a text in the workflow's own words could refer to. */
const namesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('file' in value && 'start' in value) return [];
  const own = 'kind' in value && value.kind === 'linked' && 'to' in value ? [String(value.to)] : [];
  const named = 'name' in value && typeof value.name === 'string' ? [value.name] : [];
  return [...own, ...named, ...Object.values(value).flatMap(namesIn)];
};

/** Every name that a step, or a step inside it, asks for: what it sends, counts by, waits for or hangs on. */
const usedBy = (spec: StepSpec): ReadonlySet<string> => {
  const { body, when, forEach, repeat, needs } = spec;
  const inside = body.kind === 'group' ? body.steps.flatMap((step) => [...usedBy(step)]) : namesIn(body);
  return new Set([...inside, ...asked(when), ...namesIn(forEach), ...namesIn(repeat), ...namesIn(needs)]);
};

const bodiesIn = (spec: StepSpec): readonly StepSpec[] =>
  spec.body.kind === 'group' ? [spec, ...spec.body.steps.flatMap(bodiesIn)] : [spec];

/** What a tool or a person does with what came before is not written down; of model steps it is. */
const tellsWhatItUses = (spec: StepSpec): boolean => bodiesIn(spec).every(({ body }) => body.kind === 'model' || body.kind === 'group');

/** A person decides, a guardrail may end the request: what follows them waits on purpose. */
const decides = (spec: StepSpec): boolean =>
  bodiesIn(spec).some(({ body, endsRequest }) => body.kind === 'human' || endsRequest.length > 0);

/** A tool that hands nothing on, or works within a group, is there for what it does: what follows may need that. */
const acts = (spec: StepSpec): boolean =>
  bodiesIn(spec).some((one) => one.body.kind === 'tool' && (one !== spec || one.body.output === null));

/** A tenth of a second that nobody notices. */
const LEAST_MS = 100;

/** The mean time of a step where it runs; null where a model inside has no figures. */
const meanMs = ({ base }: Reviewed, { spec, step }: ReviewedStep): number | null => {
  const names = new Set(bodiesIn(spec).map(({ name }) => name));
  const links = base.projection.plan.steps.flatMap((one) => (names.has(one.name) ? one.links.slice(0, 1) : []));
  if (links.some((link) => link.kind === 'model' && link.timing === null)) return null;
  return base.simulation?.steps[step.index]?.latencyMs?.mean ?? null;
};

const savedMs = (reviewed: Reviewed, one: ReviewedStep, other: ReviewedStep): number | null => {
  const [a, b] = [meanMs(reviewed, one), meanMs(reviewed, other)];
  return a === null || b === null ? null : Math.min(a, b);
};

const compared = (reviewed: Reviewed, one: ReviewedStep, above: ReviewedStep, fellows: readonly ReviewedStep[]): readonly Found[] => {
  const used = usedBy(one.spec);
  if (bodiesIn(above.spec).some(({ name }) => used.has(name))) return [];
  const saved = savedMs(reviewed, one, above);
  if (saved !== null && saved < LEAST_MS) return [];
  // What the step above waits for it may rely on too, without a word of it.
  const before = new Set(reviewed.workflow.graph.needs[above.step.index]);
  const needed = fellows.filter(
    ({ spec, step }) => spec !== one.spec && (before.has(step.index) || bodiesIn(spec).some(({ name }) => used.has(name))),
  );
  return [
    {
      at: one.spec.at,
      message: `step "${one.spec.name}" waits for "${above.spec.name}" and uses nothing of it`,
      stake: saved === null ? null : `side by side they would save up to ${duration(saved)} where both run`,
      fix: `add \`needs: [${needed.map(({ spec }) => spec.name).join(', ')}]\``,
    },
  ];
};

export const sequentialSteps: Rule = {
  id: 'sequential-steps',
  level: 'warn',
  title: 'Independent steps that run one after the other',
  why: 'A step without needs waits for the step above it. Where it uses nothing of that step, users wait for the sum of both times and not for the longer one. Only model steps are looked at: what a tool or a person uses is not written in the file. Steps that state their needs, and those behind a guardrail or a tool that hands nothing on, wait on purpose. Below a tenth of a second nothing is said.',
  example: 'triage: { model: openai/gpt-6-luna, … }\n  summary: { model: openai/gpt-6-luna, prompt: [{ user: { input: question } }], … }',
  fix: 'State what the step needs: needs: [] starts it with the request.',
  find: (reviewed) => {
    const steps = stepsOf(reviewed);
    return steps.flatMap((one) => {
      const fellows = steps.filter(({ step }) => step.parent === one.step.parent);
      const above = fellows[fellows.indexOf(one) - 1];
      if (above === undefined || one.spec.needs !== null || !tellsWhatItUses(one.spec)) return [];
      if (decides(above.spec) || acts(above.spec)) return [];
      if (inBackground(reviewed, one.step) || inBackground(reviewed, above.step)) return [];
      return compared(reviewed, one, above, fellows);
    });
  },
};
