import type { Catalogue } from './catalogue.ts';
import { type Day, dayText } from './day.ts';
import type { Model, PriceRow } from './table.ts';

/** A stretch of days that one row prices. */
export type PriceSegment = { readonly row: PriceRow; readonly days: number; readonly notes: readonly string[] };

const rowOn = (model: Model, day: Day): { row: PriceRow; note: string | null } | undefined => {
  const [first] = model.rows;
  if (first === undefined) return undefined;
  const last = model.rows.findLast((row) => row.from <= day);
  if (last === undefined) return { row: first, note: `no price of ${model.id} is known before ${dayText(first.from)}: that one is used` };
  if (last.until === null || day <= last.until) return { row: last, note: null };
  const what = last.status === 'promotional' ? 'promotional price' : 'price';
  return {
    row: last,
    note: `the ${what} of ${model.id} was stated until ${dayText(last.until)}; what follows is not known, it is used on`,
  };
};

/** The row of one day: the model's own, or from its retirement on the replacement's where the provider bills so. */
const pricedOn = (catalogue: Catalogue, model: Model, day: Day): { row: PriceRow; notes: readonly string[] } | undefined => {
  const { retires } = model;
  const gone = retires !== null && day >= retires.on;
  const replacement =
    gone && retires.billedAt === 'replacement' && retires.replacedBy !== null ? catalogue.find(retires.replacedBy) : undefined;
  const found = rowOn(replacement ?? model, day);
  if (found === undefined) return undefined;
  const notes = found.note === null ? [] : [found.note];
  if (!gone) return { row: found.row, notes };
  const successor = retires.replacedBy === null ? '' : `, replaced by ${retires.replacedBy}`;
  const billed = replacement === undefined ? ' and no longer answers: the old price is used' : ' and billed at its prices';
  return { row: found.row, notes: [`${model.id} retires on ${dayText(retires.on)}${successor}${billed}`, ...notes] };
};

/** Days within [from, until] on which another row or a retirement may begin. */
const turns = (catalogue: Catalogue, model: Model, from: Day, until: Day): readonly Day[] => {
  const replacement = model.retires?.replacedBy ? catalogue.find(model.retires.replacedBy) : undefined;
  const days = [...model.rows, ...(replacement?.rows ?? [])].flatMap((row) => [row.from, (row.until ?? Infinity) + 1]);
  const inside = [...days, model.retires?.on ?? Infinity].filter((day) => day > from && day <= until);
  return [from, ...[...new Set(inside)].sort((a, b) => a - b)];
};

/** Returns the rows that price a model over the days [from, until], in order, each with the number of its days. */
export const segmentsOf = (catalogue: Catalogue, model: Model, from: Day, until: Day): readonly PriceSegment[] => {
  const starts = turns(catalogue, model, from, until);
  const segments: PriceSegment[] = [];
  for (const [index, start] of starts.entries()) {
    const days = (starts[index + 1] ?? until + 1) - start;
    const found = pricedOn(catalogue, model, start);
    if (found === undefined) continue;
    const last = segments.at(-1);
    if (last?.row === found.row && last.notes.join() === found.notes.join())
      segments[segments.length - 1] = { ...last, days: last.days + days };
    else segments.push({ row: found.row, days, notes: found.notes });
  }
  return segments;
};
