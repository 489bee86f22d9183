import { dayText } from '../../pricing/day.ts';
import { pricesOf } from '../../pricing/price.ts';
import { attemptsOf } from '../../projection/attempts.ts';
import type { StepProjection } from '../../projection/projection.ts';
import type { LinkProjection } from '../../projection/projection.ts';
import type { Link, ModelLink, Plan, ToolLink } from '../../workflow/plan.ts';
import { precise } from '../format.ts';
import { type Figure, from, per, stated, usd } from './figure.ts';

const attemptLines = (plan: Plan, what: string, link: ModelLink | ToolLink): readonly string[] => {
  const { attempts, errors, invalid } = link.retry;
  const { expected, answered } = attemptsOf(link.retry);
  if (errors === 0 && invalid === 0) return [`attempts: 1, since none fails; ${stated(plan, `${what}.retry`)}`];
  const f = errors + (1 - errors) * invalid;
  return [
    `f = errors + (1 − errors) × invalid = ${precise(errors)} + ${precise(1 - errors)} × ${precise(invalid)} = ${precise(f)}: the share of attempts that fail`,
    `attempts = (1 − f^${attempts}) ÷ (1 − f) = ${precise(expected)} a run; answered = attempts × (1 − errors) = ${precise(answered)}`,
    `retry: ${stated(plan, `${what}.retry`)}`,
  ];
};

const reachLines = (index: number, runs: number, sum: LinkProjection): readonly string[] =>
  index === 0
    ? []
    : [
        `reached = ${precise(sum.reached)} a request: ${precise(per(sum.reached, runs))} of the step's runs have used up what stands before it`,
      ];

const priceLines = (link: ModelLink): readonly string[] =>
  (link.prices[0] ?? []).map(({ row, days, notes }) => {
    const prices = pricesOf(row, link.tier, 0);
    const tier = link.tier === 'standard' ? '' : `, tier ${link.tier}`;
    const text = `price of ${row.model} from ${dayText(row.from)}: ${usd(prices.input ?? 0)} input, ${usd(prices.output ?? 0)} output per million tokens${tier}`;
    const facts = `${row.status}, read ${dayText(row.read)}, confidence ${row.confidence} (table)${from(row.place)}`;
    return `${text}; ${(link.prices[0] ?? []).length > 1 ? `${days} days of the first month; ` : ''}${facts}${notes.length > 0 ? `; ${notes.join('; ')}` : ''}`;
  });

const partLines = (link: ModelLink, sum: LinkProjection): readonly string[] => [
  ...link.parts.map(({ label, origin }, index) => `  ${label}: ${precise(per(sum.parts[index] ?? 0, sum.reached))} tokens (${origin})`),
  ...(link.overhead.tokens > 0
    ? [`  message overhead: ${precise(link.overhead.tokens)} tokens for ${link.overhead.messages} messages (estimated)`]
    : []),
];

/** The cost of a model link at mean sizes, where that is the cost: one price row, or none that the size changes. */
const modelFormula = (link: ModelLink, sum: LinkProjection): readonly string[] => {
  const cost = sum.modelsUsd[0] ?? 0;
  const [segment] = link.prices[0] ?? [];
  if (segment === undefined || sum.answered === 0) return [`= ${usd(cost)}`];
  const input = per(sum.uncachedInput, sum.answered);
  const output = per(sum.reasoning + sum.visibleOutput, sum.answered);
  const prices = pricesOf(segment.row, link.tier, input);
  const atMean = (sum.answered * (input * (prices.input ?? 0) + output * (prices.output ?? 0))) / 1e6;
  const plain = `= ${precise(sum.answered)} × (${precise(input)} × ${usd(prices.input ?? 0)} + ${precise(output)} × ${usd(prices.output ?? 0)}) ÷ 1,000,000`;
  const words = '= answered calls × (input tokens × price + output tokens × price) ÷ 10⁶';
  if (Math.abs(atMean - cost) <= 1e-9 * Math.max(cost, 1e-12)) return [words, plain, `= ${usd(cost)}`];
  const why =
    (link.prices[0] ?? []).length > 1
      ? 'each price for its days of the month'
      : 'the price by the size of each prompt, over its distribution, not at its mean';
  return [`${words}, ${why}`, `= ${usd(cost)}   (at the mean size and the first price it would be ${usd(atMean)})`];
};

const modelFigure = (plan: Plan, { step, runs }: StepProjection, link: ModelLink, sum: LinkProjection, index: number): Figure => {
  const what = index === 0 ? step.name : `${step.name} fallback ${link.model.id}`;
  const ceiling = Number.isFinite(link.maxOutput) ? `, at most ${precise(link.maxOutput)}` : '';
  const tooLong =
    sum.tooLong > 0
      ? [`prompts over the window of ${precise(link.window)} tokens: ${precise(sum.tooLong)} a request, unbilled, not answered`]
      : [];
  return {
    name: `${what}: model cost per request`,
    value: usd(sum.modelsUsd[0] ?? 0),
    formula: modelFormula(link, sum),
    terms: [
      ...reachLines(index, runs, sum),
      `answered calls = ${precise(sum.answered)} a request; runs = ${precise(runs)}`,
      ...attemptLines(plan, what, link),
      `input tokens = ${precise(per(sum.uncachedInput, sum.answered))} a call, by part:`,
      ...partLines(link, sum),
      `output tokens = ${precise(per(sum.visibleOutput, sum.answered))} visible + ${precise(per(sum.reasoning, sum.answered))} reasoning${ceiling}: ${stated(plan, `${step.name}.output`)}`,
      ...tooLong,
      ...priceLines(link),
    ],
  };
};

const toolFigure = (plan: Plan, { step, runs }: StepProjection, link: ToolLink, sum: LinkProjection): Figure => ({
  name: `${step.name}: tool cost per request`,
  value: usd(sum.toolsUsd),
  formula: [
    '= answered calls × cost of a call',
    `= ${precise(sum.answered)} × ${usd(per(sum.toolsUsd, sum.answered))}`,
    `= ${usd(sum.toolsUsd)}`,
  ],
  terms: [
    `runs = ${precise(runs)} a request`,
    ...attemptLines(plan, step.name, link),
    `cost of a call: ${stated(plan, `${step.name}.cost`)}`,
  ],
});

const personFigure = (plan: Plan, { step, runs }: StepProjection, sum: LinkProjection): Figure => {
  const hours = per(sum.workMs, sum.answered) / 3_600_000;
  const wage = per(sum.peopleUsd, hours * sum.answered);
  return {
    name: `${step.name}: people's cost per request`,
    value: usd(sum.peopleUsd),
    formula: ['= runs × hours of work × wage', `= ${precise(sum.answered)} × ${precise(hours)} × ${usd(wage)}`, `= ${usd(sum.peopleUsd)}`],
    terms: [
      `runs = ${precise(runs)} a request`,
      `work: ${stated(plan, `${step.name}.work`)}`,
      `wage: ${stated(plan, `${step.name}.wage`)}`,
    ],
  };
};

/** Returns the cost of one link of a step as its formula. */
export const linkFigure = (plan: Plan, step: StepProjection, link: Link, index: number): readonly Figure[] => {
  const sum = step.links[index];
  if (sum === undefined) return [];
  switch (link.kind) {
    case 'model':
      return [modelFigure(plan, step, link, sum, index)];
    case 'tool':
      return [toolFigure(plan, step, link, sum)];
    case 'person':
      return [personFigure(plan, step, sum)];
    case 'reply':
      return [
        { name: `${step.step.name}: fixed reply`, value: '$0', formula: ['= $0'], terms: [`reached = ${precise(sum.reached)} a request`] },
      ];
    default:
      return link satisfies never;
  }
};
