import type { Problems } from '../diagnostics/diagnostic.ts';
import { rootOf } from '../io/root.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import { readTables } from './open.ts';

/** Returns the price tables of some providers, or of all, as a command without a workflow sees them: shipped, the project's, named. */
export const priceCatalogue = (cwd: string, pricing: string | null, providers: ReadonlySet<string> | null, problems: Problems): Catalogue =>
  catalogueOf(readTables({ request: { cwd, pricing }, place: { root: rootOf(cwd) }, problems }, providers));
