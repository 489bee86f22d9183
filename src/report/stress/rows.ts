import type { Currency } from '../../pricing/currency.ts';
import { duration, money, percent } from '../format.ts';
import { changeText, monthColumns, optionalColumns, untimedSentence, useText, type VariantColumn } from '../variant/cells.ts';
import { peakUse, type VariantFigures } from '../variant/figures.ts';
import type { StressedScenario } from './report.ts';

const moneyColumns = (calm: VariantFigures, people: boolean, unit: string): readonly VariantColumn[] => {
  const change = (drop: number, usd: (figures: VariantFigures) => number): VariantColumn => ({
    title: 'change',
    drop,
    of: (one) => (one === calm ? '' : changeText(usd(one), usd(calm))),
  });
  return [
    { title: `per ${unit}`, drop: 0, of: ({ cost_usd }) => money(cost_usd.mean) },
    change(people ? 5 : 1, ({ cost_usd }) => cost_usd.mean),
    ...(people
      ? [
          { title: 'machines', drop: 4, of: ({ cost_usd }: VariantFigures) => money(cost_usd.machines) },
          change(1, ({ cost_usd }) => cost_usd.machines),
        ]
      : []),
  ];
};

/** Returns the columns that a scenario's stresses are compared by; what is the same as another column, or never known, is left out. */
export const stressColumns = (
  { calm, stresses }: StressedScenario,
  unit: string,
  currencies: readonly Currency[],
): readonly VariantColumn[] => {
  const all = [calm, ...stresses.map(({ figures }) => figures)];
  const people = all.some(({ cost_usd }) => cost_usd.machines < cost_usd.mean);
  return [
    ...moneyColumns(calm, people, unit),
    ...(calm.monthly_spend_usd === null ? [] : monthColumns('month of it', 3, currencies)),
    ...optionalColumns(all),
    { title: 'success', drop: 0, of: ({ success_rate }) => percent(success_rate) },
    ...(all.some((one) => (peakUse(one) ?? 0) > 0) ? [{ title: 'peak use', drop: 1, of: useText }] : []),
  ];
};

const KINDS = { holds: 'Held:', would_help: 'With', nothing: 'Not held:' } as const;

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

const assumedSentence = ({ limits_assumed: tiers }: StressedScenario, quoted: (text: string) => string): string => {
  const names = tiers.map(({ provider, tier }) => quoted(`${provider} ${tier}`)).join(', ');
  return tiers.length === 0
    ? ''
    : `Peak use: the scenario states no limits of these, so the first account tier of the price table counts: ${names}.`;
};

/** Returns what must be known to read the table, as sentences. */
export const stressNotes = (scenario: StressedScenario, quoted: (text: string) => string): readonly string[] => {
  const all = [scenario.calm, ...scenario.stresses.map(({ figures }) => figures)];
  const limited = all.some((one) => (peakUse(one) ?? 0) > 0) ? assumedSentence(scenario, quoted) : '';
  return [limited, untimedSentence(all, quoted)].filter((sentence) => sentence !== '');
};
