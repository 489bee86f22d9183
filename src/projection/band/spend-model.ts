import type { Families } from '../../workflow/counting.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { ClosedForm, ClosedForms } from '../closed-forms.ts';
import type { Projection } from '../projection.ts';
import { type Coordinate, coordinatesOf, valueAt } from './coordinates.ts';
import { costLinesOf } from './cost-lines.ts';
import { alongAxes, formAt, middleOf } from './futures-seen.ts';
import { type AlikeMonths, alikeMonths, RequestCosts, rowOf } from './request-costs.ts';
import { type Moved, Response } from './response.ts';
import {
  columnsFrom,
  columnsIn,
  type Drawn,
  meanTraffic,
  type TrafficColumns,
  type TrafficNumbers,
  trafficColumnsOf,
  trafficNumbersOf,
  volumeIn,
} from './traffic.ts';

/** Some futures: a value of each coordinate, by future, and of each number of the traffic and the money. */
export type FutureColumns = { readonly count: number; readonly points: readonly Float64Array[]; readonly drawn: Drawn };

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

/** A number that moves the cost of a request by less is none of several that move it together. */
const MOVES = 1e-4;

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
  readonly #testUsd: number | null;
  readonly #traffic: readonly number[];
  readonly #reference: number;
  readonly #alike: AlikeMonths;
  readonly #response: Response;
  readonly #costs: RequestCosts;

  constructor(forms: ClosedForms, projection: Projection, families: Families) {
    this.#forms = forms;
    this.coordinates = coordinatesOf(forms.scenario, projection.plan, families);
    const middle = formAt(forms, this.coordinates, middleOf(this.coordinates));
    this.plan = middle.plan;
    this.numbers = trafficNumbersOf(this.plan);
    const traffic = meanTraffic(this.plan);
    this.#traffic = firstOf(traffic);
    this.#testUsd = testedElsewhere(projection, traffic);
    const { months } = this.plan;
    this.#reference = months.reduce((sum, month, at) => sum + (volumeIn(traffic, month, at)[0] ?? 0), 0) / months.length;
    const lines = costLinesOf(middle, this.#reference, months.length);
    this.#alike = alikeMonths(lines, months.length);
    const row = rowOf(lines, this.#alike);
    const figuresOf = (form: ClosedForm): readonly number[] => [...this.#rowAt(form, this.#reference), ...firstOf(meanTraffic(form.plan))];
    this.#response = new Response([...row, ...this.#traffic], alongAxes(forms, this.coordinates, figuresOf, this.#costOf(row)));
    this.#costs = new RequestCosts(row, this.#alike, (perDay) => this.#rowAt(middle, perDay));
  }

  /** Lines of a request at a volume, in the months that differ. */
  #rowAt(form: ClosedForm, perDay: number): readonly number[] {
    return rowOf(costLinesOf(form, perDay, Math.max(...this.#alike.firsts) + 1), this.#alike);
  }

  /** Dollars of a request of the first month. */
  #costOf(row: readonly number[]): number {
    const kinds = this.#alike.firsts.length;
    return row.reduce((sum, usd, at) => sum + (at % kinds === 0 ? usd : 0), 0);
  }

  /** Traffic and money of each future: what its unknowns make of the means, stretched as its own draws are over theirs. */
  #trafficOver(moved: Moved, { count, drawn }: FutureColumns): TrafficColumns {
    const from = this.#response.middle.length - this.#traffic.length;
    const own = columnsIn(trafficColumnsOf(this.plan, this.numbers, drawn, count));
    return columnsFrom(
      own.map((column, at) => {
        const factor = moved.column(from + at);
        const none = this.#traffic[at] === 0;
        return column.map((value, future) => (none ? value + (factor[future] ?? 0) : value * (factor[future] ?? 1)));
      }),
    );
  }

  /** Returns what each future comes to. */
  over(futures: FutureColumns): Spending {
    const moved = this.#response.over(futures.points, futures.count);
    const traffic = this.#trafficOver(moved, futures);
    const volumes = this.plan.months.map((month, at) => volumeIn(traffic, month, at));
    const { costUsd, testUsd } = this.#costs.over(moved, volumes);
    const { turns, tested, fixedUsd, oneOffUsd } = traffic;
    const evaluationUsd = tested.map((cases, future) => cases * (this.#testUsd ?? testUsd[future] ?? 0));
    return { volumes, turns, costUsd, evaluationUsd, fixedUsd, oneOffUsd };
  }

  /** Dollars of a request at some points, in the middle of the traffic. */
  #costAt(points: readonly (readonly number[])[]): Float64Array {
    const columns = this.coordinates.map((_, at) => Float64Array.from(points, (point) => point[at] ?? 0));
    return this.#costs.atMiddle(this.#response.over(columns, points.length), points.length);
  }

  /**
   * Returns by which part of it the cost of a request is off where all numbers raise it at once, each at its 10th or 90th percentile:
   * by one more closed form; 0 where a single number moves it.
   */
  missAt(): number {
    const centre = middleOf(this.coordinates);
    const ends = this.coordinates.map(({ of }) => [valueAt(of, 0.1), valueAt(of, 0.9)] as const);
    const moved = ends.flatMap((values, at) => values.map((value) => centre.map((own, index) => (index === at ? value : own))));
    const [base = 0, ...usd] = this.#costAt([centre, ...moved]);
    const dearer = ends.map(([low, high], at) => ((usd[2 * at] ?? 0) > (usd[2 * at + 1] ?? 0) ? low : high));
    const moves = ends.filter((_, at) => Math.max(...usd.slice(2 * at, 2 * at + 2)) > base * (1 + MOVES));
    if (moves.length < 2) return 0;
    const exact = this.#costOf(this.#rowAt(formAt(this.#forms, this.coordinates, dearer), this.#reference));
    return exact === 0 ? 0 : Math.abs((this.#costAt([dearer])[0] ?? 0) / exact - 1);
  }
}

/** One future as a row. */
const firstOf = (traffic: TrafficColumns): readonly number[] => columnsIn(traffic).map(([value = 0]) => value);

/** What a case costs that another workflow tests, the same in every future; null where this one does. */
const testedElsewhere = ({ plan, months: [first] }: Projection, { tested: [cases = 0] }: TrafficColumns): number | null => {
  if (plan.money.evaluation?.workflow == null) return null;
  return cases === 0 ? 0 : (first?.components.evaluation ?? 0) / cases;
};
