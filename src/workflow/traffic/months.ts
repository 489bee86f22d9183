import { addMonths, type Day, dayText, nextMonth } from '../../pricing/day.ts';
import { affine, clamped, type Distribution } from '../../stats/distribution.ts';
import type { PlanMonth } from '../plan.ts';
import type { Window } from '../resolving.ts';
import type { Stated } from '../spec.ts';
import { DAYS_PER_MONTH } from './period.ts';
import type { ScenarioSpec } from './spec.ts';
import { utcOffsetMinutes } from './zone.ts';

export type Months = { readonly months: readonly PlanMonth[]; readonly windows: readonly Window[] };

const MS_PER_DAY = 86_400_000;

/** At noon of the first day, so that a month whose clocks change on its first morning has the time of the rest of it. */
const offsetOn = (scenario: ScenarioSpec, day: Day): number =>
  scenario.timezone === null ? 0 : utcOffsetMinutes(scenario.timezone.name, (day + 0.5) * MS_PER_DAY);

const calendarMonth = (scenario: ScenarioSpec, from: Day, index: number): PlanMonth => ({
  label: dayText(from).slice(0, 7),
  days: nextMonth(from) - from,
  growthPower: index,
  from,
  utcOffsetMinutes: offsetOn(scenario, from),
  total: null,
});

/** Calendar months, the first from a day on to the end of its month: 2027-01-15 begins with 17 days of January. */
const calendarMonths = (scenario: ScenarioSpec, start: Day): Months => {
  const months: PlanMonth[] = [];
  for (let from = start; months.length < scenario.months.value; from = nextMonth(from))
    months.push(calendarMonth(scenario, from, months.length));
  return { months, windows: months.map(({ from, days }) => ({ from, until: from + days - 1 })) };
};

/** Without a start, months of 730 hours, each priced on one day. */
const plainMonths = (scenario: ScenarioSpec, asOf: Day): Months => {
  const months = Array.from({ length: scenario.months.value }, (_, index): PlanMonth => {
    const from = addMonths(asOf, index);
    const utcOffset = offsetOn(scenario, from);
    return { label: `month ${index + 1}`, days: DAYS_PER_MONTH, growthPower: index, from, utcOffsetMinutes: utcOffset, total: null };
  });
  return { months, windows: months.map(({ from }) => ({ from, until: from })) };
};

const known = new WeakMap<ScenarioSpec, { readonly asOf: Day; readonly months: Months }>();

/** Returns a scenario's months and the days that each is priced on; worked out once, since every future has the same. */
export const monthsOf = (scenario: ScenarioSpec, asOf: Day): Months => {
  const found = known.get(scenario);
  if (found?.asOf === asOf) return found.months;
  const first = scenario.volume?.kind === 'by_month' ? scenario.volume.months[0]?.from : undefined;
  const start = first ?? scenario.start;
  const months = start === null ? plainMonths(scenario, asOf) : calendarMonths(scenario, start);
  known.set(scenario, { asOf, months });
  return months;
};

/** Returns months with their totals, where the volume is stated by month. */
export const withTotals = (
  months: readonly PlanMonth[],
  { volume }: ScenarioSpec,
  scale: number,
  distributionOf: (stated: Stated, month: string) => Distribution,
): readonly PlanMonth[] => {
  if (volume?.kind !== 'by_month') return months;
  return months.map((month, index) => {
    const total = volume.months[index]?.total;
    return total === undefined ? month : { ...month, total: clamped(affine(distributionOf(total, month.label), scale, 0), 0, Infinity) };
  });
};
