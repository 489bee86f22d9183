import type { LinkProjection, Projection, StepProjection } from '../../projection/projection.ts';
import type { Link, ModelLink, Plan, PlanStep } from '../../workflow/plan.ts';

/** What every line has: whose it is, and what it comes to by month. */
type Common = {
  readonly step: string;
  /** 0 for the step's own call, then its fallbacks; or the calls that shorten what it carries. */
  readonly place: number | 'compaction';
  /** Runs of the step in a request of the whole workflow. */
  readonly runs: number;
  /** Dollars a request, by month. */
  readonly usd: readonly number[];
  /** Dollars of each month: the mean of requests × cost over all futures. */
  readonly spendUsd: readonly number[];
};

/** Calls of one model by one step, in the factors whose product is their cost. */
export type ModelLine = Common & {
  readonly kind: 'model';
  readonly link: ModelLink;
  readonly sum: LinkProjection;
  /** Attempts that are billed and that are answered, each a run of the step: retries, fallbacks and reuse are in them. */
  readonly billedPerRun: number;
  readonly answeredPerRun: number;
  /** Mean tokens of a billed call: all of its prompt, and what of it may be cached. */
  readonly inputTokens: number;
  readonly cacheableTokens: number;
  /** Cached tokens read ÷ cacheable tokens, in the first month. */
  readonly hitRate: number;
  /** Of the cacheable tokens that are not read, the share that is billed as written. */
  readonly writtenShare: number;
  /** Mean tokens of an answered call. */
  readonly reasoningTokens: number;
  readonly outputTokens: number;
  /** Units of each fee an answered call. */
  readonly fees: readonly { readonly name: string; readonly units: number }[];
};

export type ToolLine = Common & { readonly kind: 'tool'; readonly attemptsPerRun: number; readonly usdPerAttempt: number };

export type PersonLine = Common & { readonly kind: 'person'; readonly minutesPerRun: number; readonly usdPerHour: number };

/** Calls of several models that shorten what is carried, at what they cost together. */
export type CompactionLine = Common & { readonly kind: 'compaction'; readonly usdPerRun: number; readonly sum: LinkProjection };

/** What one step pays to one receiver: the rows from which a plan can be priced again. */
export type Line = ModelLine | ToolLine | PersonLine | CompactionLine;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const MS_PER_MINUTE = 60_000;

const modelLine = (common: Common, link: ModelLink, sum: LinkProjection): ModelLine => ({
  ...common,
  kind: 'model',
  link,
  sum,
  billedPerRun: share(sum.billed, common.runs),
  answeredPerRun: share(sum.answered, common.runs),
  inputTokens: share(sum.uncachedInput + sum.cacheRead + sum.cacheWrite, sum.billed),
  cacheableTokens: share(sum.cacheable, sum.billed),
  hitRate: share(sum.cacheRead, sum.cacheable),
  writtenShare: share(sum.cacheWrite, sum.cacheable - sum.cacheRead),
  reasoningTokens: share(sum.reasoning, sum.answered),
  outputTokens: share(sum.visibleOutput, sum.answered),
  fees: link.fees.map(({ name }, index) => ({ name, units: share(sum.fees[index] ?? 0, sum.answered) })),
});

const usdOf = (sum: LinkProjection): readonly number[] => sum.modelsUsd.map((usd) => usd + sum.toolsUsd + sum.peopleUsd);

const linkLine = (common: Common, link: Link, sum: LinkProjection): readonly Line[] => {
  switch (link.kind) {
    case 'model':
      return sum.billed === 0 ? [] : [modelLine(common, link, sum)];
    case 'tool':
      return sum.toolsUsd === 0
        ? []
        : [
            {
              ...common,
              kind: 'tool',
              attemptsPerRun: share(sum.attempts, common.runs),
              usdPerAttempt: share(sum.toolsUsd, sum.attempts),
            },
          ];
    case 'person':
      return sum.peopleUsd === 0
        ? []
        : [
            {
              ...common,
              kind: 'person',
              minutesPerRun: share(sum.workMs, common.runs) / MS_PER_MINUTE,
              usdPerHour: share(60 * MS_PER_MINUTE * sum.peopleUsd, sum.workMs),
            },
          ];
    case 'reply':
      return [];
    default:
      return link satisfies never;
  }
};

/** The calls that may shorten what a step carries: of the loops around it, and of the history in its prompts. */
const compactingCalls = (plan: Plan, step: PlanStep): readonly ModelLink[] => {
  const histories = step.links.flatMap((link) => (link.kind === 'model' ? link.parts.map(({ history }) => history?.compact) : []));
  const around =
    step.parent === null ? [] : plan.steps.slice(step.parent, step.parent + 1).flatMap((parent) => compactingCalls(plan, parent));
  const own = [step.carry?.compact, ...histories].flatMap((compact) => (compact == null ? [] : [compact.call]));
  return [...new Set([...own, ...around])];
};

/** What shortens, as calls of its model where there is one, else as what all of them cost. */
const compactionLine = (common: Common, calls: readonly ModelLink[], sum: LinkProjection): Line => {
  const [call] = calls;
  if (call !== undefined && calls.length === 1) return modelLine(common, call, sum);
  return { ...common, kind: 'compaction', usdPerRun: share(common.usd[0] ?? 0, common.runs), sum };
};

/** Returns what a step pays, by receiver. What costs nothing has no line; groups have none of their own. */
const stepLines = (plan: Plan, { step, runs, links, compaction }: StepProjection): readonly Line[] => {
  const common = (sum: LinkProjection, place: number): Common => ({
    step: step.name,
    place: place < links.length ? place : 'compaction',
    runs,
    usd: usdOf(sum),
    spendUsd: sum.spendUsd,
  });
  const own = step.links.flatMap((link, place) => {
    const sum = links[place];
    return sum === undefined ? [] : linkLine(common(sum, place), link, sum);
  });
  if (compaction === null || compaction.billed === 0) return own;
  return [...own, compactionLine(common(compaction, links.length), compactingCalls(plan, step), compaction)];
};

/** Returns what all steps of a scenario pay, in file order. */
export const linesOf = ({ plan, steps }: Projection): readonly Line[] => steps.flatMap((step) => stepLines(plan, step));
