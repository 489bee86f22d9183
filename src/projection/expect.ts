import type { Problems } from '../diagnostics/diagnostic.ts';
import { dayText } from '../pricing/day.ts';
import type { Usage } from '../pricing/price.ts';
import type { PriceRow } from '../pricing/table.ts';
import { atomsOf } from '../stats/atoms.ts';
import { affine, type Distribution } from '../stats/distribution.ts';
import { hasExactMean, mean } from '../stats/moments.ts';
import type { ModelLink, Plan, PlanMonth, PlanStep } from '../workflow/plan.ts';
import { TooEntangled } from './decisions.ts';
import { requestOf } from './scope.ts';
import type { LinkSum, Sums } from './sums.ts';

/** Dollars by who gets them. */
export type Components = { readonly models: number; readonly tools: number; readonly people: number };

/** A step's expected values for one request of the whole workflow, at the prices of the first month. */
export type StepProjection = {
  readonly step: PlanStep;
  readonly runs: number;
  readonly calls: number;
  readonly costUsd: number;
  readonly shareOfCost: number;
  readonly tokens: Usage;
  /** Per request: itself, then its fallbacks. Empty for groups. */
  readonly links: readonly LinkSum[];
};

export type MonthProjection = {
  readonly month: PlanMonth;
  readonly requests: number;
  readonly costPerRequestUsd: number;
  readonly spendUsd: number;
  readonly components: Components;
  readonly notes: readonly string[];
};

/** What a plan comes to: means in closed form. Money in dollars. */
export type Projection = {
  readonly plan: Plan;
  readonly costUsd: number;
  /** Whether every mean has a closed form; else some are quadratures. */
  readonly exact: boolean;
  readonly calls: number;
  readonly tokens: Usage;
  readonly successRate: number;
  readonly steps: readonly StepProjection[];
  /** Empty without traffic. */
  readonly months: readonly MonthProjection[];
  /** Null without traffic. */
  readonly requestsPerDay: number | null;
};

const add = (a: Usage, b: Usage): Usage => ({
  uncachedInput: a.uncachedInput + b.uncachedInput,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite: a.cacheWrite + b.cacheWrite,
  reasoning: a.reasoning + b.reasoning,
  visibleOutput: a.visibleOutput + b.visibleOutput,
});

const NO_USAGE: Usage = { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, visibleOutput: 0 };

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Dollars of a step's links in a month of the horizon. */
const componentsOf = (links: readonly LinkSum[], month: number): Components => ({
  models: total(links.map((link) => link.modelsUsd[month] ?? 0)),
  tools: total(links.map((link) => link.toolsUsd)),
  people: total(links.map((link) => link.peopleUsd)),
});

/** Returns what all components come to together. */
export const componentsUsd = ({ models, tools, people }: Components): number => models + tools + people;

/** A group comes to what its steps come to. */
const linksUnder = (plan: Plan, sums: Sums, step: PlanStep): readonly LinkSum[] =>
  step.kind === 'group'
    ? step.children.flatMap((child) => linksUnder(plan, sums, plan.steps[child] as PlanStep))
    : (sums.get(step.index)?.links ?? []);

const stepProjection = (plan: Plan, sums: Sums, step: PlanStep, costUsd: number): StepProjection => {
  const links = linksUnder(plan, sums, step);
  const own = componentsUsd(componentsOf(links, 0));
  return {
    step,
    runs: sums.get(step.index)?.runs ?? 0,
    calls: total(links.map((link) => link.calls)),
    costUsd: own,
    shareOfCost: costUsd === 0 ? 0 : own / costUsd,
    tokens: links.reduce<Usage>((sum, link) => add(sum, link), NO_USAGE),
    links: step.kind === 'group' ? [] : links,
  };
};

/** E[(1 + g)^m]: growth is drawn once for a future, so that its powers are not powers of its mean. */
const meanGrowth = (growth: Distribution, months: number): number => {
  if (growth.kind === 'constant') return (1 + growth.value) ** months;
  const atoms = atomsOf(affine(growth, 1, 1));
  return total(atoms.values.map((value, index) => (atoms.weights[index] ?? 0) * Math.max(0, value) ** months));
};

const priceText = ({ prices }: PriceRow): string => `$${prices.input ?? 0} in, $${prices.output ?? 0} out`;

/** Each change of a model's row within a month, or against the month before, with the prices on both sides. */
const changesOf = (link: ModelLink, month: number): readonly string[] => {
  const rows = (link.prices[month] ?? []).map(({ row }) => row);
  const before = month === 0 ? [] : (link.prices[month - 1] ?? []).slice(-1).map(({ row }) => row);
  return [...before, ...rows].flatMap((row, index, all) => {
    const last = all[index - 1];
    if (last === undefined || last === row) return [];
    return [`the price of ${link.model.id} changes on ${dayText(row.from)}: ${priceText(last)} → ${priceText(row)} per million tokens`];
  });
};

const notesOf = (plan: Plan, month: number): readonly string[] => {
  const links = plan.steps.flatMap((step) => step.links).filter((link) => link.kind === 'model');
  const notes = links.flatMap((link) => (link.prices[month] ?? []).flatMap((segment) => segment.notes));
  return [...new Set([...notes, ...links.flatMap((link) => changesOf(link, month))])];
};

const monthProjection = (plan: Plan, allLinks: readonly LinkSum[], requestsPerDay: number, index: number): MonthProjection => {
  const month = plan.months[index] as PlanMonth;
  const requests = requestsPerDay * month.days * meanGrowth(plan.growth, month.growthPower);
  const each = componentsOf(allLinks, index);
  const costPerRequestUsd = componentsUsd(each);
  const components = { models: each.models * requests, tools: each.tools * requests, people: each.people * requests };
  return { month, requests, costPerRequestUsd, spendUsd: requests * costPerRequestUsd, components, notes: notesOf(plan, index) };
};

const exactTraffic = (plan: Plan): boolean =>
  (plan.requestsPerDay ?? []).every(hasExactMean) && (plan.growth.kind === 'constant' || plan.months.length === 1);

const project = (plan: Plan): Projection => {
  const request = requestOf(plan);
  const leaves = plan.steps.filter(({ kind }) => kind !== 'group');
  const allLinks = leaves.flatMap((step) => linksUnder(plan, request.sums, step));
  const costUsd = componentsUsd(componentsOf(allLinks, 0));
  const requestsPerDay = plan.requestsPerDay === null ? null : plan.requestsPerDay.reduce((product, of) => product * mean(of), 1);
  return {
    plan,
    costUsd,
    exact: request.exact && exactTraffic(plan),
    calls: total(allLinks.map((link) => link.calls)),
    tokens: allLinks.reduce<Usage>((sum, link) => add(sum, link), NO_USAGE),
    successRate: 1 - request.failed,
    steps: plan.steps.map((step) => stepProjection(plan, request.sums, step, costUsd)),
    months: requestsPerDay === null ? [] : plan.months.map((_, index) => monthProjection(plan, allLinks, requestsPerDay, index)),
    requestsPerDay,
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
 * Returns the expected values of a plan: cost, calls, token classes and success of a request, by step, and spend by month.
 * Exact where every mean has a closed form. Undefined, and reported, where branches are too entangled to be told apart.
 */
export const expect = (plan: Plan, problems: Problems): Projection | undefined => {
  try {
    const projection = project(plan);
    warnOfWindows(projection, problems);
    return projection;
  } catch (thrown) {
    if (!(thrown instanceof TooEntangled)) throw thrown;
    return problems.error('limit', plan.steps[0]?.at ?? null, 'the branches of this workflow depend on each other in too many ways', {
      label: 'split it into several workflows',
    });
  }
};
