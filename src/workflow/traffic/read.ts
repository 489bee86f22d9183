import { didYouMean } from '../../diagnostics/suggest.ts';
import { parseDay } from '../../pricing/day.ts';
import { constant } from '../../stats/distribution.ts';
import { mean } from '../../stats/moments.ts';
import type { Path } from '../../yaml/read.ts';
import { readAssumptions, readInputs } from '../read-inputs.ts';
import { type Reading, scalarAt, stated } from '../reading.ts';
import type { AssumptionSpec, InputSpec, Stated } from '../spec.ts';
import { extended, type Merged } from './extend.ts';
import { HOURS_PER_WEEK } from './hours.ts';
import { type Budgets, readBudgets } from './read-budgets.ts';
import { readEvaluation, readFixed, readOneOff, readReplaces, readRevenue } from './read-costs.ts';
import { readFaults } from './read-faults.ts';
import { readNumber } from './read-numbers.ts';
import { readDiscounts, readLimits, readPrices } from './read-prices.ts';
import { readShape } from './read-shape.ts';
import { readVolume } from './read-volume.ts';
import type { RawTraffic } from './shape.ts';
import type { ScenarioSpec } from './spec.ts';
import { readZone } from './zone.ts';

/** What scenarios take from their workflow. */
export type Around = {
  readonly hasSessions: boolean;
  readonly budgets: Budgets;
  /** Names that a scenario may replace; null where they are not known. */
  readonly inputs: ReadonlySet<string> | null;
  readonly assumptions: ReadonlySet<string> | null;
};

/** Of a workflow that cannot be read nothing is known: its scenarios are checked all the same. */
export const NOTHING_KNOWN: Around = { hasSessions: true, budgets: new Map(), inputs: null, assumptions: null };

/** `scale: adoption` is an assumption, `scale: 1.5` a number; a list multiplies all of them. */
const readScale = (reading: Reading, { raw, path }: Merged): readonly Stated[] => {
  const listed = Array.isArray(raw.scale);
  const entries = Array.isArray(raw.scale) ? raw.scale : raw.scale === undefined ? [] : [raw.scale];
  return entries.flatMap((entry, index): readonly Stated[] => {
    const own = listed ? [...path('scale'), index] : path('scale');
    const at = reading.doc.spanOf(own);
    const text = String(entry).trim();
    if (/^[a-z]/.test(text)) return [{ quantity: { kind: 'assumption', name: text }, at, text, unit: 'factor' }];
    const number = scalarAt(reading, entry, 'factor', own);
    return number === null ? [] : [{ quantity: { kind: 'random', of: constant(number) }, at, text, unit: 'factor' }];
  });
};

/** Beyond it a bare number is a percentage without its sign: 8 would be 9 times as much every month. */
const STEEPEST = 2;

const checkGrowth = (reading: Reading, { quantity, at, text }: Stated): void => {
  if (quantity.kind !== 'random') return;
  const monthly = mean(quantity.of);
  if (quantity.of.kind === 'constant' && monthly < -1)
    reading.problems.error('bad-value', at, 'traffic cannot shrink by more than 100 %', { label: 'at least -100%' });
  if (monthly > STEEPEST && !text.includes('%'))
    reading.problems.error('bad-value', at, `${text} is ${Number((monthly * 100).toPrecision(3))} % a month`, {
      label: quantity.of.kind === 'constant' ? `did you mean ${monthly}% per month?` : 'write percentages: 5% to 10% per month',
    });
};

const readGrowth = (reading: Reading, { raw, path }: Merged): ScenarioSpec['growth'] => {
  const text = typeof raw.growth === 'string' ? raw.growth.replace(/\s+per\s+month\s*$/, '') : raw.growth;
  const growth = stated(reading, text, 'growth', path('growth'));
  if (growth !== null) checkGrowth(reading, growth);
  return growth && typeof raw.growth !== 'object' ? { ...growth, text: String(raw.growth) } : growth;
};

const readStart = (reading: Reading, { raw, path }: Merged): ScenarioSpec['start'] => {
  if (raw.start === undefined) return null;
  const start = parseDay(raw.start);
  if (start !== undefined) return start;
  reading.problems.error('bad-date', reading.doc.spanOf(path('start')), `"${raw.start.slice(0, 40)}" is not a date`, {
    label: 'write YYYY-MM-DD, a day that exists',
  });
  return null;
};

/** Reports an entry that replaces nothing. Its place is its own: of what it extends, or of the scenario itself. */
const checkReplaced = (reading: Reading, word: string, name: string, known: ReadonlySet<string> | null, own: Path): void => {
  if (known === null || known.has(name)) return;
  reading.problems.error('unknown-name', reading.doc.keySpanOf(own), `the workflow has no ${word} "${name}" to replace`, {
    label: didYouMean(name, known) || `name an ${word} of the workflow`,
  });
};

const readOwnInputs = (reading: Reading, { raw, path }: Merged, { inputs }: Around): ReadonlyMap<string, InputSpec> => {
  const entries = Object.entries(raw.inputs ?? {}).map(([name, input]) => {
    checkReplaced(reading, 'input', name, inputs, path('inputs', name));
    return readInputs(reading, { [name]: input }, path('inputs', name).slice(0, -1));
  });
  return new Map(entries.flatMap((entry) => [...entry]));
};

const readOwnAssumptions = (reading: Reading, { raw, path }: Merged, { assumptions }: Around): ReadonlyMap<string, AssumptionSpec> => {
  const entries = Object.entries(raw.assumptions ?? {}).map(([name, range]) => {
    checkReplaced(reading, 'assumption', name, assumptions, path('assumptions', name));
    return readAssumptions(reading, { [name]: range }, path('assumptions', name).slice(0, -1));
  });
  return new Map(entries.flatMap((entry) => [...entry]));
};

/** SPEC 3.7: a scenario's budgets replace the workflow's figure by figure; `off` frees it of all. */
const readOwnBudgets = (reading: Reading, { raw, path }: Merged, around: Around): ScenarioSpec['budgets'] => {
  if (raw.budgets === 'off') return [];
  if (typeof raw.budgets === 'string')
    return (
      reading.problems.error('bad-value', reading.doc.spanOf(path('budgets')), `"${raw.budgets.slice(0, 40)}" is no map of budgets`, {
        label: 'write { cost_per_request: $0.02 }, or off',
      }) ?? []
    );
  return [...new Map([...around.budgets, ...readBudgets(reading, raw.budgets, around.hasSessions, path('budgets'))]).values()].flat();
};

const PEAK = { least: 1, greatest: HOURS_PER_WEEK, why: 'the busiest hour is at least the mean hour: 1 or more' };
const SPREAD = { least: 0, greatest: 10, why: 'a coefficient of variation is between 0 and 1000%' };

const readTime = (reading: Reading, merged: Merged) => {
  const { raw, path } = merged;
  const timezone = readZone(reading, raw.timezone, reading.doc.spanOf(path('timezone')));
  return {
    timezone,
    growth: readGrowth(reading, merged),
    start: readStart(reading, merged),
    shape: readShape(reading, raw.shape, timezone?.name ?? 'UTC', path('shape')),
    peak: readNumber(reading, raw.peak, 'factor', path('peak'), PEAK),
    burst: readNumber(reading, raw.burst, 'factor', path('burst'), SPREAD),
    dayToDay: readNumber(reading, raw.day_to_day, 'factor', path('day_to_day'), SPREAD),
  };
};

const readMoney = (reading: Reading, merged: Merged) => {
  const { raw, path } = merged;
  return {
    prices: readPrices(reading, raw.prices, path('prices')),
    discounts: readDiscounts(reading, raw.discount, path('discount')),
    limits: readLimits(reading, raw.limits, path('limits')),
    fixed: readFixed(reading, raw.fixed, path('fixed')),
    oneOff: readOneOff(reading, raw.one_off, path('one_off')),
    evaluation: readEvaluation(reading, raw.evaluation, path('evaluation')),
    revenue: readRevenue(reading, merged),
    replaces: readReplaces(reading, raw.replaces, path('replaces')),
  };
};

const readScenario = (reading: Reading, merged: Merged, around: Around): ScenarioSpec => {
  const { raw, path, name, at } = merged;
  const volume = readVolume(reading, merged, around.hasSessions);
  const months = volume?.kind === 'by_month' ? volume.months.length : (raw.months ?? (raw.growth === undefined ? 1 : 12));
  return {
    name,
    at,
    volume,
    scale: readScale(reading, merged),
    months: { value: months, stated: raw.months !== undefined || volume?.kind === 'by_month' },
    ...readTime(reading, merged),
    inputs: readOwnInputs(reading, merged, around),
    assumptions: readOwnAssumptions(reading, merged, around),
    cold: raw.cache === 'cold',
    region: raw.region === undefined ? null : { name: raw.region, at: reading.doc.spanOf(path('region')) },
    ...readMoney(reading, merged),
    faults: readFaults(reading, raw.faults, path('faults')),
    budgets: readOwnBudgets(reading, merged, around),
  };
};

/** Returns the scenarios of a traffic map in file order. */
export const readTraffic = (reading: Reading, raw: RawTraffic, root: Path, around: Around): readonly ScenarioSpec[] => {
  const names = Object.keys(raw);
  if (names.length === 0)
    reading.problems.error('missing-key', reading.doc.spanOf(root), 'no scenario is given', {
      label: 'add base: { requests: 10k per day }',
    });
  return names.map((name) => readScenario(reading, extended(reading, raw, root, name), around));
};

const NO_TRAFFIC: Omit<ScenarioSpec, 'name' | 'at' | 'volume' | 'budgets'> = {
  scale: [],
  growth: null,
  months: { value: 1, stated: false },
  start: null,
  shape: null,
  timezone: null,
  peak: null,
  burst: null,
  dayToDay: null,
  inputs: new Map(),
  assumptions: new Map(),
  cold: false,
  prices: [],
  discounts: [],
  limits: [],
  region: null,
  fixed: [],
  oneOff: [],
  evaluation: null,
  revenue: null,
  replaces: null,
  faults: [],
};

/** Returns the one scenario of `traffic: 10k per day`, or of no traffic at all: then only per-request figures exist. */
export const baseScenario = (reading: Reading, rate: number | string | undefined, around: Around): ScenarioSpec => {
  const at = reading.doc.keySpanOf(rate === undefined ? [] : ['traffic']);
  const merged: Merged = { name: 'base', at, raw: rate === undefined ? {} : { requests: rate }, path: () => ['traffic'] };
  const volume = rate === undefined ? null : readVolume(reading, merged, around.hasSessions);
  return { ...NO_TRAFFIC, name: 'base', at, volume, budgets: [...around.budgets.values()].flat() };
};
