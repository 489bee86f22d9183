import { describe, expect, it } from 'vitest';
import { placeWithin, streamOf, threefryBlock, uniformAt } from '../../src/stats/random.ts';

describe('random streams', () => {
  it('are Threefry-2x32-13: the known answers of Random123 (kat_vectors)', () => {
    expect(threefryBlock({ a: 0, b: 0 }, 0, 0)).toEqual([0x9d1c5ec6, 0x8bd50731]);
    expect(threefryBlock({ a: -1, b: -1 }, -1, -1)).toEqual([0xfd36d048, 0x2d17272c]);
    expect(threefryBlock({ a: 0x13198a2e, b: 0x03707344 }, 0x243f6a88, 0x85a308d3)).toEqual([0xba3e4725, 0xf27d669e]);
  });

  it('give the same number at the same place, whatever was drawn before', () => {
    const stream = streamOf(1, 'answer.output');
    const first = uniformAt(stream, 7, 3);
    uniformAt(stream, 8, 3);
    expect(uniformAt(stream, 7, 3)).toBe(first);
    expect(streamOf(1, 'answer.output')).toEqual(stream);
  });

  it('differ by seed, beyond 32 bits too, and by name', () => {
    const seeds = [1, 2, 1 + 2 ** 32, -1].map((seed) => streamOf(seed, 'answer.output'));
    const names = ['answer.output ', 'answer.outpuT', ''].map((name) => streamOf(1, name));
    expect(new Set([...seeds, ...names].map(({ a, b }) => `${a} ${b}`)).size).toBe(7);
  });

  it('are uniform on (0, 1): mean ½ and variance 1⁄12 within four standard errors, each tenth as full as the others', () => {
    const stream = streamOf(3, 'uniform');
    const count = 100_000;
    const tenths = new Array<number>(10).fill(0);
    let [sum, squares, outside] = [0, 0, 0];
    for (let run = 0; run < count; run++) {
      const u = uniformAt(stream, run, 0);
      if (u <= 0 || u >= 1) outside++;
      sum += u;
      squares += (u - 0.5) ** 2;
      tenths[Math.floor(u * 10)] = (tenths[Math.floor(u * 10)] ?? 0) + 1;
    }
    expect(outside).toBe(0);
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
    for (const tenth of tenths) expect(Math.abs(tenth - count / 10)).toBeLessThan(4 * Math.sqrt(count * 0.09));
  });

  it('are spread evenly below 0: of 256 in a row one in each 256th, in another order for each stream', () => {
    for (const name of ['one', 'other', 'third']) {
      const stream = streamOf(1, name);
      const parts = Array.from({ length: 256 }, (_, index) => Math.floor(256 * uniformAt(stream, index - 512, 0)));
      expect([...parts].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, index) => index));
    }
    const [one, other] = [streamOf(1, 'one'), streamOf(1, 'other')];
    let product = 0;
    for (let run = -25_600; run < 0; run++) product += (uniformAt(one, run, 0) - 0.5) * (uniformAt(other, run, 0) - 0.5);
    expect(Math.abs((12 * product) / 25_600)).toBeLessThan(4 / 160);
  });

  it('are independent: no correlation between streams, runs and places', () => {
    const [one, other] = [streamOf(1, 'one'), streamOf(1, 'other')];
    const count = 50_000;
    const correlation = (second: (run: number) => number): number => {
      let sum = 0;
      for (let run = 0; run < count; run++) sum += (uniformAt(one, run, 0) - 0.5) * (second(run) - 0.5);
      return (12 * sum) / count;
    };
    for (const second of [
      (run: number) => uniformAt(other, run, 0),
      (run: number) => uniformAt(one, run + 1, 0),
      (run: number) => uniformAt(one, run, 1),
      (run: number) => uniformAt(one, run, placeWithin(0, 1)),
    ])
      expect(Math.abs(correlation(second))).toBeLessThan(4 / Math.sqrt(count));
  });

  it('tell places within places apart: the second item of the third round is not the third item of the second', () => {
    const places = [0, 1, 2, 3].flatMap((round) => [0, 1, 2, 3].map((item) => placeWithin(placeWithin(0, round), item)));
    expect(new Set(places).size).toBe(16);
  });
});
