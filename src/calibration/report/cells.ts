import { visibleWithin } from '../../diagnostics/escape.ts';
import { count, duration, fixed, money, percent } from '../../report/format.ts';
import { changeText, NONE } from '../../report/variant/cells.ts';
import type { CalibrateReport, ComparedLine, ForetellingReport, QuantityLine } from './report.ts';

/** Returns a number in the words of its unit. */
const inUnit = (value: number, unit: string): string => {
  if (unit === 'share') return percent(value);
  if (unit === 'duration') return duration(value);
  if (unit === 'usd' || unit === 'money') return money(value);
  return count(value);
};

const LONGEST = 44;

/** A quantity as it is written; lists too long to read as what they are. */
const writtenText = (text: string | null): string => {
  if (text === null || text.length <= LONGEST) return text ?? NONE;
  const lists = [...text.matchAll(/(hours|weekdays|values): \[([^\]]*)\]/g)].map(
    ([, name, items = '']) => `${items.split(',').length} ${name}`,
  );
  const points = [...text.matchAll(/(p\d+): ([^,}]+)/g)].map(([, name = '', value = '']) => ({ name, value: value.trim() }));
  const shown = points.filter(({ name }) => name === 'p50' || name === 'p95').map(({ name, value }) => `${name} ${value}`);
  if (lists.length === 0 && points.length > 3) return `${shown.join(', ')}, ${points.length} points`;
  return lists.length === 0 ? text : lists.join(', ');
};

/** How far the form is from what was observed: its worst error. */
const misfitText = ({ misfit }: QuantityLine): string =>
  misfit === null ? '' : percent(Math.max(misfit.ks, Math.abs(misfit.mean), Math.abs(misfit.p95)));

const meanText = ({ mean_before, observed, unit }: QuantityLine): string =>
  `${mean_before === null ? NONE : inUnit(mean_before, unit)} → ${inUnit(observed, unit)}`;

const intervalText = ({ interval, unit }: QuantityLine): string =>
  interval === null ? '' : `${inUnit(Math.max(0, interval.low), unit)}–${inUnit(interval.high, unit)}`;

/** A column: its title, how early it goes where the page is narrow, and its text in a row. */
export type LineColumn<Line> = {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly drop: number;
  readonly of: (line: Line) => string;
};

/** Returns the columns of fitted numbers. */
export const FITTED: readonly LineColumn<QuantityLine>[] = [
  { title: 'number', align: 'left', drop: 0, of: ({ what }) => what },
  { title: 'as written', align: 'left', drop: 3, of: ({ before }) => writtenText(before) },
  { title: 'fitted', align: 'left', drop: 0, of: ({ after }) => writtenText(after) },
  { title: 'mean', align: 'right', drop: 1, of: meanText },
  { title: '90 % interval', align: 'right', drop: 4, of: intervalText },
  { title: 'records', align: 'right', drop: 0, of: ({ records }) => fixed(records, 0) },
  { title: 'misfit', align: 'right', drop: 2, of: misfitText },
];

/** Returns the columns of numbers that stay as they are. */
export const LEFT: readonly LineColumn<QuantityLine>[] = [
  { title: 'number', align: 'left', drop: 0, of: ({ what }) => what },
  { title: 'as written', align: 'left', drop: 2, of: ({ before }) => writtenText(before) },
  { title: 'in the logs', align: 'right', drop: 0, of: ({ observed, unit }) => inUnit(observed, unit) },
  { title: 'records', align: 'right', drop: 1, of: ({ records }) => fixed(records, 0) },
  { title: 'why', align: 'left', drop: 0, of: ({ left }) => left ?? '' },
];

/** A figure as written, as fitted and as logged. */
export type ComparedRow = { readonly written: ComparedLine; readonly fitted: ComparedLine | null };

/** Returns figures beside the same ones with the fitted numbers. */
export const comparedRows = ({ compared, compared_after }: CalibrateReport): readonly ComparedRow[] =>
  compared.map((written) => ({ written, fitted: compared_after.find(({ what }) => what === written.what) ?? null }));

const errorText = (line: ComparedLine): string => changeText(line.planned, line.observed);

/** Returns the columns of compared figures. */
export const comparedColumns = (fitted: boolean): readonly LineColumn<ComparedRow>[] => [
  { title: '', align: 'left', drop: 0, of: ({ written }) => written.what },
  { title: 'in the logs', align: 'right', drop: 0, of: ({ written }) => inUnit(written.observed, written.unit) },
  { title: 'as written', align: 'right', drop: 0, of: ({ written }) => inUnit(written.planned, written.unit) },
  { title: 'off', align: 'right', drop: 1, of: ({ written }) => errorText(written) },
  ...(fitted
    ? ([
        {
          title: 'fitted',
          align: 'right',
          drop: 0,
          of: (row) => (row.fitted === null ? NONE : inUnit(row.fitted.planned, row.fitted.unit)),
        },
        { title: 'off', align: 'right', drop: 1, of: (row) => (row.fitted === null ? NONE : errorText(row.fitted)) },
      ] as const satisfies readonly LineColumn<ComparedRow>[])
    : []),
];

type Effect = { readonly what: string; readonly before: string; readonly after: string; readonly change: string };

/** Returns what the fitted numbers do to the plan. */
export const effectLines = ({ effect: { before, after }, unit }: CalibrateReport): readonly Effect[] => {
  if (after === null) return [];
  const line = (what: string, of: (figures: typeof before) => number | null, text: (value: number) => string): readonly Effect[] => {
    const [one, other] = [of(before), of(after)];
    return one === null || other === null ? [] : [{ what, before: text(one), after: text(other), change: changeText(other, one) }];
  };
  return [
    ...line(`cost per ${visibleWithin(unit, 20)}`, ({ cost_usd }) => cost_usd.mean, money),
    ...line('  p95', ({ cost_usd }) => cost_usd.p95, money),
    ...line(`${visibleWithin(unit, 20)}s a day`, ({ requests_per_day }) => requests_per_day, count),
    ...line('month', ({ monthly_spend_usd }) => monthly_spend_usd?.mean ?? null, money),
    ...line('  p10', ({ monthly_spend_usd }) => monthly_spend_usd?.p10 ?? null, money),
    ...line('  p90', ({ monthly_spend_usd }) => monthly_spend_usd?.p90 ?? null, money),
    ...line('latency p95', ({ latency_ms }) => (latency_ms.p95 === 0 ? null : latency_ms.p95), duration),
    ...line('first token p95', ({ first_token_ms }) => (first_token_ms.p95 === 0 ? null : first_token_ms.p95), duration),
  ];
};

/** Returns columns of what the fitted numbers do. */
export const EFFECT: readonly LineColumn<Effect>[] = [
  { title: '', align: 'left', drop: 0, of: ({ what }) => what },
  { title: 'as written', align: 'right', drop: 0, of: ({ before }) => before },
  { title: 'fitted', align: 'right', drop: 0, of: ({ after }) => after },
  { title: 'change', align: 'right', drop: 0, of: ({ change }) => change },
];

const dayOf = (moment: string): string => moment.slice(0, 16).replace('T', ' ');

/** Returns how a stretch was foretold, as sentences. */
export const foretellingSentences = (one: ForetellingReport): readonly string[] => {
  const { bill_usd: bill, requests, days, from, until, volume } = one;
  const inside = bill.observed >= bill.p10 && bill.observed <= bill.p90;
  const way = inside ? 'within' : bill.observed < bill.p10 ? 'below' : 'above';
  return [
    `${dayOf(from)} to ${dayOf(until)} UTC: foretold ${money(bill.foretold)}, came to ${money(bill.observed)} (${changeText(bill.foretold, bill.observed)}), ${way} the P10–P90 band of ${money(bill.p10)} to ${money(bill.p90)}.`,
    ...(requests.observed === null
      ? []
      : [
          `Requests: foretold ${count(requests.foretold)}, came to ${count(requests.observed)} (${changeText(requests.foretold, requests.observed)}).`,
        ]),
    ...(volume === 'rate' ? ['The part before is too short for days: its rate was taken.'] : []),
    ...(days.days < 2 ? [] : [`Days: ${days.inside} of ${days.days} within the P10–P90 band of that day; 8 of 10 should be.`]),
    ...(bill.unpriced_records > 0
      ? [`${bill.unpriced_records} records have no cost and no price: they are missing in what it came to.`]
      : []),
  ];
};

/** Returns columns of a foretold stretch. */
export const FORETOLD: readonly LineColumn<ComparedLine>[] = [
  { title: '', align: 'left', drop: 0, of: ({ what }) => what },
  { title: 'foretold', align: 'right', drop: 0, of: ({ planned, unit }) => inUnit(planned, unit) },
  { title: 'came to', align: 'right', drop: 0, of: ({ observed, unit }) => inUnit(observed, unit) },
  { title: 'off', align: 'right', drop: 0, of: errorText },
];
