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

/** Returns the point in which every number is at its mean. */
export const middleOf = (coordinates: readonly Coordinate[]): Point => coordinates.map(({ of }) => mean(of));

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

/** Of figures that are a straight line through three points and more none is off it by this part of itself. */
const STRAIGHT = 1e-6;

const isStraight = (seen: readonly Seen[]): boolean => {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || seen.length < 3) return false;
  return seen.every(({ value, figures }) => {
    const t = (value - first.value) / (last.value - first.value);
    return figures.every((figure, at) => {
      const [low, high] = [first.figures[at] ?? 0, last.figures[at] ?? 0];
      return Math.abs(figure - low - t * (high - low)) <= STRAIGHT * Math.max(Math.abs(low), Math.abs(high));
    });
  });
};

const rising = (seen: readonly Seen[]): readonly Seen[] =>
  [...new Map(seen.map((one) => [one.value, one])).values()].sort((a, b) => a.value - b.value);

/** The ends of the tornado: exact where a number's effect is no straight line. */
const ENDS = [0.1, 0.9] as const;

/**
 * Returns the effects of one number after another: an unknown at the values at which its mean is worked out, and at its 10th and 90th
 * percentiles where those do not lie on a straight line; a recount, which is one, at its 90th.
 */
export const alongAxes = (forms: ClosedForms, coordinates: readonly Coordinate[], figuresOf: FiguresOf): readonly Along[] => {
  const middle = middleOf(coordinates);
  const seenAt = (at: number, value: number): Seen => ({
    value,
    figures: figuresOf(
      formAt(
        forms,
        coordinates,
        middle.map((own, index) => (index === at ? value : own)),
      ),
    ),
  });
  const { list } = futuresOf(forms.scenario.unknowns);
  return coordinates.flatMap(({ kind, of }, at): readonly Along[] => {
    const centre = middle[at] ?? 0;
    if (isKnown(of)) return [];
    const nodes = kind === 'assumption' ? list.map(({ values }) => values[at] ?? centre) : [valueAt(of, 0.9)];
    const seen = rising([centre, ...nodes].map((value) => seenAt(at, value)));
    if (kind !== 'assumption' || isStraight(seen)) return [{ coordinate: at, seen }];
    return [{ coordinate: at, seen: rising([...seen, ...ENDS.map((p) => seenAt(at, valueAt(of, p)))]) }];
  });
};
