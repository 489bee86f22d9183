import type { Plan } from '../../workflow/plan.ts';
import type { ClosedForm } from '../closed-forms.ts';
import type { LinkProjection } from '../projection.ts';
import type { Requested } from '../request.ts';
import type { LinkSum, StepSum } from '../sums.ts';
import { addFuture, newTally, type Tally } from '../tally.ts';

/**
 * What a request costs, line by line: of each step and each of its links what is sent, what is written (with fees), the tool and
 * the person, in dollars by month. Two numbers that nobody knows seldom bend the same line in other ways than by a factor each.
 */
export type CostLines = readonly (readonly number[])[];

const unwritten = (sum: LinkSum): LinkSum => ({
  ...sum,
  fees: [],
  bands: sum.bands.map((band) => ({ ...band, reasoning: 0, visibleOutput: 0 })),
});

const unwrittenStep = ({ runs, links, compactions }: StepSum): StepSum => ({
  runs,
  links: links.map(unwritten),
  compactions: new Map([...compactions].map(([link, sum]) => [link, unwritten(sum)])),
});

/** What a request comes to with nothing written. */
const sentOnly = (requested: Requested): Requested => ({
  ...requested,
  sums: new Map([...requested.sums].map(([step, sum]) => [step, unwrittenStep(sum)])),
});

const tallied = (plan: Plan, requested: Requested, perDay: number): Tally => {
  const tally = newTally();
  addFuture(tally, plan, requested, [{ weight: 1, perDay, growth: 0 }], 1);
  return tally;
};

const linksIn = (tally: Tally, plan: Plan, step: number): readonly (LinkProjection | undefined)[] => {
  const mine = tally.steps.get(step);
  const count = plan.steps[step]?.links.length ?? 0;
  return [...Array.from({ length: count }, (_, at) => mine?.links[at]), mine?.compaction ?? undefined];
};

/** Lines of a link: sent, written, tool, person. The last is people's, whom tests leave out. */
export const LINES_A_LINK = 4;

const linesOf = (all: LinkProjection | undefined, sent: LinkProjection | undefined, months: number): CostLines => {
  const every = Array.from({ length: months }, (_, at) => at);
  return [
    every.map((at) => sent?.modelsUsd[at] ?? 0),
    every.map((at) => (all?.modelsUsd[at] ?? 0) - (sent?.modelsUsd[at] ?? 0)),
    every.map(() => all?.toolsUsd ?? 0),
    every.map(() => all?.peopleUsd ?? 0),
  ];
};

/**
 * Returns the lines of a request in each of the first months, at a volume of a day (of sessions where they are stated) that is the
 * same in all of them.
 */
export const costLinesOf = ({ plan, requested }: ClosedForm, perDay: number, months: number): CostLines => {
  const level: Plan = { ...plan, months: plan.months.slice(0, months).map((month) => ({ ...month, growthPower: 0, total: null })) };
  const all = tallied(level, requested, perDay);
  const sent = tallied(level, sentOnly(requested), perDay);
  return plan.steps.flatMap(({ index }) => {
    const others = linksIn(sent, plan, index);
    return linksIn(all, plan, index).flatMap((link, at) => linesOf(link, others[at], months));
  });
};
