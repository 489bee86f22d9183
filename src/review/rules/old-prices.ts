import { dayText } from '../../pricing/day.ts';
import type { PriceRow } from '../../pricing/table.ts';
import type { Rule } from '../rule.ts';
import { moneyOf } from '../stakes.ts';
import { modelsUsed } from './models.ts';

const STALE_DAYS = 60;

const oldest = (rows: readonly PriceRow[]): PriceRow | undefined =>
  rows.reduce<PriceRow | undefined>((old, row) => (old === undefined || row.read < old.read ? row : old), undefined);

export const oldPrices: Rule = {
  id: 'old-prices',
  level: 'warn',
  title: 'Prices that were read more than 60 days ago',
  why: 'Providers change prices several times a year. A plan is as good as the day on which its prices were read.',
  example: 'outlay review . --as-of 2027-06-01   # with tables of 2026',
  fix: 'Read the price page again and update the table: outlay prices import takes whole catalogues.',
  find: (reviewed) =>
    modelsUsed(reviewed).flatMap(({ model, at, rows, usdPerRequest }) => {
      const row = oldest(rows);
      if (row === undefined || reviewed.asOf - row.read <= STALE_DAYS) return [];
      const [usd = 0] = usdPerRequest;
      return [
        {
          at,
          message: `the prices of ${model.id} were read on ${dayText(row.read)}, ${reviewed.asOf - row.read} days ago`,
          stake: usd === 0 ? null : `${moneyOf(reviewed, usd)} stands on them`,
          fix: 'read them again, or import a newer catalogue with `outlay prices import`',
        },
      ];
    }),
};
