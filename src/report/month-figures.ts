import { count, money, moneyDecimals, roundedTo, roundedToSum } from './format.ts';
import type { MonthReport, Spend } from './report.ts';

/** A month's figures as every table of months prints them. */
export type MonthFigures = {
  readonly month: string;
  readonly requests: string;
  /** By component, in the order of the table's. */
  readonly parts: readonly string[];
  readonly spend: string;
  /** Its 10th and 90th percentiles: eight futures of ten lie between. */
  readonly band: string;
  /** Its spend over that of the dearest month, for a bar. */
  readonly weight: number;
  /** Numbers of the notes below the table. */
  readonly notes: readonly number[];
};

export type MonthTable = {
  readonly rows: readonly MonthFigures[];
  /** Names of the components that some month has; none where all of it goes to one. */
  readonly components: readonly string[];
  readonly total: { readonly requests: string; readonly parts: readonly string[]; readonly spend: string };
  /** What happens in the months, the first one number 1. */
  readonly notes: readonly string[];
};

/** Returns the 10th and 90th percentiles of a spend. */
export const bandText = ({ p10, p90 }: Spend): string => `${money(p10)}–${money(p90)}`;

type Component = keyof MonthReport['components'];

/** Components in the order of the table, where there are several. */
const componentsOf = (list: readonly MonthReport[]): readonly Component[] => {
  const used = (Object.keys(list[0]?.components ?? {}) as Component[]).filter((name) =>
    list.some(({ components }) => components[name] !== 0),
  );
  return used.length > 1 ? used : [];
};

/** Returns the figures of some months; spend is rounded so that it adds up to the total, and so that components add up to it. */
export const monthFigures = (list: readonly MonthReport[]): MonthTable => {
  const means = list.map(({ spend_usd }) => spend_usd.mean);
  const decimals = Math.min(2, moneyDecimals(Math.max(...means)));
  const rounded = roundedToSum(means, decimals);
  const components = componentsOf(list);
  const parts = list.map((month, index) => {
    const usd = components.map((name) => month.components[name]);
    return roundedTo(rounded[index] ?? 0, usd, decimals);
  });
  const greatest = Math.max(...means, Number.EPSILON);
  const notes = [...new Set(list.flatMap((month) => month.notes))];
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    rows: list.map((month, index) => ({
      month: month.month,
      requests: count(month.requests),
      parts: (parts[index] ?? []).map((usd) => money(usd, decimals)),
      spend: money(rounded[index] ?? 0, decimals),
      band: bandText(month.spend_usd),
      weight: month.spend_usd.mean / greatest,
      notes: month.notes.map((note) => notes.indexOf(note) + 1),
    })),
    components: components.map((name) => name.replace('_', '-')),
    total: {
      requests: count(sum(list.map(({ requests }) => requests))),
      parts: components.map((_, at) => money(sum(parts.map((row) => row[at] ?? 0)), decimals)),
      spend: money(sum(rounded), decimals),
    },
    notes,
  };
};
