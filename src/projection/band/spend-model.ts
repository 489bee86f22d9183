import { type Curve, curveThrough } from '../../stats/curve.ts';
import type { Families } from '../../workflow/counting.ts';
import type { Plan, PlanMonth } from '../../workflow/plan.ts';
import type { ClosedForm, ClosedForms } from '../closed-forms.ts';
import type { Projection } from '../projection.ts';
import { type Coordinate, coordinatesOf, valueAt } from './coordinates.ts';
import { type CostLines, costLinesOf, LINES_A_LINK } from './cost-lines.ts';
import { alongAxes, formAt, middleOf } from './futures-seen.ts';
import { type Moved, Response } from './response.ts';
import {
  fromRow,
  meanOf,
  type TrafficFigures,
  type TrafficNumber,
  type TrafficNumbers,
  toRow,
  trafficFiguresOf,
  trafficNumbersOf,
} from './traffic.ts';

/** Some futures: a value of each coordinate, by future, and of each number of the traffic and the money. */
export type FutureColumns = {
  readonly count: number;
  readonly points: readonly Float64Array[];
  readonly numberIn: (number: TrafficNumber, future: number) => number;
};

/** What futures come to in closed form, before days and requests differ. Columns hold one value a future. */
export type Spending = {
  /** Requests, or sessions, of each month's mean day. */
  readonly volumes: readonly Float64Array[];
  /** Requests of a session; 1 where they stand alone. */
  readonly turns: Float64Array;
  /** Dollars of a request in each month. */
  readonly costUsd: readonly Float64Array[];
  /** Tests of a month, fixed costs of a month, and what is paid once. */
  readonly evaluationUsd: Float64Array;
  readonly fixedUsd: Float64Array;
  readonly oneOffUsd: Float64Array;
};

const LEAST = 1e-9;

/** A hit rate goes from 5 % to 95 % while the volume grows 58-fold: steps of e^0.5 follow it to a thousandth of the cost. */
const STEP = 0.5;

/** Volumes further below the greatest cost next to nothing. */
const MOST_STEPS = 24;

const ratio = (value: number, under: number): number => (under === 0 ? 1 : value / under);

/** Months whose requests cost the same at the same volume: for each the first that does, and of each month which one that is. */
const alikeOf = (lines: CostLines, months: number): { readonly firsts: readonly number[]; readonly standsFor: readonly number[] } => {
  const keys = Array.from({ length: months }, (_, at) => lines.map((line) => (line[at] ?? 0).toPrecision(12)).join());
  const firsts = [...new Set(keys)].map((key) => keys.indexOf(key));
  return { firsts, standsFor: keys.map((key) => firsts.indexOf(keys.indexOf(key))) };
};

/** Lines that move alike: their dollars in the middle, how they move, and how they bend with the volume. */
type Strand = { usd: number; readonly column: Float64Array; readonly bend: Curve | null };

/**
 * What a scenario spends as a function of all that nobody knows. It costs the closed forms at a few values of each unknown, which the
 * mean needs too, one for each estimated tokenizer and each set of samples, and one to see how far off it is.
 */
export class SpendModel {
  readonly coordinates: readonly Coordinate[];
  readonly numbers: TrafficNumbers;
  /** At the means of the unknowns. */
  readonly plan: Plan;
  readonly #forms: ClosedForms;
  readonly #projection: Projection;
  readonly #middle: ClosedForm;
  readonly #traffic: TrafficFigures;
  readonly #reference: number;
  readonly #firsts: readonly number[];
  readonly #standsFor: readonly number[];
  readonly #lines: number;
  readonly #response: Response;
  readonly #atVolumes = new Map<number, readonly number[]>();

  constructor(forms: ClosedForms, projection: Projection, families: Families) {
    this.#forms = forms;
    this.#projection = projection;
    this.coordinates = coordinatesOf(forms.scenario, projection.plan, families);
    this.#middle = formAt(forms, this.coordinates, middleOf(this.coordinates));
    this.plan = this.#middle.plan;
    this.numbers = trafficNumbersOf(this.plan);
    this.#traffic = trafficFiguresOf(this.plan, this.numbers, meanOf);
    const { months } = this.plan;
    this.#reference = months.reduce((sum, month, at) => sum + volumeIn(this.#traffic, month, at), 0) / months.length;
    const lines = costLinesOf(this.#middle, this.#reference, months.length);
    this.#lines = lines.length;
    const { firsts, standsFor } = alikeOf(lines, months.length);
    [this.#firsts, this.#standsFor] = [firsts, standsFor];
    this.#response = new Response(
      this.#figuresOf(this.#middle),
      alongAxes(forms, this.coordinates, (form) => this.#figuresOf(form)),
    );
  }

  /** Lines of a request at a volume, month by month of those that differ. */
  #linesAt(form: ClosedForm, perDay: number): readonly number[] {
    const lines = costLinesOf(form, perDay, Math.max(...this.#firsts) + 1);
    return lines.flatMap((line) => this.#firsts.map((at) => line[at] ?? 0));
  }

  /** Lines of a request, then what its traffic and its money come to. */
  #figuresOf(form: ClosedForm): readonly number[] {
    const numbers = form.plan === this.#middle.plan ? this.numbers : trafficNumbersOf(form.plan);
    return [...this.#linesAt(form, this.#reference), ...toRow(trafficFiguresOf(form.plan, numbers, meanOf))];
  }

  /**
   * Returns by which part of it the cost of a request is off where all numbers raise it at once, each at its 10th or 90th percentile:
   * by one more closed form; 0 where a single number moves it.
   */
  missAt(): number {
    const centre = middleOf(this.coordinates);
    const costAt = (point: readonly number[]): number => {
      const moved = this.#response.over(
        point.map((value) => Float64Array.of(value)),
        1,
      );
      return this.#strands(moved, 0).reduce((sum, { usd, column }) => sum + usd * (column[0] ?? 0), 0);
    };
    const base = costAt(centre);
    const ends = this.coordinates.map(({ of }, at) => {
      const [low, high] = [0.1, 0.9].map((p) => ({
        value: valueAt(of, p),
        usd: costAt(centre.map((own, i) => (i === at ? valueAt(of, p) : own))),
      }));
      return (low?.usd ?? 0) > (high?.usd ?? 0) ? low : high;
    });
    if (ends.filter((end) => Math.abs(ratio(end?.usd ?? base, base) - 1) > 1e-4).length < 2) return 0;
    const point = ends.map((end, at) => end?.value ?? centre[at] ?? 0);
    const exact = this.#linesAt(formAt(this.#forms, this.coordinates, point), this.#reference);
    const months = this.#firsts.length;
    const usd = exact.reduce((sum, value, at) => sum + (at % months === 0 ? value : 0), 0);
    return Math.abs(ratio(costAt(point), usd) - 1);
  }

  /** Lines of a month that differs from others, those that move alike together. Dead lines are left out. */
  #strands(
    moved: Moved,
    first: number,
    counts: (line: number) => boolean = () => true,
    bends: readonly (Curve | null)[] = [],
  ): readonly Strand[] {
    const months = this.#firsts.length;
    const strands = new Map<string, Strand>();
    const numbers = new Map<Curve | null, number>(bends.map((bend, at) => [bend, at]));
    for (let line = 0; line < this.#lines; line++) {
      const figure = line * months + first;
      const usd = this.#response.middle[figure] ?? 0;
      if (!counts(line)) continue;
      const bend = bends[figure] ?? null;
      const key = `${moved.key(figure)} ${numbers.get(bend)}`;
      const strand = strands.get(key) ?? { usd: 0, column: moved.column(figure), bend };
      strand.usd = usd === 0 ? strand.usd + 1 : strand.usd + usd;
      strands.set(key, strand);
    }
    return [...strands.values()].filter(({ column }) => column.some((value) => value !== 0));
  }

  /** How each line of a request goes with the logarithm of the volume, over what it is in the middle; null where it does not. */
  #bends(low: number, high: number): readonly (Curve | null)[] {
    const last = Math.ceil(Math.log(Math.max(LEAST, high)) / STEP);
    const first = Math.max(last - MOST_STEPS, Math.floor(Math.log(Math.max(LEAST, low)) / STEP));
    const knots = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const rows = knots.map((knot) => {
      const known = this.#atVolumes.get(knot) ?? this.#linesAt(this.#middle, Math.exp(knot * STEP));
      this.#atVolumes.set(knot, known);
      return known;
    });
    const xs = knots.map((knot) => knot * STEP);
    const curves = new Map<string, Curve>();
    return (rows[0] ?? []).map((_, figure) => {
      const middle = this.#response.middle[figure] ?? 0;
      const ratios = rows.map((row) => ratio(row[figure] ?? 0, middle));
      if (middle === 0 || ratios.every((value) => Math.abs(value - 1) < 1e-9)) return null;
      const key = ratios.map((value) => value.toPrecision(9)).join();
      const curve = curves.get(key) ?? curveThrough(xs, ratios);
      curves.set(key, curve);
      return curve;
    });
  }

  /** Traffic and money of each future: what its unknowns make of the means, stretched as its own draws are over theirs. */
  #trafficOver(moved: Moved, { count, numberIn }: FutureColumns): readonly TrafficFigures[] {
    const from = this.#lines * this.#firsts.length;
    const middle = toRow(this.#traffic);
    const columns = middle.map((_, at) => moved.column(from + at));
    return Array.from({ length: count }, (_, future) => {
      const drawn = toRow(trafficFiguresOf(this.plan, this.numbers, (number) => numberIn(number, future)));
      return fromRow(
        middle.map((own, at) => {
          const moves = columns[at]?.[future] ?? 1;
          return own === 0 ? moves + (drawn[at] ?? 0) : moves * (drawn[at] ?? 0);
        }),
      );
    });
  }

  /** Returns what each future comes to. */
  over(futures: FutureColumns): Spending {
    const { count } = futures;
    const moved = this.#response.over(futures.points, count);
    const traffic = this.#trafficOver(moved, futures);
    const column = (pick: (one: TrafficFigures) => number): Float64Array => Float64Array.from(traffic, pick);
    const volumes = this.plan.months.map((month, at) => column((one) => volumeIn(one, month, at)));
    const [low, high] = volumes.reduce<readonly [number, number]>(
      (ends, list) =>
        list.reduce<readonly [number, number]>(([least, most], value) => [Math.min(least, value), Math.max(most, value)], ends),
      [Infinity, 0],
    );
    const bends = this.#bends(low, high);
    const tests = this.#testsOf(moved, bends, volumes[0] ?? new Float64Array(count));
    return {
      volumes,
      turns: column(({ turns }) => turns),
      costUsd: volumes.map((volume, at) => costOver(this.#strands(moved, this.#standsFor[at] ?? 0, undefined, bends), volume)),
      evaluationUsd: column(({ tested }) => tested).map((cases, future) => cases * (tests[future] ?? 0)),
      fixedUsd: column(({ fixedUsd }) => fixedUsd),
      oneOffUsd: column(({ oneOffUsd }) => oneOffUsd),
    };
  }

  /** Dollars of a case of the tests: a request of the first month without people, or what another workflow that tests this one costs. */
  #testsOf(moved: Moved, bends: readonly (Curve | null)[], volume: Float64Array): Float64Array {
    const [first] = this.#projection.months;
    const { tested } = this.#traffic;
    if (tested === 0) return new Float64Array(volume.length);
    if (this.plan.money.evaluation?.workflow != null)
      return new Float64Array(volume.length).fill((first?.components.evaluation ?? 0) / tested);
    const machines = (line: number): boolean => line % LINES_A_LINK !== LINES_A_LINK - 1;
    return costOver(this.#strands(moved, this.#standsFor[0] ?? 0, machines, bends), volume);
  }
}

/** Requests, or sessions, of a month's mean day. */
const volumeIn = ({ perDay, rise, totals }: TrafficFigures, { growthPower, days, total }: PlanMonth, at: number): number =>
  total === null ? perDay * rise ** growthPower : (totals[at] ?? 0) / days;

const costOver = (strands: readonly Strand[], volume: Float64Array): Float64Array => {
  const logs = strands.some(({ bend }) => bend !== null) ? volume.map((value) => Math.log(Math.max(LEAST, value))) : volume;
  const costUsd = new Float64Array(volume.length);
  for (const { usd, column, bend } of strands)
    for (let future = 0; future < costUsd.length; future++)
      costUsd[future] = (costUsd[future] ?? 0) + usd * (column[future] ?? 0) * (bend === null ? 1 : Math.max(0, bend(logs[future] ?? 0)));
  return costUsd;
};
