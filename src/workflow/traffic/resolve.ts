import { affine, clamped, constant, type Distribution } from '../../stats/distribution.ts';
import { mean } from '../../stats/moments.ts';
import type { PlanBudget, PlanLimit, PlanMoney, PlanMonth, PlanTraffic } from '../plan.ts';
import { assume, type Resolving, type Window } from '../resolving.ts';
import type { Stated } from '../spec.ts';
import { statedDistribution } from '../stated.ts';
import { namedShape } from './hours.ts';
import { limitsOf } from './limits.ts';
import { monthsOf, withTotals } from './months.ts';
import type { CostSpec, ScenarioSpec, StatedNumber } from './spec.ts';

/** What traffic differs by where nobody says: SPEC 4. */
const DEFAULTS = { burst: 0.2, dayToDay: 0.15 };

const FLAT = namedShape('flat') ?? [];

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;

/** A stated quantity of at least zero, listed under the scenario's name. */
const positive = (resolving: Resolving, stated: Stated, scenario: ScenarioSpec, what: string): Distribution =>
  clamped(statedDistribution(resolving, stated, `${scenario.name}: ${what}`), 0, Infinity);

const numberOr = (resolving: Resolving, stated: StatedNumber | null, byDefault: number, what: string, defaultText: string): number => {
  assume(resolving, what, stated?.text ?? defaultText, stated === null ? 'default' : 'stated', stated?.at ?? null);
  return stated?.value ?? byDefault;
};

const scaleOf = (resolving: Resolving, scenario: ScenarioSpec): number =>
  scenario.scale.reduce((product, stated) => product * mean(positive(resolving, stated, scenario, 'scale')), 1);

const growthOf = (resolving: Resolving, scenario: ScenarioSpec): Distribution => {
  const { growth, months, name, volume } = scenario;
  if (!months.stated) assume(resolving, `${name}: months`, String(months.value), 'default', null);
  if (growth === null) {
    if (months.value > 1 && volume?.kind === 'rate') assume(resolving, `${name}: growth`, 'none', 'default', null);
    return constant(0);
  }
  const of = statedDistribution(resolving, growth, `${name}: growth`);
  return clamped(of, -1, Infinity);
};

/** The factors of a day's volume, and the users among them. */
const volumeOf = (resolving: Resolving, scenario: ScenarioSpec, scale: number): Pick<PlanTraffic, 'perDay' | 'users'> => {
  const { volume } = scenario;
  if (volume?.kind !== 'rate') return { perDay: [], users: null };
  const rate = positive(resolving, volume.stated, scenario, volume.per === 'session' ? 'sessions' : 'requests');
  const users = volume.users && positive(resolving, volume.users, scenario, 'users');
  return { perDay: [rate, ...(users === null ? [] : [users]), constant(volume.periodsPerDay * scale)], users };
};

const trafficOf = (resolving: Resolving, scenario: ScenarioSpec, scale: number): PlanTraffic | null => {
  const { name, volume, shape, timezone, peak } = scenario;
  const { perDay, users } = volumeOf(resolving, scenario, scale);
  const growth = growthOf(resolving, scenario);
  if (volume === null) return null;
  const hours = shape?.hours ?? FLAT;
  assume(resolving, `${name}: shape`, shape?.text ?? 'flat', shape === null ? 'default' : 'stated', shape?.at ?? null);
  if (shape !== null)
    assume(resolving, `${name}: timezone`, timezone?.name ?? 'UTC', timezone === null ? 'default' : 'stated', timezone?.at ?? null);
  if (peak !== null) assume(resolving, `${name}: peak`, peak.text, 'stated', peak.at);
  return {
    per: volume.per,
    perDay,
    users,
    growth,
    hours,
    peak: peak?.value ?? Math.max(...hours),
    burst: numberOr(resolving, scenario.burst, DEFAULTS.burst, `${name}: burst`, percent(DEFAULTS.burst)),
    dayToDay: numberOr(resolving, scenario.dayToDay, DEFAULTS.dayToDay, `${name}: day_to_day`, percent(DEFAULTS.dayToDay)),
  };
};

const costsOf = (
  resolving: Resolving,
  scenario: ScenarioSpec,
  costs: readonly CostSpec[],
): readonly { readonly name: string; readonly usd: Distribution }[] =>
  costs.map(({ name, stated, perMonth }) => ({ name, usd: affine(positive(resolving, stated, scenario, name), perMonth, 0) }));

const moneyOf = (resolving: Resolving, scenario: ScenarioSpec): PlanMoney => {
  const { evaluation, revenue, replaces } = scenario;
  return {
    fixedUsdPerMonth: costsOf(resolving, scenario, scenario.fixed),
    oneOffUsd: costsOf(resolving, scenario, scenario.oneOff),
    evaluation: evaluation && {
      cases: positive(resolving, evaluation.cases, scenario, 'evaluation.cases'),
      runsPerMonth: affine(positive(resolving, evaluation.runs, scenario, 'evaluation.runs'), evaluation.runsPerMonth, 0),
      workflow: evaluation.workflow,
    },
    revenue: revenue && { per: revenue.per, usd: positive(resolving, revenue.stated, scenario, 'revenue') },
    replacesUsd: replaces && positive(resolving, replaces, scenario, 'replaces'),
  };
};

/** Lists what a scenario says that no quantity of it shows. */
const assumeChanges = (resolving: Resolving, { name, prices, discounts, limits, faults, region, cold }: ScenarioSpec): void => {
  for (const { target, text, at } of prices) assume(resolving, `${name}: prices ${target}`, text, 'stated', at);
  for (const { provider, text, at } of discounts) assume(resolving, `${name}: discount ${provider}`, text, 'stated', at);
  for (const limit of limits)
    assume(resolving, `${name}: limits ${limit.kind === 'tier' ? limit.provider : limit.model}`, limit.text, 'stated', limit.at);
  for (const { text, at } of faults) assume(resolving, `${name}: fault`, text, 'stated', at);
  if (region !== null) assume(resolving, `${name}: region`, region.name, 'stated', region.at);
  if (cold) assume(resolving, `${name}: cache`, 'cold', 'stated', null);
};

/** What a figure cannot be judged without. */
const NEEDED: Readonly<Record<string, 'traffic' | 'limits'>> = {
  daily_spend: 'traffic',
  monthly_spend: 'traffic',
  total_spend: 'traffic',
  rate_limit_use: 'limits',
};

const REMEDIES = { traffic: 'add traffic: 10k per day', limits: 'add limits: { anthropic: build }, or budgets: off' };

/** A budget that nothing is held against would always be kept. */
const checkBudgets = (resolving: Resolving, { name, volume, limits, budgets }: ScenarioSpec): void => {
  for (const { figure, at } of budgets) {
    const needed = NEEDED[figure];
    if (needed === undefined || (needed === 'traffic' ? volume !== null : limits.length > 0)) continue;
    resolving.problems.warning('missing-key', at, `"${figure}" cannot be judged: scenario "${name}" has no ${needed}`, {
      label: REMEDIES[needed],
    });
  }
};

/** What a plan has from its scenario. `windows` are the days that each month is priced on. */
export type ScenarioTraffic = {
  readonly traffic: PlanTraffic | null;
  readonly months: readonly PlanMonth[];
  readonly windows: readonly Window[];
  readonly money: PlanMoney;
  readonly budgets: readonly PlanBudget[];
  readonly limits: readonly PlanLimit[];
};

/** Returns a scenario's traffic, months, money, budgets and limits in the future that is being resolved. */
export const resolveTraffic = (resolving: Resolving, scenario: ScenarioSpec): ScenarioTraffic => {
  const { months, windows } = monthsOf(scenario, resolving.asOf);
  const scale = scaleOf(resolving, scenario);
  const traffic = trafficOf(resolving, scenario, scale);
  const what = traffic?.per === 'session' ? 'sessions' : 'requests';
  assumeChanges(resolving, scenario);
  checkBudgets(resolving, scenario);
  return {
    traffic,
    months: withTotals(months, scenario, scale, (stated, month) =>
      statedDistribution(resolving, stated, `${scenario.name}: ${what} ${month}`),
    ),
    windows,
    money: moneyOf(resolving, scenario),
    budgets: scenario.budgets,
    limits: resolving.kept.get('limits', () => limitsOf(resolving, scenario)),
  };
};
