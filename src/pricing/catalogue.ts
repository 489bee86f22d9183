import { nearest } from '../diagnostics/suggest.ts';
import type { Model, PriceTable } from './table.ts';

/** All models that a plan may name. A model is found by its exact id or a listed alias, never by likeness. */
export type Catalogue = {
  readonly tables: readonly PriceTable[];
  readonly find: (id: string) => Model | undefined;
  /** Ids near to one that was not found, best first. */
  readonly suggest: (id: string) => readonly string[];
};

/** Returns the catalogue of some tables; where two list the same model, the later table's stands. */
export const catalogueOf = (tables: readonly PriceTable[]): Catalogue => {
  const models = new Map<string, Model>();
  for (const table of tables) for (const model of table.models) models.set(model.id, model);
  const aliases = new Map<string, Model>();
  for (const model of models.values()) {
    const provider = model.id.slice(0, model.id.indexOf('/'));
    for (const alias of model.aliases) aliases.set(`${provider}/${alias}`, model);
  }
  return {
    tables,
    find: (id) => models.get(id) ?? aliases.get(id),
    suggest: (id) => nearest(id, [...models.keys(), ...aliases.keys()], 3),
  };
};
