import type { ModelLink, Plan } from '../../workflow/plan.ts';

/** Months that price a request alike: one of them, and for each month of the plan which one stands for it. */
export type PriceMonths = { readonly months: readonly number[]; readonly standsFor: readonly number[] };

const modelLinks = (plan: Plan): readonly ModelLink[] => {
  const compactions = plan.steps.flatMap(({ carry, links }) => [
    carry?.compact?.call,
    ...links.flatMap((link) => (link.kind === 'model' ? link.parts.map(({ history }) => history?.compact?.call) : [])),
  ]);
  return [...plan.steps.flatMap(({ links }) => links), ...compactions].filter((link) => link?.kind === 'model');
};

/** The rows of a month with the shares of its days; the clock where prices hang on it, the length where something is free each month. */
const signatureOf = (plan: Plan, links: readonly ModelLink[], at: number): string => {
  const month = plan.months[at];
  return links
    .map((link) => {
      const segments = link.prices[at] ?? [];
      const days = segments.reduce((sum, segment) => sum + segment.days, 0);
      const rows = segments.map(
        ({ row, days: own }) => `${row.model} ${row.from} ${row.hours.length > 0 ? month?.utcOffsetMinutes : ''} ${own / days}`,
      );
      const free = segments.some(({ row }) => [...row.fees.values()].some(({ freePerMonth }) => freePerMonth > 0));
      return `${rows.join()} ${free ? month?.days : ''}`;
    })
    .join(';');
};

/** Returns one month for each way in which months price a request: of twelve at the same prices, the first. */
export const priceMonthsOf = (plan: Plan): PriceMonths => {
  const links = modelLinks(plan);
  const signatures = plan.months.map((_, at) => signatureOf(plan, links, at));
  const distinct = [...new Set(signatures)];
  return { months: distinct.map((one) => signatures.indexOf(one)), standsFor: signatures.map((one) => distinct.indexOf(one)) };
};
