import { visible } from '../diagnostics/escape.ts';
import { placeText, type Span } from '../diagnostics/source.ts';
import { dayText } from '../pricing/day.ts';
import { pricesOf } from '../pricing/price.ts';
import { attemptsOf } from '../projection/chain.ts';
import type { MonthProjection, Projection, StepProjection } from '../projection/expect.ts';
import type { LinkSum } from '../projection/sums.ts';
import { mean } from '../stats/moments.ts';
import type { Link, ModelLink, PersonLink, Plan, ToolLink } from '../workflow/plan.ts';
import { precise } from './format.ts';
import { cutTo } from './table.ts';
import type { TextStyle } from './text.ts';

/** One figure as its formula: the formula in words, the same with its numbers, the value, and what the numbers are. */
export type Figure = {
  readonly name: string;
  readonly value: string;
  /** Arithmetic that anyone can do again; every line is equal to the value. */
  readonly formula: readonly string[];
  readonly terms: readonly string[];
};

const usd = (value: number): string => `$${precise(value)}`;
const per = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const from = (at: Span | null): string => (at === null ? '' : `   [${placeText(at)}]`);

/** The assumption of a name, as the plan lists it: its text, origin and place. */
const stated = (plan: Plan, what: string): string => {
  const line = plan.assumptions.find((assumption) => assumption.what === what);
  return line === undefined ? '' : `${line.value} (${line.origin})${from(line.at)}`;
};

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

const reachLines = (index: number, runs: number, sum: LinkSum): readonly string[] =>
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

const partLines = (link: ModelLink, sum: LinkSum): readonly string[] => [
  ...link.parts.map(({ label, origin }, index) => `  ${label}: ${precise(per(sum.parts[index] ?? 0, sum.reached))} tokens (${origin})`),
  ...(link.overhead.tokens > 0
    ? [`  message overhead: ${precise(link.overhead.tokens)} tokens for ${link.overhead.messages} messages (estimated)`]
    : []),
];

/** The cost of a model link at mean sizes, where that is the cost: one price row, or none that the size changes. */
const modelFormula = (link: ModelLink, sum: LinkSum): readonly string[] => {
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

const modelFigure = (plan: Plan, { step, runs }: StepProjection, link: ModelLink, sum: LinkSum, index: number): Figure => {
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

const toolFigure = (plan: Plan, { step, runs }: StepProjection, link: ToolLink, sum: LinkSum): Figure => ({
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

const personFigure = (plan: Plan, { step, runs }: StepProjection, _link: PersonLink, sum: LinkSum): Figure => {
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

const linkFigure = (plan: Plan, step: StepProjection, link: Link, index: number): readonly Figure[] => {
  const sum = step.links[index];
  if (sum === undefined) return [];
  switch (link.kind) {
    case 'model':
      return [modelFigure(plan, step, link, sum, index)];
    case 'tool':
      return [toolFigure(plan, step, link, sum)];
    case 'person':
      return [personFigure(plan, step, link, sum)];
    case 'reply':
      return [
        { name: `${step.step.name}: fixed reply`, value: '$0', formula: ['= $0'], terms: [`reached = ${precise(sum.reached)} a request`] },
      ];
    default:
      return link satisfies never;
  }
};

/** Σ p·n of a list of P(N = n), as the plan holds rounds and items. */
const meanOf = (probabilities: readonly number[]): number => probabilities.reduce((sum, p, n) => sum + p * n, 0);

const runsFigure = (plan: Plan, { step, runs }: StepProjection): Figure => {
  const names = (list: readonly number[]): string => list.map((index) => plan.steps[index]?.name ?? '').join(', ');
  const when =
    step.when.kind === 'any'
      ? [`when: ${step.when.of.map(({ step: other, outcome }) => `${plan.steps[other]?.name}.${outcome}`).join(' or ')}`]
      : step.when.kind === 'chance'
        ? [`when: ${stated(plan, `${step.name}.when`)}`]
        : ['when: always'];
  const outcomes = [...new Set(step.when.kind === 'any' ? step.when.of.map(({ step: other }) => plan.steps[other]?.name ?? '') : [])];
  return {
    name: `${step.name}: runs per request`,
    value: precise(runs),
    formula: ['= P(it is reached, and nothing that it needs has failed) × rounds × items', `= ${precise(runs)}`],
    terms: [
      ...when,
      ...outcomes.map((other) => `${other}.outcomes: ${stated(plan, `${other}.outcomes`)}`),
      ...(step.needs.length > 0 ? [`needs: ${names(step.needs)}`] : []),
      ...(step.parent === null ? [] : [`in group: ${plan.steps[step.parent]?.name}`]),
      ...(step.rounds === null
        ? []
        : [
            `rounds: ${precise(meanOf(step.rounds))} on average, if none fails: ${stated(plan, `${step.name}.repeat.times`) || stated(plan, `${step.name}.repeat.continue`)}`,
          ]),
      ...(step.items === null ? [] : [`items: ${precise(meanOf(step.items))} on average: ${stated(plan, `${step.name}.for_each.items`)}`]),
    ],
  };
};

const stepFigures = (projection: Projection, step: StepProjection): readonly Figure[] => [
  runsFigure(projection.plan, step),
  ...step.step.links.flatMap((link, index) => linkFigure(projection.plan, step, link, index)),
];

const sumFormula = (parts: readonly { readonly name: string; readonly usd: number }[], total: number): readonly string[] => [
  `= ${parts.map(({ name }) => name).join(' + ')}`,
  `= ${parts.map((part) => usd(part.usd)).join(' + ')}`,
  `= ${usd(total)}`,
];

const requestFigures = (projection: Projection): readonly Figure[] => {
  const leaves = projection.steps.filter(({ step }) => step.kind !== 'group');
  const failing = leaves.filter(({ links }) => (links.at(-1)?.failed ?? 0) > 0);
  const failures = failing.map(
    ({ step, links }) =>
      `${step.name} fails for good in ${precise(links.at(-1)?.failed ?? 0)} of requests${step.goesOn ? ' (the request goes on)' : ''}`,
  );
  const calling = leaves.filter(({ calls }) => calls > 0);
  return [
    {
      name: `cost per request`,
      value: usd(projection.costUsd),
      formula: sumFormula(
        leaves.map(({ step, costUsd }) => ({ name: step.name, usd: costUsd })),
        projection.costUsd,
      ),
      terms: [projection.exact ? 'exact: every mean has a closed form' : 'by quadrature where a mean has no closed form'],
    },
    {
      name: 'model calls per request',
      value: precise(projection.calls),
      formula: [
        `= ${calling.map(({ step }) => step.name).join(' + ') || '0'}`,
        `= ${calling.map(({ calls }) => precise(calls)).join(' + ') || '0'}`,
        `= ${precise(projection.calls)}`,
      ],
      terms: ['attempts at models, erring ones and fallbacks included'],
    },
    {
      name: 'success rate',
      value: precise(projection.successRate),
      formula: [
        '= 1 − P(a foreground step fails for good)',
        `= 1 − ${precise(1 - projection.successRate)}`,
        `= ${precise(projection.successRate)}`,
      ],
      terms: ['branches and failures are told apart exactly, by decision diagram', ...failures],
    },
  ];
};

const volumeTerms = (projection: Projection): readonly string[] => {
  const { plan } = projection;
  const factors = (plan.requestsPerDay ?? []).map((of) => precise(mean(of)));
  return [
    `requests per day = ${factors.join(' × ')} = ${precise(projection.requestsPerDay ?? 0)}: mean of the stated range, users where there are any, days in the stated unit`,
    `requests: ${stated(plan, `${plan.scenario}: requests`)}`,
    ...(plan.assumptions.some(({ what }) => what === `${plan.scenario}: users`)
      ? [`users: ${stated(plan, `${plan.scenario}: users`)}`]
      : []),
    `growth: ${stated(plan, `${plan.scenario}: growth`) || 'none (default)'}`,
  ];
};

/** What a step costs a request at the prices of a month. */
const stepUsd = ({ links }: StepProjection, month: number): number =>
  links.reduce((sum, link) => sum + (link.modelsUsd[month] ?? 0) + link.toolsUsd + link.peopleUsd, 0);

/** Where prices have moved since the month before: the cost of a request by step, and the steps that moved. */
const changeTerms = (projection: Projection, index: number): readonly string[] => {
  const leaves = projection.steps.filter(({ step }) => step.kind !== 'group');
  const moved = leaves.filter((step) => index > 0 && stepUsd(step, index) !== stepUsd(step, index - 1));
  if (moved.length === 0) return [];
  const sum = leaves.map((step) => usd(stepUsd(step, index))).join(' + ');
  return [
    `cost per request = ${sum} = ${usd(projection.months[index]?.costPerRequestUsd ?? 0)}`,
    ...moved.map((step) => `${step.step.name}: ${usd(stepUsd(step, index - 1))} → ${usd(stepUsd(step, index))}`),
  ];
};

const monthFigure = (projection: Projection, one: MonthProjection, index: number): Figure => {
  const growth = per(one.requests, (projection.requestsPerDay ?? 0) * one.month.days);
  return {
    name: `spend in ${one.month.label}`,
    value: usd(one.spendUsd),
    formula: [
      '= requests per day × days × growth × cost per request',
      `= ${precise(projection.requestsPerDay ?? 0)} × ${precise(one.month.days)} × ${precise(growth)} × ${usd(one.costPerRequestUsd)}`,
      `= ${usd(one.spendUsd)}`,
    ],
    terms: [...changeTerms(projection, index), ...one.notes],
  };
};

const timeFigures = (projection: Projection): readonly Figure[] => {
  const [first, ...later] = projection.months;
  if (first === undefined || projection.requestsPerDay === null) return [];
  const total = projection.months.reduce((sum, { spendUsd }) => sum + spendUsd, 0);
  const daily = projection.requestsPerDay * first.costPerRequestUsd;
  const day: Figure = {
    name: 'daily spend',
    value: usd(daily),
    formula: [
      '= requests per day × cost per request',
      `= ${precise(projection.requestsPerDay)} × ${usd(first.costPerRequestUsd)}`,
      `= ${usd(daily)}`,
    ],
    terms: volumeTerms(projection),
  };
  const horizon: Figure = {
    name: `spend over ${projection.months.length} months`,
    value: usd(total),
    formula: sumFormula(
      projection.months.map(({ month, spendUsd }) => ({ name: month.label, usd: spendUsd })),
      total,
    ),
    terms: [],
  };
  const months = projection.months.map((one, index) => monthFigure(projection, one, index));
  return [day, ...months, ...(later.length > 0 ? [horizon] : [])];
};

/** Returns every figure of a projection as its formula, or those of one step. */
export const figuresOf = (projection: Projection, step: string | null): readonly Figure[] => {
  if (step === null)
    return [...requestFigures(projection), ...timeFigures(projection), ...projection.steps.flatMap((one) => stepFigures(projection, one))];
  return projection.steps.filter((one) => one.step.name === step).flatMap((one) => stepFigures(projection, one));
};

const figureLines = ({ name, value, formula, terms }: Figure, style: TextStyle): readonly string[] => [
  `${style.paint('bold', visible(name))} = ${style.paint('accent', value)}`,
  ...formula.map((line) => `  ${visible(line)}`),
  ...terms.map((line) => style.paint('dim', `    ${visible(line)}`)),
];

/** Returns the figures of some projections as text: each with its formula, the numbers in it, and where those come from. */
export const explainText = (projections: readonly Projection[], step: string | null, style: TextStyle): string => {
  const blocks = projections.flatMap((projection) => [
    [style.paint('bold', cutTo(`── ${visible(projection.plan.workflow)} · ${visible(projection.plan.scenario)} ──`, style.width))],
    ...figuresOf(projection, step).map((figure) => figureLines(figure, style)),
  ]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
