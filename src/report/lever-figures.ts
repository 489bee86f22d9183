import { money, percent } from './format.ts';
import type { LeverReport, ScenarioReport } from './report.ts';
import { significant } from './significant.ts';

/** An uncertain number as every table of what moves the spend prints it. The name is as in the file, not escaped yet. */
export type LeverFigures = {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly lowUsd: string;
  readonly highUsd: string;
  /** What it takes off the middle and adds to it, each over the greatest of all, for bars. */
  readonly below: number;
  readonly above: number;
  readonly share: string;
};

/** A budget on money and the values at which one number alone meets it. */
export type BreakFigures = { readonly budget: string; readonly values: readonly { readonly name: string; readonly value: string }[] };

export type LeverTable = {
  readonly rows: readonly LeverFigures[];
  /** Dollars of the mean month with all numbers in their middle. */
  readonly middle: string;
  /** How many weaker ones are left out. */
  readonly others: number;
  readonly breaks: readonly BreakFigures[];
};

const MOST = 8;

/** Weaker ones move the month by less than this part of it. */
const LEAST = 0.002;

const NAMES: Readonly<Record<LeverReport['kind'], (name: string) => string>> = {
  assumption: (name) => name,
  tokenizer: (name) => `tokens of ${name}`,
  samples: (name) => `samples of ${name.replace(/^input /, '')}`,
  traffic: (name) => name,
};

/** Recounts are factors of what was counted. */
const valueText = ({ kind }: LeverReport, value: number): string =>
  kind === 'tokenizer' || kind === 'samples' ? `×${significant(value)}` : significant(value);

const breaksOf = (levers: readonly LeverReport[]): readonly BreakFigures[] => {
  const budgets = [...new Set(levers.flatMap(({ breaks }) => breaks.map(({ budget }) => budget)))];
  return budgets.map((budget) => ({
    budget,
    values: levers.flatMap((one) =>
      one.breaks
        .filter((own) => own.budget === budget)
        .map(({ value }) => ({ name: NAMES[one.kind](one.name), value: valueText(one, value) })),
    ),
  }));
};

/** Returns the uncertain numbers of a scenario, the strongest first. */
export const leverFigures = ({ sensitivity, months }: Pick<ScenarioReport, 'sensitivity' | 'months'>): LeverTable => {
  const list = sensitivity ?? [];
  const middle = list[0]?.middle_usd_per_month ?? months[0]?.spend_usd.p50 ?? 0;
  const swing = (one: LeverReport): number => Math.abs(one.high_usd_per_month - one.low_usd_per_month);
  const shown = list.filter((one, at) => at < MOST && swing(one) > LEAST * middle);
  const ends = shown.map(({ low_usd_per_month: low, high_usd_per_month: high }) => ({
    below: Math.max(0, middle - Math.min(low, high)),
    above: Math.max(0, Math.max(low, high) - middle),
  }));
  const greatest = Math.max(Number.EPSILON, ...ends.flatMap(({ below, above }) => [below, above]));
  return {
    rows: shown.map((one, at) => ({
      name: NAMES[one.kind](one.name),
      low: valueText(one, one.low),
      high: valueText(one, one.high),
      lowUsd: money(one.low_usd_per_month),
      highUsd: money(one.high_usd_per_month),
      below: (ends[at]?.below ?? 0) / greatest,
      above: (ends[at]?.above ?? 0) / greatest,
      share: percent(one.share_of_spread),
    })),
    middle: money(middle),
    others: list.length - shown.length,
    breaks: breaksOf(shown),
  };
};
