import { ahead } from '../ahead.ts';
import { type Figures, figuresOf, type Planner, type Variant } from '../variant.ts';
import { type Measure, unbeaten } from './beaten.ts';
import { type Combination, combined } from './choice.ts';

/** A combination with what it comes to. */
export type Row = { readonly combination: Combination; readonly figures: Figures; readonly unbeaten: boolean };

/** Combinations side by side. */
export type Comparison = {
  readonly scenario: string;
  /** How many were planned; some may not be shown. */
  readonly combinations: number;
  /** In the order in which they were asked for. */
  readonly rows: readonly Row[];
  /** Those that cannot be planned, such as a region in which a model is not offered. */
  readonly impossible: readonly Combination[];
};

/** What `rows` are sorted by. */
export type Sort = 'cost' | 'latency' | 'first-token' | 'success';

export type Showing = { readonly sort: Sort; readonly most: number; readonly measures: readonly Measure[] };

/** Plays fewer requests, to see which combinations are worth more. */
export const PILOT_RUNS = 1000;

type Found = { readonly combination: Combination; readonly figures: Figures };

const KEYS: Readonly<Record<Sort, Measure>> = {
  cost: ({ costUsd }) => costUsd,
  latency: ({ latencyP95Ms }) => latencyP95Ms ?? Infinity,
  'first-token': ({ firstTokenP95Ms }) => firstTokenP95Ms ?? Infinity,
  success: ({ successRate }) => -successRate,
};

const isWritten = ({ combination }: Found): boolean => combination.every(({ asWritten }) => asWritten);

/** Best first; of equals the cheaper one, then in the order of the file. */
const sorted = <T extends Found>(rows: readonly T[], sort: Sort): readonly T[] =>
  [...rows].sort((a, b) => {
    const [one, other] = [KEYS[sort](a.figures), KEYS[sort](b.figures)];
    return one === other ? a.figures.costUsd - b.figures.costUsd : one - other;
  });

/** As it is written, then what nothing beats, then the rest, each best first, up to as many as are shown. */
const worthShowing = (found: readonly Found[], { sort, most, measures }: Showing): readonly Found[] => {
  const best = new Set(unbeaten(found, measures));
  const rest = found.filter((one) => !best.has(one) && !isWritten(one));
  const ordered = [
    ...found.filter(isWritten),
    ...sorted(
      [...best].filter((one) => !isWritten(one)),
      sort,
    ),
    ...sorted(rest, sort),
  ];
  return ordered.slice(0, most);
};

/**
 * Returns combinations side by side, with the same random streams in all. Where there are more than are shown, a pilot of a thousand
 * requests each says which: as written, those that no other beats, then the best of the rest. Those are planned in full.
 */
export const runComparison = (
  base: Variant,
  combinations: readonly Combination[],
  planner: Planner,
  showing: Showing,
  tell: (share: number) => void = () => undefined,
): Comparison => {
  const piloted = combinations.length > showing.most;
  const work = combinations.length + (piloted ? showing.most : 0);
  let done = 0;
  const impossible: Combination[] = [];
  const plan = (wanted: readonly Combination[], runs?: number): readonly Found[] =>
    ahead(wanted, (combination) => {
      const finish = planner({ ...combined(base, combination), ...(runs === undefined ? {} : { runs }) });
      if (finish === undefined) impossible.push(combination);
      return (): readonly Found[] => {
        tell(++done / work);
        return finish === undefined ? [] : [{ combination, figures: figuresOf(finish()) }];
      };
    }).flat();
  const first = plan(combinations, piloted ? PILOT_RUNS : undefined);
  const shown = piloted ? plan(worthShowing(first, showing).map(({ combination }) => combination)) : first;
  const best = new Set(unbeaten(shown, showing.measures));
  return {
    scenario: base.scenario.name,
    combinations: combinations.length,
    rows: sorted(shown, showing.sort).map((one) => ({ ...one, unbeaten: best.has(one) })),
    impossible,
  };
};
