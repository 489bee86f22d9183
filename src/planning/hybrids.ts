import { Problems } from '../diagnostics/diagnostic.ts';
import type { Evaluated } from '../projection/expect.ts';
import { quantitiesIn } from '../quantity/quantity.ts';
import { graphOf } from '../workflow/graph.ts';
import { meanPlan, type ScenarioPlan } from '../workflow/plan.ts';
import type { Spec, Stated } from '../workflow/spec.ts';
import type { ScenarioSpec } from '../workflow/traffic/spec.ts';
import type { Stock } from './counters.ts';
import { evaluatedIn } from './forecasts.ts';
import { planned } from './plans.ts';
import type { Project } from './read.ts';

/** A workflow between two of its states. */
type Variant = { readonly spec: Spec; readonly scenario: ScenarioSpec };

/** A variant with everything looked up, and what a run of the workflow that evaluates it costs. */
type Priced = { readonly plan: ScenarioPlan; readonly evaluated: Evaluated };

/** Samples are counted where they were named: two states may have other texts under the same path. */
const stockOf = (base: Project, head: Project): Stock => ({
  families: head.stock.families,
  countingFor: (spec, models) => {
    const [before, after] = [base.stock.countingFor(spec, models), head.stock.countingFor(spec, models)];
    return {
      ...after,
      samples: (family, patterns, field, stated) =>
        base.disk.holds(stated.file)
          ? before.samples(before.families.get(family.name) ?? family, patterns, field, stated)
          : after.samples(family, patterns, field, stated),
    };
  },
});

/**
 * Returns what prices a variant that takes some of its keys from one state of a workflow and the rest from another, both with the
 * same price tables; undefined where they do not fit together.
 */
export const hybridPlanner = (base: Project, head: Project, tables: Project['tables']): ((variant: Variant) => Priced | undefined) => {
  const stock = stockOf(base, head);
  const sides = { base: { ...base, tables }, head: { ...head, tables } };
  return ({ spec, scenario }) => {
    const problems = new Problems();
    const graph = graphOf(spec, problems);
    const found = graph && planned({ ...sides.head, stock, problems: new Problems() }, { spec, graph }, [scenario], problems);
    const [plan] = found?.plans ?? [];
    if (plan === undefined || problems.failed) return undefined;
    const evaluation = meanPlan(plan).money.evaluation?.workflow ?? null;
    const side = evaluation !== null && base.disk.holds(evaluation.at.file) ? sides.base : sides.head;
    return { plan, evaluated: evaluatedIn(side, plan) };
  };
};

const textsOf = ({ loader }: Project, { quantity, at }: Stated): readonly string[] =>
  quantitiesIn(quantity).flatMap((one) =>
    one.kind === 'samples' ? (loader.matching(one.patterns, at.file, at) ?? []).map(({ text }) => text) : [],
  );

/** Returns whether two stated numbers that count texts count the same ones. */
export const sameTextsIn =
  (base: Project, head: Project): ((before: Stated, after: Stated) => boolean) =>
  (before, after) => {
    const [texts, others] = [textsOf(base, before), textsOf(head, after)];
    return texts.length === others.length && texts.every((text, index) => text === others[index]);
  };
