import { placeText, type Span } from '../../diagnostics/source.ts';
import type { Plan } from '../../workflow/plan.ts';
import { precise } from '../format.ts';

/** One figure as its formula: the formula in words, the same with its numbers, the value, and what the numbers are. */
export type Figure = {
  readonly name: string;
  readonly value: string;
  /** Arithmetic that anyone can do again; every line is equal to the value. */
  readonly formula: readonly string[];
  readonly terms: readonly string[];
};

/** Returns dollars with all digits that a formula needs to be worked out again. */
export const usd = (value: number): string => `$${precise(value)}`;

/** Returns a ÷ b, 0 where there is nothing to divide by. */
export const per = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/** Returns a place in brackets, or nothing. */
export const from = (at: Span | null): string => (at === null ? '' : `   [${placeText(at)}]`);

/** The assumption of a name, as the plan lists it: its text, origin and place. */
export const stated = (plan: Plan, what: string): string => {
  const line = plan.assumptions.find((assumption) => assumption.what === what);
  return line === undefined ? '' : `${line.value} (${line.origin})${from(line.at)}`;
};

/** Returns a sum in words, with its numbers, and its value. */
export const sumFormula = (parts: readonly { readonly name: string; readonly usd: number }[], total: number): readonly string[] => [
  `= ${parts.map(({ name }) => name).join(' + ')}`,
  `= ${parts.map((part) => usd(part.usd)).join(' + ')}`,
  `= ${usd(total)}`,
];
