import { count, money, moneyDecimals, roundedToSum } from './format.ts';
import type { MonthReport } from './report.ts';

/** A month's figures as every table of months prints them. */
export type MonthFigures = {
  readonly month: string;
  readonly requests: string;
  readonly spend: string;
  /** Its spend over that of the dearest month, for a bar. */
  readonly weight: number;
  /** Numbers of the notes below the table. */
  readonly notes: readonly number[];
};

export type MonthTable = {
  readonly rows: readonly MonthFigures[];
  readonly total: { readonly requests: string; readonly spend: string };
  /** What happens in the months, the first one number 1. */
  readonly notes: readonly string[];
};

/** Returns the figures of some months; their spend is rounded so that it adds up to the total. */
export const monthFigures = (list: readonly MonthReport[]): MonthTable => {
  const means = list.map(({ spend_usd }) => spend_usd.mean);
  const decimals = Math.min(2, moneyDecimals(Math.max(...means)));
  const rounded = roundedToSum(means, decimals);
  const greatest = Math.max(...means, Number.EPSILON);
  const notes = [...new Set(list.flatMap((month) => month.notes))];
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    rows: list.map((month, index) => ({
      month: month.month,
      requests: count(month.requests),
      spend: money(rounded[index] ?? 0, decimals),
      weight: month.spend_usd.mean / greatest,
      notes: month.notes.map((note) => notes.indexOf(note) + 1),
    })),
    total: { requests: count(sum(list.map(({ requests }) => requests))), spend: money(sum(rounded), decimals) },
    notes,
  };
};
