import type { Origin } from '../../../workflow/plan.ts';
import type { Report } from '../../report.ts';
import type { Formula } from '../formula.ts';
import { Grid, held, text } from '../grid.ts';
import type { Names } from '../names.ts';
import type { Format } from '../style.ts';

/** A number that a reader may change. */
export type Input = {
  readonly scenario: string;
  readonly what: string;
  readonly value: number;
  readonly format: Format;
  readonly unit: string;
  /** How the list of assumptions calls what it was made from, or begins to; the first that is there tells origin and place. */
  readonly from: readonly string[];
  /** Where it comes from, if the list does not tell. */
  readonly origin?: Origin;
  /** A rate that outlay's model works out (cache, retries, shares), held until it is changed by hand. */
  readonly model?: boolean;
};

const HEADS = ['scenario', 'input', 'value', 'unit', 'origin', 'stated as', 'place', 'owner', 'name in formulas'];
const WIDTHS = [16, 44, 16, 26, 22, 30, 44, 20, 44];
const [VALUE, NAME] = [2, 8] as const;

/** The sheet of assumptions: first what may be changed, then every number that went in. */
export class Inputs {
  readonly grid = new Grid('assumptions', WIDTHS);
  readonly #names: Names;
  readonly #report: Report;
  readonly #cells = new Map<string, Formula>();
  readonly #owner: string;

  constructor(report: Report, names: Names) {
    this.#report = report;
    this.#names = names;
    this.#owner = report.tags['owner'] ?? '';
    this.grid.add([text('Assumptions', 'title')]);
    this.grid.add([
      text('Yellow cells may be changed: everything that is computed follows. Blue cells are rates of outlay’s own model', 'note'),
    ]);
    this.grid.add([
      text('(cache, retries, shares, turns): inputs here, which do not follow by themselves when a yellow cell is changed.', 'note'),
    ]);
    this.grid.heads(HEADS);
  }

  /** Adds an input and returns its cell. */
  add(input: Input): Formula {
    const { assumptions } = this.#report;
    const source = input.from
      .map((what) => assumptions.find((line) => line.what === what || line.what.startsWith(`${what} `)))
      .find((line) => line !== undefined);
    const origin = input.model ? 'outlay’s model' : (input.origin ?? source?.origin ?? 'computed');
    const row = this.grid.add([
      text(input.scenario),
      text(input.what),
      held(input.value, input.format, input.model ? 'model' : 'input'),
      text(input.unit),
      text(origin),
      text(source?.value ?? ''),
      text(source?.where ?? ''),
      text(this.#owner),
    ]);
    const cell = this.grid.ref(row, VALUE);
    this.grid.set(row, NAME, text(this.#names.add(`in ${input.scenario} ${input.what}`, cell)));
    this.#cells.set(JSON.stringify([input.scenario, input.what]), cell);
    return cell;
  }

  /** Returns the cell of an input that was added before. */
  named(scenario: string, what: string): Formula | undefined {
    return this.#cells.get(JSON.stringify([scenario, what]));
  }

  /** Adds the list of every number that went in. */
  listAll(): void {
    this.grid.add([]);
    this.grid.add([text('Every number that went in', 'title')]);
    this.grid.add(['', 'what', '', '', 'origin', 'value', 'place', 'owner', ''].map((name) => text(name, 'head')));
    for (const { what, value, origin, where } of this.#report.assumptions) {
      this.grid.add([null, text(what), null, null, text(origin), text(value), text(where), text(this.#owner)]);
    }
  }
}
