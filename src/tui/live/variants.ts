import { MEASURES } from '../../analysis/compare/beaten.ts';
import { candidateAxes, combinationsOf } from '../../analysis/compare/choice.ts';
import { runComparison } from '../../analysis/compare/run.ts';
import { runStresses } from '../../analysis/stress/run.ts';
import type { Figures, Variant } from '../../analysis/variant.ts';
import { Problems } from '../../diagnostics/diagnostic.ts';
import { planned } from '../../planning/plans.ts';
import { readAgain, readProject } from '../../planning/read.ts';
import type { Request } from '../../planning/request.ts';
import { beginVariant } from '../../planning/variants.ts';
import type { Contender } from '../screens/compare/metrics.ts';

/** What the thread is asked that plans a scenario in other ways: with its candidates, and under stress. */
export type VariantsAsk = {
  readonly id: number;
  readonly request: Request;
  /** `path=value` of the knobs, on top of those of the request. */
  readonly settings: readonly string[];
  readonly scenario: string;
};

/** What it answers: how far it is, and in the end all rows. */
export type VariantsTold =
  | { readonly kind: 'share'; readonly id: number; readonly share: number }
  | { readonly kind: 'variants'; readonly id: number; readonly variants: readonly Contender[] };

/** Rough percentiles within seconds are worth more here than exact ones within minutes. */
const RUNS = 2000;

/** More candidates side by side than anyone reads. */
const MOST = 12;

const rowOf = (kind: Contender['kind'], name: string, figures: Figures): Contender => {
  const { costUsd, costP95Usd, monthlyUsd, worstCaseUsd, latencyP50Ms, latencyP95Ms, firstTokenP95Ms, successRate, peaks } = figures;
  const uses = peaks.flatMap(({ use }) => use ?? []);
  return {
    ...{ name, kind, costUsd, costP95Usd, monthlyUsd, worstCaseUsd, latencyP50Ms, latencyP95Ms, firstTokenP95Ms, successRate },
    ...{ totalUsd: null, margin: null, turnaroundP95Ms: null, requestsPerDay: null, months: [], steps: [] },
    limitUse: uses.length === 0 ? null : Math.max(...uses),
  };
};

/** `openai/gpt-6-luna` on the screen is `gpt-6-luna`. */
const shortModel = (id: string): string => id.slice(id.indexOf('/') + 1);

/** Returns a scenario with its candidates and under stress, as rows of the comparison; none where it cannot be planned. */
export const variantsOf = ({ request, settings, scenario: name }: VariantsAsk, tell: (share: number) => void): readonly Contender[] => {
  const project = readProject(request);
  const problems = new Problems();
  const workflow = readAgain(project, settings, problems);
  const scenario = workflow?.spec.scenarios.find((one) => one.name === name);
  if (workflow === undefined || scenario === undefined) return [];
  const found = planned(project, workflow, [scenario], problems);
  if (found === undefined) return [];
  const base: Variant = { spec: workflow.spec, scenario };
  const runs = Math.min(RUNS, request.run.runs);
  const planner = (variant: Variant) => beginVariant(project, { ...variant, runs: Math.min(runs, variant.runs ?? runs) });
  const axes = candidateAxes(found.catalogue, workflow.spec);
  const showing = { sort: 'cost', most: MOST, measures: MEASURES } as const;
  const half = axes.length === 0 ? 0 : 0.5;
  const rows = axes.length === 0 ? [] : runComparison(base, combinationsOf(axes), planner, showing, (share) => tell(share * half)).rows;
  const candidates = rows.flatMap(({ combination, figures }) => {
    const changed = combination.filter(({ asWritten }) => !asWritten);
    const words = changed.map(({ step, model, says }) => [`${step}=${shortModel(model)}`, ...says].join(' '));
    return changed.length === 0 ? [] : [rowOf('variant', words.join(', '), figures)];
  });
  const stressed = runStresses(base, found.catalogue, planner, (share) => tell(half + share * (1 - half)));
  return [...candidates, ...(stressed?.stresses ?? []).map(({ title, figures }) => rowOf('stress', title, figures))];
};
