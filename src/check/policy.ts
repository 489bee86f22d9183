import type { Config, Level, Suppression } from '../config/read.ts';
import { dayText } from '../pricing/day.ts';

/** How far figures may rise over their base: fractions, Infinity for off; dollars a month below which a rise does not count. */
export type Limits = { readonly cost: number; readonly latency: number; readonly floorUsd: number };

/** Whose limits a change is held to. */
export type Gates = 'base' | 'head';

/** What a change is held to. */
export type Policy = {
  readonly limits: Limits;
  readonly rules: ReadonlyMap<string, Level>;
  readonly ignore: readonly Suppression[];
};

/** Something that a change loosens itself. `where` is a workflow and its scenario, or the settings of the project. */
export type Loosened = { readonly what: string; readonly where: string; readonly before: string; readonly after: string };

/** What nobody has said otherwise. */
const DEFAULTS: Limits = { cost: 0.05, latency: 0.1, floorUsd: 50 };

const percent = (share: number): string => (share === Infinity ? 'off' : `${Number((share * 100).toPrecision(6))}%`);

/** Returns what a project's settings come to. */
export const policyOf = (config: Config | undefined): Policy => ({
  limits: {
    cost: config?.regression.cost ?? DEFAULTS.cost,
    latency: config?.regression.latency ?? DEFAULTS.latency,
    floorUsd: config?.regression.floorUsd ?? DEFAULTS.floorUsd,
  },
  rules: config?.rules ?? new Map(),
  ignore: config?.ignore ?? [],
});

const WEIGHT: Readonly<Record<Level, number>> = { off: 0, warn: 1, error: 2 };

const stricter = (a: Level, b: Level): Level => (WEIGHT[a] >= WEIGHT[b] ? a : b);

type Levels = Policy['rules'];

/** A rule that one side does not name has its own level there, which `usual` knows. */
const strictRules = (base: Levels, head: Levels, usual: (rule: string) => Level): Levels =>
  new Map(
    [...new Set([...base.keys(), ...head.keys()])].map((rule) => [
      rule,
      stricter(base.get(rule) ?? usual(rule), head.get(rule) ?? usual(rule)),
    ]),
  );

const sameFinding = (a: Suppression, b: Suppression): boolean => a.rule === b.rule && a.workflow === b.workflow;

const earlier = (a: Suppression, b: Suppression): Suppression => ((a.until ?? Infinity) <= (b.until ?? Infinity) ? a : b);

/** A suppression counts where both sides have it, until the earlier of its ends. */
const strictIgnore = (base: Policy['ignore'], head: Policy['ignore']): Policy['ignore'] =>
  head.flatMap((one) => {
    const known = base.find((other) => sameFinding(one, other));
    return known === undefined ? [] : [earlier(known, one)];
  });

/** Returns the stricter of two policies, point by point: what a pull request is held to that may tighten, but not loosen. */
export const strictest = (base: Policy, head: Policy, usual: (rule: string) => Level): Policy => ({
  limits: {
    cost: Math.min(base.limits.cost, head.limits.cost),
    latency: Math.min(base.limits.latency, head.limits.latency),
    floorUsd: Math.min(base.limits.floorUsd, head.limits.floorUsd),
  },
  rules: strictRules(base.rules, head.rules, usual),
  ignore: strictIgnore(base.ignore, head.ignore),
});

const SETTINGS = 'outlay.yaml';

const looserLimits = ({ limits: base }: Policy, { limits: head }: Policy): readonly Loosened[] =>
  (['cost', 'latency', 'floorUsd'] as const).flatMap((key) => {
    if (head[key] <= base[key]) return [];
    const shown = (value: number): string => (key === 'floorUsd' ? `$${value}` : percent(value));
    const what = `regression.${key === 'floorUsd' ? 'floor' : key}`;
    return [{ what, where: SETTINGS, before: shown(base[key]), after: shown(head[key]) }];
  });

const looserRules = (base: Policy, head: Policy, usual: (rule: string) => Level): readonly Loosened[] =>
  [...new Set([...base.rules.keys(), ...head.rules.keys()])].flatMap((rule) => {
    const [before, after] = [base.rules.get(rule) ?? usual(rule), head.rules.get(rule) ?? usual(rule)];
    return WEIGHT[after] < WEIGHT[before] ? [{ what: `rules.${rule}`, where: SETTINGS, before, after }] : [];
  });

const endOf = ({ until }: Suppression): string => (until === null ? 'without end' : `until ${dayText(until)}`);

const looserIgnore = ({ ignore: base }: Policy, { ignore: head }: Policy): readonly Loosened[] =>
  head.flatMap((one) => {
    const known = base.find((other) => sameFinding(one, other));
    if (known !== undefined && (one.until ?? Infinity) <= (known.until ?? Infinity)) return [];
    const what = `ignore ${one.rule}${one.workflow === null ? '' : ` in ${one.workflow}`}`;
    return [{ what, where: SETTINGS, before: known === undefined ? 'not ignored' : endOf(known), after: endOf(one) }];
  });

/** Returns what a change of the settings loosens. */
export const loosenedPolicy = (base: Policy, head: Policy, usual: (rule: string) => Level): readonly Loosened[] => [
  ...looserLimits(base, head),
  ...looserRules(base, head, usual),
  ...looserIgnore(base, head),
];
