import type { Formula } from './formula.ts';

/** A name by which formulas may call a cell. */
export type DefinedName = { readonly name: string; readonly target: string };

const LONGEST = 200;

/** Names of cells, each once. Letters, digits and underscores, one underscore at least: no cell address looks like that. */
export class Names {
  readonly list: DefinedName[] = [];
  readonly #taken = new Set<string>();

  /** Returns the name that a cell gets for some words: `in_launch_users`; a number follows where it is taken. */
  add(words: string, { text: target }: Formula): string {
    const plain = words
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/_+$/g, '')
      .slice(0, LONGEST);
    let name = plain;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${plain}_${count}`;
    this.#taken.add(name.toLowerCase());
    this.list.push({ name, target });
    return name;
  }
}
