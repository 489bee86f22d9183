import type { PriceSegment } from '../../pricing/calendar.ts';
import { dayText } from '../../pricing/day.ts';
import { pricesOf } from '../../pricing/price.ts';
import { attemptsOf } from '../../projection/attempts.ts';

import type { LinkProjection, Projection, StepProjection } from '../../projection/projection.ts';
import type { Link, ModelLink, Plan, PlanPart, ToolLink } from '../../workflow/plan.ts';
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
    const write = link.cache.kind === 'off' ? undefined : prices.cacheWrite.get(link.cache.ttl);
    const read = link.cache.kind === 'off' || prices.cacheRead === null ? '' : `${usd(prices.cacheRead)} cache read, `;
    const cached = write === undefined ? read : `${read}${usd(write)} cache write, `;
    const tier = link.tier === 'standard' ? '' : `, tier ${link.tier}`;
    const text = `price of ${row.model} from ${dayText(row.from)}: ${usd(prices.input ?? 0)} input, ${cached}${usd(prices.output ?? 0)} output per million tokens${tier}`;
    const facts = `${row.status}, read ${dayText(row.read)}, confidence ${row.confidence} (table)${from(row.place)}`;
    return `${text}; ${(link.prices[0] ?? []).length > 1 ? `${days} days of the first month; ` : ''}${facts}${notes.length > 0 ? `; ${notes.join('; ')}` : ''}`;
  });

const tokensLine = (name: string, tokens: number, { origin, how }: Pick<PlanPart, 'origin' | 'how'>): string =>
  `  ${name}: ${precise(tokens)} tokens (${origin})${how === null ? '' : `: ${how}`}`;

const partLines = (link: ModelLink, sum: LinkProjection): readonly string[] => [
  ...link.parts.map((part, index) => tokensLine(part.label, per(sum.parts[index] ?? 0, sum.reached), part)),
  ...link.overhead.lines.map((line) => tokensLine(line.name, line.tokens, line)),
];

type Class = { readonly name: string; readonly tokens: number; readonly usdPerMtok: number };

/** The tokens of a request in their classes, with the price of each at a mean size. */
const classesOf = (link: ModelLink, sum: LinkProjection, { row }: PriceSegment): readonly Class[] => {
  const size = per(sum.uncachedInput + sum.cacheRead + sum.cacheWrite, sum.billed);
  const prices = pricesOf(row, link.tier, size);
  const input = prices.input ?? 0;
  const write = link.cache.kind === 'off' ? input : (prices.cacheWrite.get(link.cache.ttl) ?? input);
  return [
    { name: 'uncached input', tokens: sum.uncachedInput, usdPerMtok: input },
    { name: 'cache read', tokens: sum.cacheRead, usdPerMtok: prices.cacheRead ?? input },
    { name: 'cache write', tokens: sum.cacheWrite, usdPerMtok: write },
    { name: 'output', tokens: sum.reasoning + sum.visibleOutput, usdPerMtok: prices.output ?? 0 },
  ].filter(({ tokens }) => tokens > 0);
};

type PaidFee = { readonly name: string; readonly units: number; readonly usdPerUnit: number };

const feesOf = (link: ModelLink, sum: LinkProjection, { row }: PriceSegment): readonly PaidFee[] =>
  link.fees.map(({ name }, index) => ({ name, units: sum.fees[index] ?? 0, usdPerUnit: row.fees.get(name)?.usdPerUnit ?? 0 }));

const whyNot = (link: ModelLink): string => {
  const segments = link.prices[0] ?? [];
  if (segments.length > 1) return 'each price for its days of the month';
  if (segments[0]?.row.longContext.length) return 'the price by the size of each prompt, over its distribution, not at its mean';
  if (segments[0]?.row.hours.length) return 'each hour at its own price';
  return 'with what is free, what is stored, and the futures weighed together';
};

/** Σ class tokens × price, with fees and factors, where that is the cost: one price row, or none that size or hour changes. */
const modelFormula = (link: ModelLink, sum: LinkProjection): readonly string[] => {
  const cost = sum.modelsUsd[0] ?? 0;
  const [segment] = link.prices[0] ?? [];
  if (segment === undefined || cost === 0) return [`= ${usd(cost)}`];
  const [classes, fees] = [classesOf(link, sum, segment), feesOf(link, sum, segment)];
  const factor = link.priceFactor;
  const tokensUsd = classes.reduce((total, { tokens, usdPerMtok }) => total + tokens * usdPerMtok, 0) / 1e6;
  const feesUsd = fees.reduce((total, { units, usdPerUnit }) => total + units * usdPerUnit, 0);
  const atMean = factor * (tokensUsd + feesUsd);
  const names = [`(${classes.map(({ name }) => `${name} × price`).join(' + ') || '0'}) ÷ 10⁶`, ...fees.map(({ name }) => `${name} × fee`)];
  const numbers = [
    `(${classes.map(({ tokens, usdPerMtok }) => `${precise(tokens)} × ${usd(usdPerMtok)}`).join(' + ') || '0'}) ÷ 1,000,000`,
    ...fees.map(({ units, usdPerUnit }) => `${precise(units)} × ${usd(usdPerUnit)}`),
  ];
  const [before, after] = factor === 1 ? ['', ''] : ['(', ')'];
  const words = `= ${before}${names.join(' + ')}${after}${factor === 1 ? '' : ' × price factor'}`;
  const plain = `= ${before}${numbers.join(' + ')}${after}${factor === 1 ? '' : ` × ${precise(factor)}`}`;
  if (Math.abs(atMean - cost) <= 1e-9 * Math.max(cost, 1e-12)) return [words, plain, `= ${usd(cost)}`];
  return [`${words}, ${whyNot(link)}`, `= ${usd(cost)}   (at the mean size and the first price it would be ${usd(atMean)})`];
};

/** What may be read from a cache, and how often it is there. */
const cacheLines = (link: ModelLink, sum: LinkProjection, requestsPerHour: number | null): readonly string[] => {
  if (sum.cacheable === 0 || link.cache.kind === 'off') return [];
  const hit = `cache hit rate = tokens read ÷ cacheable = ${precise(sum.cacheRead)} ÷ ${precise(sum.cacheable)} = ${precise(per(sum.cacheRead, sum.cacheable))}`;
  if (link.cache.kind === 'fixed') return [hit, `found with the stated chance of ${precise(link.cache.hit)}, drawn once a run`];
  if (link.cache.cold) return [hit, 'cache: cold, nothing is found that others sent'];
  const rate = requestsPerHour === null ? '' : ` of ${precise(requestsPerHour)} requests an hour on average`;
  return [
    hit,
    `what all requests share is found with 1 − e^(−λ × TTL), TTL = ${link.cache.ttl}, λ = the share${rate} that sends it, over the hours of the week and its versions`,
  ];
};

const factorLines = (link: ModelLink): readonly string[] => [
  ...(link.priceFactor === 1
    ? []
    : [`price factor = ${precise(link.priceFactor)}: region, own prices, price faults and discount together`]),
  ...(link.inputFactor === 1 ? [] : [`input factor = ${precise(link.inputFactor)}: a fault makes every prompt longer`]),
];

const modelFigure = (
  projection: Projection,
  { step, runs }: StepProjection,
  link: ModelLink,
  sum: LinkProjection,
  index: number,
): Figure => {
  const { plan, months } = projection;
  const [first] = months;
  const perHour = first === undefined ? null : first.requests / (first.month.days * 24);
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
      `input tokens = ${precise(per(sum.uncachedInput + sum.cacheRead + sum.cacheWrite, sum.billed))} a billed call, by part:`,
      ...partLines(link, sum),
      ...(sum.carried > 0 ? [`  carried from earlier rounds and turns: ${precise(per(sum.carried, sum.reached))} tokens`] : []),
      ...cacheLines(link, sum, perHour),
      `output tokens = ${precise(per(sum.visibleOutput, sum.answered))} visible + ${precise(per(sum.reasoning, sum.answered))} reasoning${ceiling}: ${stated(plan, `${step.name}.output`)}`,
      ...tooLong,
      ...factorLines(link),
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
export const linkFigure = (projection: Projection, step: StepProjection, link: Link, index: number): readonly Figure[] => {
  const sum = step.links[index];
  if (sum === undefined) return [];
  switch (link.kind) {
    case 'model':
      return [modelFigure(projection, step, link, sum, index)];
    case 'tool':
      return [toolFigure(projection.plan, step, link, sum)];
    case 'person':
      return [personFigure(projection.plan, step, sum)];
    case 'reply':
      return [
        { name: `${step.step.name}: fixed reply`, value: '$0', formula: ['= $0'], terms: [`reached = ${precise(sum.reached)} a request`] },
      ];
    default:
      return link satisfies never;
  }
};

/** Returns what calls that shorten what a step carries cost; nothing where it books none. */
export const compactionFigure = ({ step, compaction }: StepProjection): readonly Figure[] => {
  if (compaction === null) return [];
  const cost = compaction.modelsUsd[0] ?? 0;
  return [
    {
      name: `${step.name}: compaction per request`,
      value: usd(cost),
      formula: [`= ${usd(cost)}`],
      terms: [
        `${precise(compaction.calls)} calls a request, ${precise(per(compaction.uncachedInput, compaction.calls))} tokens in and ${precise(per(compaction.visibleOutput, compaction.calls))} out each`,
        'standard tier, uncached: carried tokens are read, fewer are put in their place',
      ],
    },
  ];
};
