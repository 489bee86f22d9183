import { amountIn } from './currency.ts';
import { money, percent } from './format.ts';
import type { Report, ScenarioReport } from './report.ts';
import { leavesOf } from './tokens.ts';

const monthWord = (months: number): string => (months === 1 ? '1 month' : `${months} months`);

/** The parts of a scenario's spend, greatest first, those that are nothing left out. */
const partsOf = (scenario: ScenarioReport): string => {
  const { components } = scenario.horizon ?? { components: null };
  if (components === null) return '';
  const total = Object.values(components).reduce((sum, usd) => sum + usd, 0);
  const parts = Object.entries(components).filter(([, usd]) => usd > 0);
  if (parts.length < 2) return '';
  const words = parts.sort(([, a], [, b]) => b - a).map(([name, usd]) => `${name.replace('_', '-')} ${percent(usd / total)}`);
  return `Of that: ${words.join(', ')}.`;
};

/** How sure the first month is, and what the spend hangs on most; nothing where it is as good as known. */
const bandSentences = ({ monthly, sensitivity }: ScenarioReport, word: Naming['word']): readonly string[] => {
  if (monthly === null) return [];
  const { p10, p90 } = monthly.spend_usd;
  const [strongest] = sensitivity ?? [];
  const condition = strongest === undefined ? 'since days differ' : 'if the ranges hold';
  return [
    money(p10) === money(p90) ? '' : `In 8 cases of 10 the first month costs ${money(p10)} to ${money(p90)}, ${condition}.`,
    strongest === undefined || strongest.share_of_spread < 0.5
      ? ''
      : `The spend hangs most on ${word(strongest.name)}: ${percent(strongest.share_of_spread)} of what the ranges spread.`,
  ];
};

/** The first month and all of them in other currencies, each with its rate. */
const elsewhere = ({ currencies = [] }: Report, { monthly, horizon }: ScenarioReport): string => {
  const months = [monthly, ...(horizon !== null && horizon.months > 1 ? [horizon] : [])].flatMap((one) => one?.spend_usd.mean ?? []);
  return currencies
    .map((currency) => {
      const { code, rate, on } = currency;
      return `In ${code} that is ${months.map((usd) => amountIn(usd, currency)).join(' and ')}, at ${rate} of ${on}.`;
    })
    .join(' ');
};

/** How names from files are shown: as words of a sentence, and set off from it. */
export type Naming = { readonly word: (name: string) => string; readonly quoted: (name: string) => string };

/** Returns what the base scenario comes to, as sentences. */
export const summarySentences = (report: Report, { word, quoted }: Naming): string => {
  const [scenario] = report.scenarios;
  if (scenario === undefined) return '';
  const { cost_usd, success_rate } = scenario.per_request;
  const unit = word(report.unit);
  const dearest = [...leavesOf(scenario)].sort((a, b) => b.cost_usd - a.cost_usd)[0];
  const lines = [`One ${unit} costs ${money(cost_usd.mean)} on average.`];
  if (scenario.monthly !== null && scenario.horizon !== null) {
    const first = `${money(scenario.monthly.spend_usd.mean)} in the first month`;
    const all =
      scenario.horizon.months > 1 ? ` and ${money(scenario.horizon.spend_usd.mean)} over ${monthWord(scenario.horizon.months)}` : '';
    lines.push(
      `In ${quoted(scenario.name)} that is ${first}${all}.`,
      elsewhere(report, scenario),
      partsOf(scenario),
      ...bandSentences(scenario, word),
    );
  } else lines.push('No traffic is given: only figures per request are shown.');
  if (dearest !== undefined && leavesOf(scenario).length > 1)
    lines.push(`The dearest step is ${word(dearest.name)}: ${percent(dearest.share_of_cost)} of the cost.`);
  const machines = leavesOf(scenario).reduce((sum, step) => sum + (step.kind === 'human' ? 0 : step.cost_usd), 0);
  if (machines < cost_usd.mean && machines > 0) lines.push(`Without people one ${unit} costs ${money(machines)}.`);
  lines.push(`${percent(success_rate)} of requests succeed.`);
  return lines.filter((line) => line !== '').join(' ');
};
