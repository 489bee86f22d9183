import { describe, expect, it } from 'vitest';
import { sharesOf, takePart } from '../../src/io/shares.ts';

/** What the thread of a seat takes, until nothing is left or it has so many. */
const taken = (shares: ReturnType<typeof sharesOf>, seat: number, most = Infinity): readonly number[] => {
  const parts: number[] = [];
  while (parts.length < most) {
    const part = takePart(shares, seat);
    if (part === null) break;
    parts.push(part);
  }
  return parts;
};

describe('the parts of a work', () => {
  it('are each taken once, whoever takes them', () => {
    const shares = sharesOf([5, 7], 3);
    const all = [...taken(shares, 2, 4), ...taken(shares, 0, 3), ...taken(shares, 1), ...taken(shares, 2)];
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, part) => part));
  });

  it('of a stage are all taken before one of the next is', () => {
    expect(taken(sharesOf([4, 4], 2), 1)).toEqual([2, 3, 0, 1, 6, 7, 4, 5]);
  });

  it('go to the same thread in each stage while all work alike', () => {
    const shares = sharesOf([4, 4], 2);
    expect([taken(shares, 0, 2), taken(shares, 1, 2), taken(shares, 0, 2), taken(shares, 1, 2)]).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]);
  });

  it('may be fewer than threads, or none', () => {
    expect(taken(sharesOf([0, 1], 8), 7)).toEqual([0]);
    expect(taken(sharesOf([0, 0], 2), 0)).toEqual([]);
  });
});
