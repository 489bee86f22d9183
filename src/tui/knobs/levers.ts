import type { Forecast } from '../../projection/forecast.ts';
import type { Knob, Settings } from './knob.ts';
import type { Plain } from './scale.ts';
import { settingTexts } from './set.ts';
import type { KnobSource } from './source.ts';
import { setTo, turned, withSetting } from './turn.ts';

/** A change that one may try: which knob to which value, and what it moved, null until that is known. */
export type Lever = {
  readonly knob: string;
  readonly label: string;
  readonly to: Plain;
  readonly settings: Settings;
  readonly texts: readonly string[];
  readonly usd: number | null;
};

/** How many are tried: enough to find the great ones, few enough to be tried in a moment. */
const MOST = 24;

/** The knobs of the scenario on the screen and of all scenarios, and where they stand. */
export type Stand = {
  readonly knobs: readonly Knob[];
  readonly turnable: readonly Knob[];
  readonly settings: { readonly now: Settings };
};

const lever = (source: KnobSource, turnable: readonly Knob[], settings: Settings, knob: Knob, next: Settings): readonly Lever[] => {
  const to = setTo(knob, next);
  if (JSON.stringify(to) === JSON.stringify(setTo(knob, settings))) return [];
  const texts = settingTexts(source, turnable, next);
  return [{ knob: knob.id, label: knob.label, to, settings: next, texts, usd: null }];
};

/** The next cheaper models that a step may use: its candidates first where it names some. */
const cheaper = (knob: Knob, settings: Settings): readonly string[] => {
  if (knob.turn.kind !== 'choice') return [];
  const at = knob.turn.options.indexOf(String(setTo(knob, settings)));
  return knob.turn.options.slice(Math.max(0, at - 3), Math.max(0, at)).toReversed();
};

const choices = (knob: Knob, settings: Settings): readonly string[] => {
  if (knob.id.endsWith('.model')) return cheaper(knob, settings);
  if (knob.turn.kind !== 'choice') return [];
  if (knob.id.endsWith('.cache')) return knob.turn.options.filter((option) => option !== 'auto');
  return knob.turn.options.filter((option) => option === 'batch' || option === 'flex');
};

/** Returns changes worth a try, from where the knobs stand: other models, caches and tiers of dear steps, a fifth less of what they write. */
export const leversOf = (
  source: KnobSource,
  { knobs, turnable, settings: { now: settings } }: Stand,
  { projection }: Forecast,
): readonly Lever[] => {
  const share = new Map(projection.steps.map(({ step, shareOfCost }) => [step.name, shareOfCost]));
  const weight = ({ target }: Knob): number => {
    if (target.kind !== 'path') return 1;
    return Math.max(0, ...target.path.map((part) => share.get(String(part)) ?? 0));
  };
  const tried = knobs
    .filter(({ group, target }) => group !== 'everything' && target.kind !== 'scenario')
    .sort((a, b) => weight(b) - weight(a));
  const found = tried.flatMap((knob) => {
    if (knob.turn.kind === 'choice')
      return choices(knob, settings).flatMap((to) =>
        lever(source, turnable, settings, knob, withSetting(settings, knob, { base: to, notches: 0 })),
      );
    if (/^fault\..*\.(?:slow|errors)$/.test(knob.id)) return [];
    const notches = knob.turn.kind === 'points' && knob.target.kind === 'fault' ? -20 : knob.turn.kind === 'scale' ? -4 : -1;
    return lever(source, turnable, settings, knob, turned(settings, knob, notches));
  });
  return found.slice(0, MOST);
};

/** Returns levers with what they moved, the greatest savings first, the best of each knob; what cannot be planned is left out. */
export const ranked = (levers: readonly Lever[], moved: readonly ({ readonly usd: number } | null)[]): readonly Lever[] =>
  levers
    .map((one, index) => ({ ...one, usd: moved[index]?.usd ?? null }))
    .filter(({ usd }) => usd !== null && usd < -1e-9)
    .sort((a, b) => (a.usd ?? 0) - (b.usd ?? 0))
    .filter(({ knob }, index, all) => all.findIndex((one) => one.knob === knob) === index);
