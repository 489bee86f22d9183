import { sourceFile } from '../../src/diagnostics/source.ts';
import type { ClassPrices, Model, PriceRow } from '../../src/pricing/table.ts';
import { constant, type Distribution } from '../../src/stats/distribution.ts';
import type {
  Amount,
  Link,
  ModelLink,
  PersonLink,
  Plan,
  PlanPart,
  PlanRetry,
  PlanStep,
  ScenarioPlan,
  Term,
  ToolLink,
  Unknown,
} from '../../src/workflow/plan.ts';

/**
 * Plans made by hand, for what engines do with them: no YAML is read, every number stands in the test. What is not said is
 * nothing: no failures, no time, no cache.
 */
const AT = { file: sourceFile('by-hand.yaml', ''), start: 0, end: 0 };

const isAmount = (given: number | Distribution | Amount): given is Amount => typeof given !== 'number' && 'terms' in given;

/** Returns a number, a draw called `source`, or an amount as it is. */
export const amount = (given: number | Distribution | Amount, source = '', drawn: Term['drawn'] = 'attempt'): Amount => {
  if (typeof given === 'number') return { constant: given, terms: [], handed: [] };
  if (isAmount(given)) return given;
  const term: Term = { source, drawn, of: given, times: 1, plus: 0, min: -Infinity, max: Infinity };
  return { constant: 0, terms: [term], handed: [] };
};

/** Returns what another step hands on, or what `what` says of it. */
export const handed = (step: number, what: 'output' | 'previous_round' | 'rounds' | 'chunk' = 'output', times = 1): Amount => ({
  constant: 0,
  terms: [],
  handed: [{ what, step, times, plus: 0, min: 0, max: Infinity }],
});

const PRICES: ClassPrices = { input: 3, cacheRead: 0.3, cacheWrite: new Map([['5m', 3.75]]), output: 15 };

/** Returns a price row: $3, read $0.30, written $3.75, output $15 unless told otherwise. */
export const row = (prices: Partial<ClassPrices> = {}, more: Partial<PriceRow> = {}): PriceRow => ({
  model: 'test/model',
  from: 0,
  until: null,
  status: 'list',
  read: 0,
  confidence: 'high',
  prices: { ...PRICES, ...prices },
  longContext: [],
  tiers: new Map(),
  fees: new Map(),
  cacheStorageUsdPerMtokHour: 0,
  hours: [],
  place: AT,
  ...more,
});

/** Returns a model that caches from 1,024 tokens on. */
export const model = (id = 'test/model', more: Partial<Model> = {}): Model => ({
  id,
  aliases: [],
  tokenizer: null,
  contextWindow: 1e6,
  maxInput: 1e6,
  maxOutput: null,
  caching: { mode: 'explicit', minTokens: 1024, step: 1, ttl: ['5m'] },
  retires: null,
  regions: new Map(),
  latency: null,
  image: null,
  pdfPageTokens: null,
  toolSystemTokens: 0,
  notes: [],
  rows: [row()],
  place: AT,
  ...more,
});

/** Returns attempts: one that never fails unless told otherwise. */
export const retry = (more: Partial<PlanRetry> = {}): PlanRetry => ({
  attempts: 1,
  errors: 0,
  invalid: 0,
  backoffMs: constant(0),
  timeoutMs: Infinity,
  ...more,
});

/** Returns a part of a prompt; its key is its label. */
export const part = (role: PlanPart['role'], tokens: number | Distribution | Amount, more: Partial<PlanPart> = {}): PlanPart => ({
  label: role,
  role,
  amount: amount(tokens, `${role} part`, 'item'),
  history: null,
  origin: 'stated',
  shared: role === 'system' || role === 'tools' || role === 'examples' ? 'all' : role === 'history' ? 'session' : 'none',
  key: role,
  variants: [1],
  ...more,
});

/** A cache of five minutes. */
export const FIVE_MINUTES = { kind: 'modelled', ttl: '5m', ttlMs: 300_000, cold: false } as const;

/** Returns a model call that takes no time. */
export const call = (parts: readonly PlanPart[], output: number | Distribution | Amount, more: Partial<ModelLink> = {}): ModelLink => ({
  kind: 'model',
  model: model(),
  tier: 'standard',
  region: null,
  retry: retry(),
  parts,
  overhead: { tokens: 0, messages: 0 },
  inputFactor: 1,
  output: amount(output, 'output'),
  reasoning: amount(0),
  maxOutput: Infinity,
  maxInput: Infinity,
  window: 1e6,
  cache: { kind: 'off' },
  fees: [],
  timing: null,
  prices: [[{ row: row(), days: 30, notes: [] }]],
  priceFactor: 1,
  ...more,
});

/** Returns a tool. */
export const tool = (costUsd: number | Distribution, latencyMs: number | Distribution, more: Partial<ToolLink> = {}): ToolLink => ({
  kind: 'tool',
  retry: retry(),
  costUsd: amount(costUsd, 'cost'),
  latencyMs: amount(latencyMs, 'latency'),
  output: amount(0),
  ...more,
});

/** Returns a person. */
export const person = (workMs: number, waitMs: number, wageUsdPerHour: number): PersonLink => ({
  kind: 'person',
  workMs: amount(workMs),
  waitMs: amount(waitMs),
  wageUsdPerHour: amount(wageUsdPerHour),
  output: amount(0),
});

/** A step, its needs and group by name. Needs are the step above in the same group unless stated. */
export type Given = Partial<Omit<PlanStep, 'index' | 'needs' | 'parent' | 'children' | 'links'>> & {
  readonly name: string;
  readonly in?: string;
  readonly needs?: readonly string[];
  readonly links?: readonly Link[];
};

const ownSource = (link: Link, name: string): Link => {
  const named = (own: Amount): Amount => ({ ...own, terms: own.terms.map((term) => ({ ...term, source: `${name} ${term.source}` })) });
  if (link.kind === 'tool') return { ...link, costUsd: named(link.costUsd), latencyMs: named(link.latencyMs), output: named(link.output) };
  if (link.kind === 'model') return { ...link, output: named(link.output), reasoning: named(link.reasoning) };
  return link;
};

/** Returns steps with their indexes. Steps of a group stand after it. */
const stepsOf = (given: readonly Given[]): readonly PlanStep[] => {
  const indexOf = (name: string): number => {
    const index = given.findIndex((step) => step.name === name);
    if (index === -1) throw new Error(`no step is called ${name}`);
    return index;
  };
  return given.map((step, index): PlanStep => {
    const fellows = given.filter((other) => other.in === step.in).map(({ name }) => name);
    const above = fellows[fellows.indexOf(step.name) - 1];
    const { needs, in: group, links = [], ...more } = step;
    const [first] = links;
    return {
      kind: first === undefined ? 'group' : first.kind === 'model' ? 'model' : first.kind === 'person' ? 'human' : 'tool',
      at: AT,
      when: { kind: 'always' },
      outcomes: [],
      endsRequest: [],
      rounds: null,
      items: null,
      carry: null,
      reuse: 0,
      background: false,
      goesOn: false,
      stream: false,
      showAfter: [],
      ...more,
      index,
      parent: group === undefined ? null : indexOf(group),
      children: given.flatMap((other, at) => (other.in === step.name ? [at] : [])),
      needs: (needs ?? (above === undefined ? [] : [above])).map(indexOf),
      links: links.map((link) => ownSource(link, step.name)),
    };
  });
};

/** An order in which each step stands after its group and all that it needs. */
const orderOf = (steps: readonly PlanStep[]): readonly number[] => {
  const order: number[] = [];
  const done = (index: number | null): boolean => index === null || order.includes(index);
  while (order.length < steps.length) {
    const next = steps.find(({ index, parent, needs }) => !done(index) && done(parent) && needs.every(done));
    if (next === undefined) throw new Error('the steps wait for each other');
    order.push(next.index);
  }
  return order;
};

/** Returns a plan of some steps, without traffic unless there is some in `more`. */
export const plan = (given: readonly Given[], more: Partial<Plan> = {}): Plan => {
  const steps = stepsOf(given);
  return {
    workflow: 'by hand',
    unit: 'request',
    scenario: 'base',
    steps,
    order: orderOf(steps),
    session: null,
    requestFaults: [],
    traffic: null,
    months: [{ label: 'month 1', days: 730 / 24, growthPower: 0, from: 0, utcOffsetMinutes: 0, total: null }],
    money: { fixedUsdPerMonth: [], oneOffUsd: [], evaluation: null, revenue: null, replacesUsd: null },
    budgets: [],
    limits: [],
    assumptions: [],
    ...more,
  };
};

/** Returns traffic of so many requests a day, at all hours alike unless stated. */
export const traffic = (perDay: number | Distribution, more: Partial<NonNullable<Plan['traffic']>> = {}): Plan['traffic'] => ({
  per: 'request',
  perDay: [typeof perDay === 'number' ? constant(perDay) : perDay],
  users: null,
  growth: constant(0),
  hours: Array.from({ length: 168 }, () => 1),
  peak: 1,
  burst: 0.2,
  dayToDay: 0.15,
  ...more,
});

/** Returns the scenario of a plan, the same in every future. */
export const certain = (one: Plan): ScenarioPlan => ({ name: one.scenario, unknowns: [], planAt: () => one });

/** Returns a scenario whose plan depends on unknown numbers. */
export const uncertain = (unknowns: readonly Unknown[], planAt: ScenarioPlan['planAt']): ScenarioPlan => ({
  name: 'base',
  unknowns,
  planAt,
});
