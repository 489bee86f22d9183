import type { Problems } from '../diagnostics/diagnostic.ts';
import { rootOf } from '../io/root.ts';
import { tableReader } from '../planning/tables.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import type { Day } from '../pricing/day.ts';
import type { PriceStyle } from '../report/prices/style.ts';

/** The options of `outlay prices` as commander hands them over. */
export type PriceOptions = {
  readonly asOf?: string;
  readonly pricing?: string;
  readonly format?: 'text' | 'json';
  readonly from?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly color?: boolean;
  readonly quiet?: boolean;
};

/** What an action works with; `names` is what stands after it on the command line. */
export type Asked = {
  readonly names: readonly string[];
  readonly options: PriceOptions;
  readonly asOf: Day;
  readonly cwd: string;
  readonly problems: Problems;
  readonly style: PriceStyle;
};

/** Returns the catalogue that a plan in this folder would use, all providers in it. */
export const catalogueHere = ({ cwd, options, problems }: Asked): Catalogue => {
  const read = tableReader({ cwd, root: rootOf(cwd), pricing: options.pricing ?? null }, problems);
  return catalogueOf(read(null), problems);
};
