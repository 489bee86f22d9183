import type { Model, PriceTable } from '../../pricing/table.ts';
import { pathText } from '../../yaml/path.ts';
import type { Path } from '../../yaml/read.ts';
import type { Knob, Target, Turn } from './knob.ts';
import type { Plain } from './scale.ts';
import { inherited, isMap, type KnobSource, type PlainMap } from './source.ts';
import { knobsIn } from './walk.ts';

const FACTOR: Turn = { kind: 'points', least: 5, most: 400 };
const SHARE: Turn = { kind: 'points', least: 0, most: 100 };

/** Faults that the whole traffic of a scenario can take, and what stands for none. */
const FAULTS: readonly { readonly fault: string; readonly label: string; readonly none: string; readonly turn: Turn }[] = [
  { fault: 'output', label: 'output length', none: '100%', turn: FACTOR },
  { fault: 'input', label: 'prompt length', none: '100%', turn: FACTOR },
  { fault: 'errors', label: 'errors more', none: '0%', turn: SHARE },
  { fault: 'slow', label: 'slowness', none: '100%', turn: { kind: 'points', least: 100, most: 1000 } },
];

const scenarioKnob = (scenario: string, key: string, label: string, written: Plain, turn: Turn): Knob => {
  const target: Target = { kind: 'scenario', scenario, key };
  return { id: `traffic.${pathText([scenario])}.${key}`, label, group: 'traffic', target, written, turn };
};

const faultKnob = (scenario: string, { fault, label, none, turn }: (typeof FAULTS)[number]): Knob => ({
  id: `fault.${pathText([scenario])}.${fault}`,
  label,
  group: 'traffic',
  target: { kind: 'fault', scenario, fault },
  written: none,
  turn,
});

/** The volume of a scenario, how it grows, and what may happen to all of its calls. */
const trafficKnobs = ({ scenarios, rate }: KnobSource, scenario: string): readonly Knob[] => {
  const of = (key: string): Plain | undefined => (scenarios === null ? undefined : inherited(scenarios, scenario, key));
  const key = scenarios === null ? 'requests' : (['requests', 'sessions'].find((one) => of(one) !== undefined) ?? null);
  const volume = key === null ? null : scenarios === null ? rate : of(key);
  if (key === null || volume === null || volume === undefined) return [];
  const turn: Turn | null = isMap(volume) ? null : { kind: 'scale' };
  return [
    ...(turn === null ? [] : [scenarioKnob(scenario, key, key, volume, turn)]),
    scenarioKnob(scenario, 'growth', 'growth a month', of('growth') ?? '0% per month', { kind: 'points', least: -50, most: 100 }),
    ...FAULTS.map((fault) => faultKnob(scenario, fault)),
    // The language has no word for warm: caches that are cold as written stay so.
    ...(of('cache') === undefined
      ? [scenarioKnob(scenario, 'cache', 'prompt caches', 'warm', { kind: 'choice', options: ['warm', 'cold'] })]
      : []),
  ];
};

/** A model's price for comparison: three tokens in for each token out, in dollars per million. */
const pricedAt = ({ rows }: Model): number | null => {
  const prices = rows.at(-1)?.prices;
  if (prices === undefined || prices.input === null || prices.output === null) return null;
  return (3 * prices.input + prices.output) / 4;
};

/** Models that a step may use, cheapest first: its own, its candidates, and what its tables list at a price for output. */
const modelsFor = (written: string, candidates: readonly string[], tables: readonly PriceTable[]): readonly string[] => {
  const all = tables.flatMap(({ models }) => models);
  const known = new Map(all.map((model) => [model.id, model]));
  const named = [written, ...candidates];
  const priced = all.filter((model) => pricedAt(model) !== null && model.tokenizer !== null).map(({ id }) => id);
  const price = (id: string): number => pricedAt(known.get(id) ?? ({ rows: [] } as unknown as Model)) ?? 0;
  return [...new Set([...named, ...priced])].sort((a, b) => price(a) - price(b) || (a < b ? -1 : 1));
};

type WrittenStep = { readonly path: Path; readonly name: string; readonly step: PlainMap };

/** Every step of a workflow with its path, groups' inner steps included. */
const stepsIn = (steps: Plain | undefined, path: Path): readonly WrittenStep[] =>
  isMap(steps)
    ? Object.entries(steps).flatMap(([name, step]) =>
        isMap(step) ? [{ path: [...path, name], name, step }, ...stepsIn(step['steps'], [...path, name, 'steps'])] : [],
      )
    : [];

const modelOf = (tables: readonly PriceTable[], id: string): Model | undefined =>
  tables.flatMap(({ models }) => models).find((model) => model.id === id);

const idOf = (candidate: Plain): readonly string[] =>
  typeof candidate === 'string' ? [candidate] : isMap(candidate) && typeof candidate['model'] === 'string' ? [candidate['model']] : [];

/** What stands in a step, or else in `defaults:`, or else by itself. */
const heldBy = ({ step }: WrittenStep, { workflow }: KnobSource, key: string, otherwise: string): string => {
  const defaults = workflow['defaults'];
  const value = step[key] ?? (isMap(defaults) ? defaults[key] : undefined) ?? otherwise;
  return typeof value === 'object' ? '' : String(value);
};

const choice = (written: WrittenStep, key: string, value: string, options: readonly string[]): readonly Knob[] => {
  const path = [...written.path, key];
  const all = options.includes(value) ? options : [value, ...options];
  if (value === '' || all.length < 2) return [];
  const turn: Turn = { kind: 'choice', options: all };
  return [{ id: pathText(path), label: `${written.name} ${key}`, group: 'calls', target: { kind: 'path', path }, written: value, turn }];
};

/** What can be chosen for a model step: the model, how it caches, at which tier. */
const callKnobs = (written: WrittenStep, source: KnobSource): readonly Knob[] => {
  const { model: id, candidates = [] } = written.step;
  if (typeof id !== 'string') return [];
  const model = modelOf(source.tables, id);
  const others = Array.isArray(candidates) ? candidates.flatMap(idOf) : [];
  const tiers = [...new Set((model?.rows ?? []).flatMap(({ tiers: listed }) => [...listed.keys()]))];
  const ttl = model === undefined || model.caching.mode === 'none' ? [] : ['off', 'auto', ...model.caching.ttl];
  return [
    ...choice(written, 'model', id, modelsFor(id, others, source.tables)),
    ...choice(written, 'cache', heldBy(written, source, 'cache', 'auto'), ttl),
    ...choice(written, 'tier', heldBy(written, source, 'tier', 'standard'), ['standard', ...tiers]),
  ];
};

/** Whether a knob of everything is one of what steps write and how often they fail: those stand before the rest. */
const isMain = ({ target }: Knob): boolean =>
  target.kind === 'path' &&
  target.path[0] === 'steps' &&
  /^(?:output|reasoning|cost|work|errors|invalid|times)$/.test(String(target.path.at(-1)));

/**
 * Returns all knobs of a workflow in one scenario: its traffic, the models of its steps and how they are called, what steps
 * write, then every other quantity of the YAML. Each place has one knob.
 */
export const knobsOf = (source: KnobSource, scenario: string): readonly Knob[] => {
  const traffic = trafficKnobs(source, scenario);
  const calls = stepsIn(source.workflow['steps'], ['steps']).flatMap((written) => callKnobs(written, source));
  const rest = knobsIn(Object.fromEntries(Object.entries(source.workflow).filter(([key]) => key !== 'traffic')), []);
  const own = source.scenarios?.[scenario];
  const taken = new Set([...traffic, ...calls].map(({ id }) => id));
  const others = [...rest, ...(isMap(own) ? knobsIn(own, ['traffic', scenario]) : [])].filter(({ id }) => !taken.has(id));
  const main = others.filter(isMain).map((knob): Knob => ({ ...knob, group: 'steps', label: knob.label.replaceAll('.', ' ') }));
  return [...traffic, ...calls, ...main, ...others.filter((knob) => !isMain(knob))];
};
