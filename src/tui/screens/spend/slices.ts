import type { LinkProjection, Projection, StepProjection } from '../../../projection/projection.ts';
import { stepItems } from '../../../report/csv/items.ts';

/** A part of the spend, by month; the parts of a view add up to the spend. */
export type Slice = { readonly name: string; readonly months: readonly number[]; readonly totalUsd: number };

/** The ways in which the spend is taken apart; the first leaves it whole. */
export const VIEWS = ['total', 'kind', 'step', 'model', 'class'] as const;
export type View = (typeof VIEWS)[number];

const KINDS = [
  ['models', 'models'],
  ['tools', 'tools'],
  ['people', 'people'],
  ['evaluation', 'evaluation'],
  ['fixed', 'fixed'],
  ['oneOff', 'one-off'],
] as const;

/** Dollars by month, the first of them in month `from`. */
type Part = { readonly name: string; readonly months: readonly number[]; readonly from?: number };

/** Parts of one name added up, those that come to nothing left out, the dearest first. */
const summed = (parts: readonly Part[], months: number): readonly Slice[] => {
  const sums = new Map<string, number[]>();
  for (const { name, months: own, from = 0 } of parts) {
    const sum = sums.get(name) ?? new Array<number>(months).fill(0);
    sums.set(name, sum);
    for (const [at, usd] of own.entries()) sum[from + at] = (sum[from + at] ?? 0) + usd;
  }
  return [...sums]
    .map(([name, own]) => ({ name, months: own, totalUsd: own.reduce((sum, usd) => sum + usd, 0) }))
    .filter(({ totalUsd }) => totalUsd !== 0)
    .sort((a, b) => b.totalUsd - a.totalUsd);
};

/** What comes with the month and not with a request. */
const standing = ({ months }: Projection): readonly Part[] =>
  KINDS.slice(3).map(([key, name]) => ({ name, months: months.map(({ components }) => components[key]) }));

const linksOf = ({ links, compaction }: StepProjection): readonly LinkProjection[] => [
  ...links,
  ...(compaction === null ? [] : [compaction]),
];

const byStep = (projection: Projection): readonly Part[] => [
  ...projection.steps.flatMap((one) => linksOf(one).map(({ spendUsd }) => ({ name: one.step.name, months: spendUsd }))),
  ...standing(projection),
];

const byModel = (projection: Projection): readonly Part[] => [
  ...projection.steps.flatMap(({ step, links, compaction }) => [
    ...step.links.map((link, index) => ({
      name: link.kind === 'model' ? link.model.id : link.kind === 'person' ? 'people' : 'tools',
      months: links[index]?.spendUsd ?? [],
    })),
    ...(compaction === null ? [] : [{ name: 'compaction', months: compaction.spendUsd }]),
  ]),
  ...standing(projection),
];

const CLASS_WORDS: Readonly<Record<string, string>> = {
  uncached_input: 'uncached input',
  cache_read: 'cache read',
  cache_write: 'cache write',
  reasoning: 'reasoning',
  visible_output: 'visible output',
  model: 'models, classes not split',
  person: 'people',
  tool: 'tools',
};

const byClass = (projection: Projection): readonly Part[] => [
  ...projection.months.flatMap(({ month, requests }, at) =>
    projection.steps
      .flatMap((one) => stepItems(one, { label: month.label, days: month.days, requests, month: at }))
      .map((item) => ({
        name: CLASS_WORDS[item.class] ?? item.class,
        months: [item.usd],
        from: at,
      })),
  ),
  ...standing(projection),
];

const partsOf = (projection: Projection, view: View): readonly Part[] => {
  const { months } = projection;
  switch (view) {
    case 'total':
      return [{ name: 'spend', months: months.map(({ spendUsd }) => spendUsd) }];
    case 'kind':
      return KINDS.map(([key, name]) => ({ name, months: months.map(({ components }) => components[key]) }));
    case 'step':
      return byStep(projection);
    case 'model':
      return byModel(projection);
    case 'class':
      return byClass(projection);
    default:
      return view satisfies never;
  }
};

/** Returns the spend of a projection taken apart, the dearest part first. */
export const slicesOf = (projection: Projection, view: View): readonly Slice[] =>
  summed(partsOf(projection, view), projection.months.length);
