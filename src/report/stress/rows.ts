import { duration, money, percent } from '../format.ts';
import { peakUse, type VariantFigures } from '../variant/figures.ts';
import type { StressedScenario } from './report.ts';

/** A column of figures beside the names of stresses: its title, and its text in a row. */
export type StressColumn = {
  readonly title: string;
  /** Columns of the highest number go first where the table is too wide; 0 stays. */
  readonly drop: number;
  readonly of: (figures: VariantFigures) => string;
};

const none = '–';

/** Returns a change as a share of what was: `+12 %`; what is hardly any is `=`. */
export const changeText = (value: number | null | undefined, calm: number | null | undefined): string => {
  if (value === null || value === undefined || calm === null || calm === undefined || calm === 0) return none;
  const share = value / calm - 1;
  if (Math.abs(share) < 0.0005) return '=';
  if (share >= 9.995) return `× ${Math.round(share + 1)}`;
  const size = Math.abs(share) * 100;
  return `${share < 0 ? '-' : '+'}${size < 9.95 ? size.toFixed(1) : Math.round(size)} %`;
};

const ms = (value: number | null | undefined): string => (value === null || value === undefined ? none : duration(value));

/** Returns the columns that a scenario's stresses are compared by; what is the same as another column, or never known, is left out. */
export const stressColumns = ({ calm, stresses }: StressedScenario, unit: string): readonly StressColumn[] => {
  const all = [calm, ...stresses.map(({ figures }) => figures)];
  const people = all.some(({ cost_usd }) => cost_usd.machines < cost_usd.mean);
  const streams = all.some((one) => one.first_token_ms?.p95 !== one.latency_ms?.p95);
  const timed = all.some(({ latency_ms }) => (latency_ms?.p95 ?? 0) > 0);
  const optional = (on: boolean, ...columns: readonly StressColumn[]): readonly StressColumn[] => (on ? columns : []);
  return [
    { title: `per ${unit}`, drop: 0, of: ({ cost_usd }) => money(cost_usd.mean) },
    { title: 'change', drop: people ? 5 : 1, of: (one) => (one === calm ? '' : changeText(one.cost_usd.mean, calm.cost_usd.mean)) },
    ...optional(
      people,
      { title: 'machines', drop: 4, of: ({ cost_usd }) => money(cost_usd.machines) },
      { title: 'change', drop: 1, of: (one) => (one === calm ? '' : changeText(one.cost_usd.machines, calm.cost_usd.machines)) },
    ),
    ...optional(calm.monthly_spend_usd !== null, {
      title: 'month of it',
      drop: 3,
      of: ({ monthly_spend_usd: usd }) => (usd === null ? none : money(usd)),
    }),
    ...optional(timed, { title: 'p95', drop: 0, of: ({ latency_ms }) => ms(latency_ms?.p95) }),
    ...optional(timed && streams, { title: 'first token', drop: 2, of: ({ first_token_ms }) => ms(first_token_ms?.p95) }),
    { title: 'success', drop: 0, of: ({ success_rate }) => percent(success_rate) },
    ...optional(
      all.some((one) => (peakUse(one) ?? 0) > 0),
      {
        title: 'peak use',
        drop: 1,
        of: (figures) => {
          const use = peakUse(figures);
          return use === null ? none : `${Math.round(use * 100)} %`;
        },
      },
    ),
  ];
};

const KINDS = { holds: 'Holds:', would_hold: 'Would hold:', nothing: 'Nothing holds it:' } as const;

/** Returns a remedy as a sentence, with the stress that is left under it. */
export const remedySentence = (
  { kind, text, figures }: StressedScenario['stresses'][number]['remedies'][number],
  quoted: (text: string) => string,
): string => {
  if (figures === null) return `${KINDS[kind]} ${quoted(text)}.`;
  const { cost_usd, latency_ms, success_rate } = figures;
  const time = latency_ms === null || latency_ms.p95 === 0 ? [] : [`p95 ${duration(latency_ms.p95)}`];
  return `${KINDS[kind]} ${quoted(text)}: ${[money(cost_usd.mean), ...time, `success ${percent(success_rate)}`].join(', ')}.`;
};

/** Returns which limits were assumed, as a sentence; empty where none was. */
export const assumedSentence = ({ limits_assumed: tiers }: StressedScenario, quoted: (text: string) => string): string =>
  tiers.length === 0
    ? ''
    : `Peak use is of the first account tier in the price table, since the scenario states no limits: ${tiers.map(({ provider, tier }) => quoted(`${provider} ${tier}`)).join(', ')}.`;
