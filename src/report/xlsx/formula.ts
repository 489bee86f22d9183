/** A formula beside what it comes to: both are built from the same parts, so that the kept value is that of the formula. */
export type Formula = { readonly text: string; readonly value: number };

/** Cells of one column, from top to bottom. */
export type Range = { readonly text: string; readonly values: readonly number[] };

/** Cells of one column that hold texts. */
export type Words = { readonly text: string; readonly words: readonly string[] };

/** Returns a number that stands in a formula itself. */
export const number = (value: number): Formula => ({ text: value < 0 ? `(${value})` : String(value).toUpperCase(), value });

/** Returns the sum of some formulas; 0 of none. */
export const plus = (...terms: readonly Formula[]): Formula => {
  const [first, ...others] = terms;
  if (first === undefined) return number(0);
  if (others.length === 0) return first;
  return { text: `(${terms.map(({ text }) => text).join('+')})`, value: others.reduce((sum, { value }) => sum + value, first.value) };
};

export const minus = (a: Formula, b: Formula): Formula => ({ text: `(${a.text}-${b.text})`, value: a.value - b.value });

export const times = (...factors: readonly Formula[]): Formula => ({
  text: factors.map(({ text }) => text).join('*'),
  value: factors.slice(1).reduce((product, { value }) => product * value, factors[0]?.value ?? 1),
});

/** Returns a over b; 0 where b is 0. */
export const over = (a: Formula, b: Formula): Formula => ({
  text: `IF(${b.text}=0,0,(${a.text})/(${b.text}))`,
  value: b.value === 0 ? 0 : a.value / b.value,
});

/** Returns a over b, b being a number that is not 0. */
export const dividedBy = (a: Formula, b: number): Formula => ({ text: `(${a.text})/${number(b).text}`, value: a.value / b });

export const power = (base: Formula, exponent: Formula): Formula => ({
  text: `(${base.text})^${exponent.text}`,
  value: base.value ** exponent.value,
});

/** Returns a formula held between two numbers. */
export const within = (least: number, of: Formula, most: number): Formula => ({
  text: `MAX(${least},MIN(${most},${of.text}))`,
  value: Math.max(least, Math.min(most, of.value)),
});

export const atLeastZero = (of: Formula): Formula => ({ text: `MAX(0,${of.text})`, value: Math.max(0, of.value) });

/** Returns what some cells add up to. */
export const total = ({ text, values }: Range): Formula => ({ text: `SUM(${text})`, value: values.reduce((sum, value) => sum + value, 0) });

/**
 * Returns for a word what those cells add up to whose neighbours hold it. Only for outlay's own words and names of steps, in which
 * there are no wildcards. The cells are gone through once, however many words are asked for.
 */
export const totalsBy = ({ text: names, words }: Words, { text, values }: Range): ((word: string) => Formula) => {
  const sums = new Map<string, number>();
  for (const [index, value] of values.entries()) sums.set(words[index] ?? '', (sums.get(words[index] ?? '') ?? 0) + value);
  return (word) => ({ text: `SUMIF(${names},"${word}",${text})`, value: sums.get(word) ?? 0 });
};

/** Returns a number rounded to whole cents. */
export const cents = (of: Formula): Formula => ({ text: `ROUND(${of.text},2)`, value: Math.round(of.value * 100) / 100 });

/** Returns a over b where b is greater than 0; else the word "none", whose value is NaN. */
export const ifPositive = (a: Formula, b: Formula): Formula => ({
  text: `IF(${b.text}>0,(${a.text})/(${b.text}),"none")`,
  value: b.value > 0 ? a.value / b.value : Number.NaN,
});
