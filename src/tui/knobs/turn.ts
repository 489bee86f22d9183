import type { Knob, Setting, Settings } from './knob.ts';
import { type Plain, scaled } from './scale.ts';

const NOTCH = 0.05;

/** What a knob that scales has at least: a twentieth of what is written. */
const LEAST_NOTCHES = -19;

const pointsOf = (value: Plain): number => {
  const text = String(value).trim();
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return 0;
  return text.includes('%') ? number : number * 100;
};

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const SUFFIX = /\s+per\s.*$/;

/** Returns what a knob is set to: its base, turned by some notches. */
export const valueAt = (knob: Knob, { base, notches }: Setting): Plain => {
  const { turn } = knob;
  switch (turn.kind) {
    case 'scale':
      return notches === 0 ? base : (scaled(base, (value) => value * (1 + NOTCH * notches)) ?? base);
    case 'points': {
      if (notches === 0) return base;
      const points = within(pointsOf(base) + notches, turn.least, turn.most);
      return `${Number(points.toFixed(4))}%${SUFFIX.exec(String(base))?.[0] ?? ''}`;
    }
    case 'whole':
      return notches === 0 ? base : Math.max(turn.least, (Number(base) || 0) + notches);
    case 'choice': {
      if (notches === 0) return base;
      const at = turn.options.indexOf(String(base));
      return turn.options[within(at + notches, 0, turn.options.length - 1)] ?? base;
    }
    default:
      return turn satisfies never;
  }
};

/** Returns where a knob stands. */
export const settingOf = (knob: Knob, settings: Settings): Setting => settings.get(knob.id) ?? { base: knob.written, notches: 0 };

/** Returns what a knob is set to. */
export const setTo = (knob: Knob, settings: Settings): Plain => valueAt(knob, settingOf(knob, settings));

const same = (a: Plain, b: Plain): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Returns the settings with one knob somewhere else; one that stands where it is written is not listed. */
export const withSetting = (settings: Settings, knob: Knob, setting: Setting): Settings => {
  const next = new Map(settings);
  // The latest stands last, so that what the others have changed in the files is known already.
  next.delete(knob.id);
  if (!same(valueAt(knob, setting), knob.written)) next.set(knob.id, setting);
  return next;
};

/** How far a knob may turn: beyond its ends a notch would do nothing, and would have to be turned back. */
const bounded = (knob: Knob, base: Plain, notches: number): number => {
  const { turn } = knob;
  switch (turn.kind) {
    case 'scale':
      return within(notches, LEAST_NOTCHES, 2000);
    case 'points':
      return within(notches, Math.ceil(turn.least - pointsOf(base)), Math.floor(turn.most - pointsOf(base)));
    case 'whole':
      return within(notches, turn.least - (Number(base) || 0), 1_000_000);
    case 'choice': {
      const at = turn.options.indexOf(String(base));
      return within(notches, -at, turn.options.length - 1 - at);
    }
    default:
      return turn satisfies never;
  }
};

/** Returns the settings with one knob turned by some notches. */
export const turned = (settings: Settings, knob: Knob, notches: number): Settings => {
  const { base, notches: before } = settingOf(knob, settings);
  return withSetting(settings, knob, { base, notches: bounded(knob, base, before + notches) });
};

/** Returns where a knob stands on its track, from 0 to 1: what is written stands in the middle of one that scales. */
export const positionOf = (knob: Knob, settings: Settings): number => {
  const { turn } = knob;
  const setting = settingOf(knob, settings);
  switch (turn.kind) {
    case 'scale': {
      const factor = 1 + NOTCH * setting.notches;
      return within(0.5 + Math.log2(factor) / 6, 0.02, 1);
    }
    case 'points':
      return within((pointsOf(valueAt(knob, setting)) - turn.least) / (turn.most - turn.least), 0, 1);
    case 'whole': {
      const value = Number(valueAt(knob, setting)) || 0;
      return value <= 0 ? 0 : within(value / Math.max(10, value), 0, 1);
    }
    case 'choice': {
      const at = turn.options.indexOf(String(valueAt(knob, setting)));
      return turn.options.length < 2 ? 1 : within(at / (turn.options.length - 1), 0, 1);
    }
    default:
      return turn satisfies never;
  }
};
