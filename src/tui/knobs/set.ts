import { pathText } from '../../yaml/path.ts';
import type { Knob, Settings } from './knob.ts';
import { inlineYaml, type Plain } from './scale.ts';
import { inherited, isMap, type KnobSource } from './source.ts';
import { setTo } from './turn.ts';

/** A fault as a scenario lists it: `slow` takes a factor, the others shares. */
const faultOf = (fault: string, value: Plain): Plain => ({
  [fault]: fault === 'slow' ? Number.parseFloat(String(value)) / 100 : value,
});

/** The keys that turned knobs put into a scenario, its own faults kept. */
const keysOf = (source: KnobSource, scenario: string, turned: readonly Knob[], settings: Settings): { readonly [key: string]: Plain } => {
  const keys: Record<string, Plain> = {};
  const faults: Plain[] = [];
  for (const knob of turned) {
    const value = setTo(knob, settings);
    if (knob.target.kind === 'scenario' && knob.target.scenario === scenario) keys[knob.target.key] = value;
    if (knob.target.kind === 'fault' && knob.target.scenario === scenario) faults.push(faultOf(knob.target.fault, value));
  }
  if (faults.length === 0) return keys;
  const own = source.scenarios === null ? undefined : inherited(source.scenarios, scenario, 'faults');
  return { ...keys, faults: [...(Array.isArray(own) ? own : []), ...faults] };
};

/** Knobs that are turned, in the order in which they were. */
const turnedKnobs = (knobs: readonly Knob[], settings: Settings): readonly Knob[] =>
  [...settings.keys()].flatMap((id) => knobs.find((knob) => knob.id === id) ?? []);

const scenariosOf = (turned: readonly Knob[]): readonly string[] => [
  ...new Set(turned.flatMap(({ target }) => (target.kind === 'path' ? [] : [target.scenario]))),
];

/** Returns turned knobs as `path=value`, the way that `--set` takes them. */
export const settingTexts = (source: KnobSource, knobs: readonly Knob[], settings: Settings): readonly string[] => {
  const turned = turnedKnobs(knobs, settings);
  const paths = turned.flatMap((knob) =>
    knob.target.kind === 'path' ? [`${pathText(knob.target.path)}=${inlineYaml(setTo(knob, settings))}`] : [],
  );
  const traffic = scenariosOf(turned).flatMap((scenario) => {
    const keys = keysOf(source, scenario, turned, settings);
    if (source.scenarios !== null)
      return Object.entries(keys).map(([key, value]) => `${pathText(['traffic', scenario, key])}=${inlineYaml(value)}`);
    const whole = { [scenario]: { requests: source.rate ?? '', ...keys } };
    const only = Object.keys(keys).length === 1 ? keys['requests'] : undefined;
    return [`traffic=${inlineYaml(only ?? whole)}`];
  });
  return [...paths, ...traffic];
};

/** Returns the keys that turned knobs would give a scenario of their own; null where some of them belong to no scenario. */
export const asScenario = (
  source: KnobSource,
  knobs: readonly Knob[],
  settings: Settings,
  scenario: string,
): { readonly [key: string]: Plain } | null => {
  const turned = turnedKnobs(knobs, settings);
  const inside = turned.filter(({ target }) => target.kind !== 'path' && target.scenario === scenario);
  if (turned.length === 0 || inside.length < turned.length || source.scenarios === null) return null;
  return isMap(source.scenarios[scenario]) ? { extends: scenario, ...keysOf(source, scenario, turned, settings) } : null;
};
