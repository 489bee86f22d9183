import { mean } from '../../stats/moments.ts';
import type { ClosedForm, ClosedForms } from '../closed-forms.ts';
import { futuresOf } from '../futures.ts';
import { altered } from './altered.ts';
import { type Coordinate, isKnown, valueAt } from './coordinates.ts';
import type { Along, Seen } from './response.ts';

/** Figures of a request, of its traffic and of its money in one future. */
export type FiguresOf = (form: ClosedForm) => readonly number[];

/** A value for each coordinate. */
export type Point = readonly number[];

/** Returns the point in which every number is at its mean: texts as they were counted. */
export const middleOf = (coordinates: readonly Coordinate[]): Point =>
  coordinates.map(({ kind, of }) => (kind === 'assumption' ? mean(of) : 1));

/** Returns the closed form at a point. Only unknowns are asked of the scenario; counts and samples alter what it says. */
export const formAt = (forms: ClosedForms, coordinates: readonly Coordinate[], point: Point): ClosedForm => {
  const { unknowns } = forms.scenario;
  const values = point.slice(0, unknowns.length);
  const families = new Map<string, number>();
  const samples = new Map<string, number>();
  for (const [at, coordinate] of coordinates.entries()) {
    const value = point[at] ?? 1;
    if (coordinate.kind === 'tokenizer' && value !== 1) families.set(coordinate.name, value);
    if (coordinate.kind === 'samples' && value !== 1) samples.set(coordinate.name, (value - 1) / coordinate.error);
  }
  if (families.size + samples.size === 0) return forms.at(values);
  const plan = altered(forms.scenario.planAt(values), { families, samples });
  return { plan, requested: forms.of(plan) };
};

/** Two figures are the same where they differ by less than this part of themselves, or of what a request costs. */
const SAME = 1e-6;
const SAME_OF_COST = 1e-4;

/** Whether two figures are the same for a request of some cost: a line that bends by a hundredth of a per cent of it may be straight. */
type Near = (one: number, other: number) => boolean;

const nearAt =
  (costUsd: number): Near =>
  (one, other) =>
    Math.abs(one - other) <= Math.max(SAME * Math.max(Math.abs(one), Math.abs(other)), SAME_OF_COST * costUsd);

const isStraight = (seen: readonly Seen[], isNear: Near): boolean => {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || seen.length < 3) return false;
  return seen.every(({ value, figures }) => {
    const t = (value - first.value) / (last.value - first.value);
    return figures.every((figure, at) => {
      const [low, high] = [first.figures[at] ?? 0, last.figures[at] ?? 0];
      return isNear(figure, low + t * (high - low));
    });
  });
};

const rising = (seen: readonly Seen[]): readonly Seen[] =>
  [...new Map(seen.map((one) => [one.value, one])).values()].sort((a, b) => a.value - b.value);

/** Where a number's effect is no straight line its ends are seen too: the 10th and 90th percentiles lie well between. */
const ENDS = [0.03, 0.97] as const;

/** Of more whole values than these the steps between them are small. */
const MOST_WHOLE = 12;

/** The whole values that a number takes but once in a hundred, where they are few. */
const wholesOf = (of: Coordinate['of']): readonly number[] => {
  const [low, high] = [Math.round(valueAt(of, 0.01)), Math.round(valueAt(of, 0.99))];
  return high === low || high - low >= MOST_WHOLE ? [] : Array.from({ length: high - low + 1 }, (_, at) => low + at);
};

const same = (one: Seen, other: Seen, isNear: Near): boolean => one.figures.every((figure, at) => isNear(figure, other.figures[at] ?? 0));

/**
 * Returns the effects of one number after another: an unknown at the values at which its mean is worked out. Where those do not lie
 * on a straight line, also near its ends, or at every whole value where it is rounded to one; a recount, whose
 * effect is straight, at its 90th.
 */
export const alongAxes = (
  forms: ClosedForms,
  coordinates: readonly Coordinate[],
  figuresOf: FiguresOf,
  costUsd: number,
): readonly Along[] => {
  const [middle, isNear] = [middleOf(coordinates), nearAt(costUsd)];
  const { list } = futuresOf(forms.scenario.unknowns);
  return coordinates.flatMap(({ kind, of }, coordinate): readonly Along[] => {
    const centre = middle[coordinate] ?? 0;
    const seenAt = (value: number): Seen => {
      const point = middle.map((own, at) => (at === coordinate ? value : own));
      return { value, figures: figuresOf(formAt(forms, coordinates, point)) };
    };
    if (isKnown(of)) return [];
    const nodes = kind === 'assumption' ? list.map(({ values }) => values[coordinate] ?? centre) : [valueAt(of, 0.9)];
    const seen = rising([centre, ...nodes].map(seenAt));
    if (kind !== 'assumption' || isStraight(seen, isNear)) return [{ coordinate, rounded: false, seen }];
    const [wholes, own] = [wholesOf(of), seen.find(({ value }) => value === centre)];
    const rounded = wholes.length > 0 && !Number.isInteger(centre) && own !== undefined && same(own, seenAt(Math.round(centre)), isNear);
    if (rounded) return [{ coordinate, rounded, seen: wholes.map(seenAt) }];
    return [{ coordinate, rounded, seen: rising([...seen, ...ENDS.map((p) => seenAt(valueAt(of, p)))]) }];
  });
};
