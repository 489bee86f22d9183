import type { Problems } from '../diagnostics/diagnostic.ts';
import { dayText } from '../pricing/day.ts';
import type { PriceRow } from '../pricing/table.ts';
import { mean } from '../stats/moments.ts';
import { type ModelLink, meanPlan, type Plan, type ScenarioPlan } from '../workflow/plan.ts';
import { ClosedForms } from './closed-forms.ts';
import { TooEntangled } from './decisions.ts';
import { economicsOf } from './economics.ts';
import { futuresOf } from './futures.ts';
import { type Components, componentsUsd, type LinkProjection, type MonthProjection, type Projection } from './projection.ts';
import type { Requested } from './request.ts';
import { addFuture, newTally, requestComponents, stepProjection, type Tally, tokensOf } from './tally.ts';
import { volumesOf } from './volumes.ts';

const priceText = ({ prices }: PriceRow): string => `$${prices.input ?? 0} in, $${prices.output ?? 0} out`;

/** Each change of a model's row within a month, or against the month before, with the prices on both sides. */
const changesOf = (link: ModelLink, month: number): readonly string[] => {
  const rows = (link.prices[month] ?? []).map(({ row }) => row);
  const before = month === 0 ? [] : (link.prices[month - 1] ?? []).slice(-1).map(({ row }) => row);
  return [...before, ...rows].flatMap((row, index, all) => {
    const last = all[index - 1];
    if (last === undefined || last.from === row.from || last.model !== row.model) return [];
    return [`the price of ${link.model.id} changes on ${dayText(row.from)}: ${priceText(last)} → ${priceText(row)} per million tokens`];
  });
};

const notesOf = (plan: Plan, month: number): readonly string[] => {
  const links = plan.steps.flatMap((step) => step.links).filter((link) => link.kind === 'model');
  const notes = links.flatMap((link) => (link.prices[month] ?? []).flatMap((segment) => segment.notes));
  return [...new Set([...notes, ...links.flatMap((link) => changesOf(link, month))])];
};

/** Returns what a run of a workflow's tests costs: a request of the first month without people. */
export const testedUsd = ({ steps }: Pick<Projection, 'steps'>): number =>
  steps.reduce((usd, { links, compaction }) => usd + machinesUsd(links) + machinesUsd(compaction === null ? [] : [compaction]), 0);

const machinesUsd = (links: readonly LinkProjection[]): number =>
  links.reduce((usd, { modelsUsd, toolsUsd }) => usd + (modelsUsd[0] ?? 0) + toolsUsd, 0);

const sumOf = (list: readonly { readonly usd: Parameters<typeof mean>[0] }[]): number => list.reduce((sum, { usd }) => sum + mean(usd), 0);

const monthProjection = (plan: Plan, tally: Tally, at: number, testUsd: number): MonthProjection => {
  const { evaluation, fixedUsdPerMonth, oneOffUsd } = plan.money;
  const components: Components = {
    ...requestComponents(tally, at),
    evaluation: evaluation === null ? 0 : mean(evaluation.cases) * mean(evaluation.runsPerMonth) * testUsd,
    fixed: sumOf(fixedUsdPerMonth),
    oneOff: at === 0 ? sumOf(oneOffUsd) : 0,
  };
  const [month, requests] = [plan.months[at], tally.requests[at] ?? 0];
  return {
    month: month as MonthProjection['month'],
    requests,
    costPerRequestUsd: tally.costUsd[at] ?? 0,
    spendUsd: componentsUsd(components),
    components,
    notes: notesOf(plan, at),
  };
};

/** Returns whether cost per request hangs on how many there are: by what the cache keeps warm, by what is free, by what is stored. */
const bendsWithVolume = (plan: Plan, { sums, entries }: Requested): boolean => {
  const found = [...sums.values()].some(({ links }) => links.some(({ bands }) => bands.some((band) => band.found.size > 0)));
  const free = plan.steps.some(({ links }) =>
    links.some(
      (link) => link.kind === 'model' && link.fees.some(({ name }) => (link.prices[0]?.[0]?.row.fees.get(name)?.freePerMonth ?? 0) > 0),
    ),
  );
  return (
    found ||
    free ||
    entries.list.some(({ link }) => link.prices.some((month) => month.some(({ row }) => row.cacheStorageUsdPerMtokHour > 0)))
  );
};

/** What another workflow that evaluates this one costs a run; null where this one does. */
export type Evaluated = { readonly usdPerRun: number } | null;

const project = (forms: ClosedForms, evaluated: Evaluated): Projection => {
  const { scenario } = forms;
  const futures = futuresOf(scenario.unknowns);
  const plan = meanPlan(scenario);
  const tally = newTally();
  let exact = futures.exact;
  for (const { weight, values } of futures.list) {
    const { plan: future, requested } = forms.at(values);
    const volumes = volumesOf(future, bendsWithVolume(future, requested));
    exact &&= requested.exact && volumes.exact;
    addFuture(tally, future, requested, volumes.list, weight);
  }
  return projectionOf(plan, tally, exact, evaluated);
};

const projectionOf = (plan: Plan, tally: Tally, exact: boolean, evaluated: Evaluated): Projection => {
  const costUsd = tally.costUsd[0] ?? 0;
  const steps = plan.steps.map((step) => stepProjection(plan, tally, step, costUsd));
  const own = steps.flatMap(({ links, compaction }) => [...links, ...(compaction === null ? [] : [compaction])]);
  const testUsd = evaluated?.usdPerRun ?? testedUsd({ steps });
  const months = plan.traffic === null ? [] : plan.months.map((_, at) => monthProjection(plan, tally, at, testUsd));
  const [first] = plan.months;
  const successRate = 1 - tally.failed;
  return {
    plan,
    costUsd,
    exact,
    calls: own.reduce((sum, link) => sum + link.calls, 0),
    tokens: tokensOf(own),
    successRate,
    turns: plan.session === null ? null : tally.turns,
    steps,
    months,
    requestsPerDay: plan.traffic === null || first === undefined ? null : (tally.requests[0] ?? 0) / first.days,
    economics: economicsOf({ plan, months, successRate }),
  };
};

/** Rarer than this, a prompt over the window is not worth a warning. */
const RARE = 1e-6;

/** Warns where prompts do not fit: they cost nothing, and look like a saving. */
const warnOfWindows = ({ steps }: Projection, problems: Problems): void => {
  for (const { step, links } of steps) {
    for (const [index, link] of step.links.entries()) {
      const sum = links[index];
      if (link.kind !== 'model' || sum === undefined || sum.tooLong <= RARE * sum.reached) continue;
      const share = `${Number(((100 * sum.tooLong) / sum.reached).toPrecision(3))} %`;
      problems.warning('over-window', step.at, `${share} of the prompts of step "${step.name}" are longer than ${link.model.id} takes`, {
        label: `more than ${link.window.toLocaleString('en-US')} tokens: unbilled, and failed unless a fallback takes them`,
        help: ['cut them with max_input, or give a fallback with a larger window'],
      });
    }
  }
};

/**
 * Returns the expected values of a scenario: cost, calls, token classes and success of a request, by step, and spend by month.
 * Exact where every mean has a closed form. Undefined, and reported, where branches are too entangled to be told apart.
 */
export const expect = (
  scenario: ScenarioPlan,
  problems: Problems,
  evaluated: Evaluated = null,
  forms = new ClosedForms(scenario),
): Projection | undefined => {
  try {
    const projection = project(forms, evaluated);
    warnOfWindows(projection, problems);
    return projection;
  } catch (thrown) {
    if (!(thrown instanceof TooEntangled)) throw thrown;
    return problems.error('limit', null, 'the branches of this workflow depend on each other in too many ways', {
      label: 'split it into several workflows',
    });
  }
};
