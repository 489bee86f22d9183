const STEPS = [1, 2, 2.5, 5, 10];

/** Returns round values from 0 on, at most `most` of them after 0; the last is the end of the axis, at or above what it must hold. */
export const ticksTo = (greatest: number, most: number): readonly number[] => {
  if (greatest <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(greatest / most));
  const step = (STEPS.find((one) => one * power * most >= greatest) ?? 10) * power;
  const count = Math.ceil(greatest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
};
