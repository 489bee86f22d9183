import type { Found } from './record.ts';

/** A step that calls models, and by which names logs call them. */
export type NamedStep = { readonly name: string; readonly models: ReadonlySet<string> };

/** What says which step made a call: `answer=value` of any field, or of one. */
export type StepRule = { readonly step: string; readonly field: string | null; readonly value: string };

/** How calls are told apart: rules first, then a field that names steps, then whatever names one, then the model. */
export type Telling = { readonly steps: readonly NamedStep[]; readonly rules: readonly StepRule[]; readonly field: string | null };

const DATED = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** Names that were asked for before: a log has few models and many calls. */
const plain = new Map<string, string>();

/** Returns what a model is called without its provider and the date of its snapshot: a log has the one, a plan the other. */
export const plainModel = (model: string): string => {
  const known = plain.get(model);
  if (known !== undefined) return known;
  const name = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(DATED, '');
  if (plain.size < 1000) plain.set(model, name);
  return name;
};

/** Returns whether a log's name of a model is one of some. */
export const isAmong = (models: ReadonlySet<string>, model: string): boolean => models.has(plainModel(model));

/** `step:answer` and `step=answer` are how tags name a step. */
const TAGGED = /^(?:step|outlay\.step)\s*[:=]\s*/i;

/** Returns what tells the step of a call; null where nothing does. */
export const stepTeller = ({ steps, rules, field }: Telling): ((found: Found) => string | null) => {
  const byName = new Map(steps.map(({ name }) => [name.toLowerCase(), name]));
  const named = (value: string): string | null => byName.get(value.replace(TAGGED, '').toLowerCase()) ?? null;
  const ruled = ({ labels }: Found): string | null => {
    for (const { step, field: of, value } of rules) {
      const fits = of === null ? [...labels.values()].includes(value) : labels.get(of) === value;
      if (fits) return step;
    }
    return null;
  };
  const labelled = ({ labels }: Found): string | null => {
    if (field !== null) return named(labels.get(field) ?? '');
    for (const value of labels.values()) {
      const step = named(value);
      if (step !== null) return step;
    }
    return null;
  };
  const modelled = ({ model }: Found): string | null => {
    const fitting = model === null ? steps : steps.filter(({ models }) => isAmong(models, model));
    return fitting.length === 1 ? (fitting[0]?.name ?? null) : null;
  };
  return (found) => ruled(found) ?? labelled(found) ?? (field === null ? modelled(found) : null);
};
