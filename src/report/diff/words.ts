import type { Currency } from '../../pricing/currency.ts';
import { duration, money, moneyDecimals, rise, roundedTo } from '../format.ts';
import type { CauseReport, ChangeReport, EditReport, ScenarioReport } from './report.ts';

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

/** Returns a change of money with its sign. */
export const signedMoney = (usd: number, decimals = moneyDecimals(usd)): string => {
  const text = usd === 0 ? '$0' : money(usd, decimals);
  return text.startsWith('<') ? `${usd < 0 ? '-' : '+'}${text}` : signed(usd, text);
};

/** Returns a change of spend a month in other currencies, to stand behind that in dollars: `, EUR +3,797`. */
export const changeElsewhere = (usd: number | null, currencies: readonly Currency[]): string =>
  usd === null || usd === 0 ? '' : currencies.map(({ code, rate }) => `, ${code} ${signedMoney(usd * rate).replace('$', '')}`).join('');

/** Returns a change of time with its sign. */
export const signedDuration = (ms: number): string => {
  if (Math.abs(ms) < 0.5) return ms === 0 ? '–' : '<1 ms';
  return ms < 0 ? `-${duration(-ms)}` : `+${duration(ms)}`;
};

/** Returns by how much a figure has moved, relative to what it was: `+4.2 %`; nothing where it was 0. */
export const relative = ({ base, change }: ChangeReport): string => {
  if (base === null || change === null || base === 0 || change === 0) return '';
  const text = rise(change / base);
  return /^[×<]/.test(text) ? text : signed(change / base, text);
};

/** Returns a figure on both sides: `$29,939 → $31,200`, or the one that there is. */
export const fromTo = ({ base, head, change }: ChangeReport, show: (value: number) => string): string => {
  if (base === null || head === null) return show(base ?? head ?? 0);
  return change === 0 ? show(head) : `${show(base)} → ${show(head)}`;
};

/** Returns what a period of spend is called. */
export const perWord = ({ per }: Pick<ScenarioReport, 'per'>): string => (per === 'month' ? 'a month' : 'a request');

/** How names from files are shown. */
export type Show = (name: string) => string;

/** Returns a cause in words: `model of answer`, `retries of triage, answer`. */
export const causeWords = ({ kinds, subjects }: Pick<CauseReport, 'kinds' | 'subjects'>, show: Show): string => {
  const shown = subjects.length > 3 ? [...subjects.slice(0, 2).map(show), `${subjects.length - 2} more`] : subjects.map(show);
  return `${kinds.join(' and ')} of ${shown.join(', ')}`;
};

/** Returns an edit in words: what it was and what it is. */
export const editWords = ({ key, before, after }: EditReport, show: Show): string => {
  if (before === null && after === null) return show(key);
  if (before === null) return `${show(key)}: added ${show(after ?? '')}`;
  if (after === null) return `${show(key)}: removed ${show(before)}`;
  return before === after ? `${show(key)}: other content` : `${show(key)}: ${show(before)} → ${show(after)}`;
};

/** Returns where an edit stands, `file:line`; nothing where it stands nowhere any more. */
export const whereWords = ({ where }: EditReport): string => (where === null ? '' : `${where.file}:${where.line}`);

/** A line of the table of causes: what, dollars and milliseconds that add up as printed. */
export type CauseLine = { readonly cause: CauseReport | null; readonly usd: string; readonly ms: string };

/** Returns the causes of a change with their money rounded so that it adds up to the change as printed; `null` is the price tables. */
export const causeLines = (scenario: ScenarioReport): readonly CauseLine[] => {
  const { causes, price_tables_usd: tables, spend_usd: spend } = scenario;
  const lines = [...causes.map((cause) => ({ cause, usd: cause.usd })), ...(tables ? [{ cause: null, usd: tables }] : [])];
  const decimals = Math.min(9, Math.max(0, ...lines.slice(0, 1).map(({ usd }) => moneyDecimals(usd))));
  const rounded = roundedTo(
    spend.change ?? 0,
    lines.map(({ usd }) => usd),
    decimals,
  );
  return lines.map(({ cause }, index) => ({
    cause,
    usd: signedMoney(rounded[index] ?? 0, decimals),
    ms: cause === null || cause.latency_ms === null ? '' : signedDuration(cause.latency_ms),
  }));
};

const bounds = (low: number, high: number, show: (value: number) => string): string => `${show(low)} to ${show(high)}`;

/** Returns whether a change is larger than what is not known of it. */
export const certaintyWords = (scenario: ScenarioReport, show: Show): readonly string[] => {
  const { spend_certainty: spend, latency_certainty: time, untimed_models: untimed } = scenario;
  const lines: string[] = [];
  if (untimed.length > 0) lines.push(`Times are not compared: no latency is known of ${untimed.map(show).join(', ')}.`);
  if (spend?.by === 'futures')
    lines.push(
      spend.clear
        ? `In four of five possible futures spend changes by ${bounds(spend.low, spend.high, signedMoney)}.`
        : `The change of spend is smaller than what nobody knows: ${bounds(spend.low, spend.high, signedMoney)} in four of five possible futures.`,
    );
  if (time !== null && scenario.latency_p95_ms?.change !== 0)
    lines.push(
      time.clear
        ? `The change of p95 latency is larger than its uncertainty: ${bounds(time.low, time.high, signedDuration)}.`
        : `The change of p95 latency is within its uncertainty: ${bounds(time.low, time.high, signedDuration)}.`,
    );
  return lines;
};

/** Returns how a split was found where not all orders were taken into account. */
export const methodWords = ({ causes_exact: exact }: ScenarioReport): string =>
  exact ? '' : 'More than seven causes: forty orders stand for all of them; the sum is exact.';

/** A step that moves less than this part of the one that moves most is noise to a reader. */
const WORTH_SHOWING = 1 / 2000;

/** Returns the steps that change, the greatest change first; those that no figure would show are left out. */
export const changedSteps = ({ steps }: ScenarioReport): ScenarioReport['steps'] => {
  const rising = [...steps].sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const most = Math.abs(rising[0]?.change ?? 0);
  return rising.filter(({ change }) => Math.abs(change) > most * WORTH_SHOWING);
};
