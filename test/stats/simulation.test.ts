import { describe, expect, it } from 'vitest';
import { affine, type Distribution, empirical } from '../../src/stats/distribution.ts';
import { below, mean } from '../../src/stats/moments.ts';

// Samplers that share no formula with src: normals by Box and Muller, triangles by rejection, the rest by definition.

/** Lehmer's generator with the multiplier of Park, Miller and Stockmeyer (1993): uniform on (0, 1), the same everywhere. */
const lehmer = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

type Random = () => number;

const gauss = (random: Random): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

const pick = <T>(random: Random, items: readonly T[], shares: readonly number[]): T => {
  let left = random();
  for (const [index, share] of shares.entries()) {
    left -= share;
    if (left < 0) return items[index] as T;
  }
  return items.at(-1) as T;
};

const triangle = (random: Random, low: number, mode: number, high: number): number => {
  for (;;) {
    const x = low + random() * (high - low);
    const height = x < mode ? (x - low) / (mode - low) : mode === high ? 1 : (high - x) / (high - mode);
    if (random() < height) return x;
  }
};

const throughTable = (z: number, edges: readonly number[], values: readonly number[]): number => {
  const next = edges.findIndex((edge) => z < edge);
  if (next === 0) return values[0] ?? 0;
  if (next === -1) return values.at(-1) ?? 0;
  const [z0 = 0, z1 = 0] = edges.slice(next - 1, next + 1);
  const [v0 = 0, v1 = 0] = values.slice(next - 1, next + 1);
  return v0 + ((v1 - v0) * (z - z0)) / (z1 - z0);
};

const draw = (of: Distribution, random: Random): number => {
  switch (of.kind) {
    case 'constant':
      return of.value;
    case 'lognormal':
      return of.shift + of.factor * Math.exp(of.sigma * gauss(random));
    case 'normal':
      return of.mean + of.sd * gauss(random);
    case 'logit_normal':
      return of.plus + of.times / (1 + Math.exp(-(of.mu + of.sigma * gauss(random))));
    case 'table':
      return throughTable(gauss(random), of.z, of.values);
    case 'uniform':
      return of.low + random() * (of.high - of.low);
    case 'triangular':
      return triangle(random, of.low, of.mode, of.high);
    case 'empirical':
      return pick(random, of.values, of.weights);
    case 'mixture':
      return draw(
        pick(
          random,
          of.parts.map((part) => part.of),
          of.parts.map(({ share }) => share),
        ),
        random,
      );
    case 'clamped':
      return Math.min(of.max, Math.max(of.min, draw(of.of, random)));
    default:
      return of satisfies never;
  }
};

const COUNT = 60_000;

const SHARE: Distribution = { kind: 'logit_normal', mu: -2.38, sigma: 0.9, times: 1, plus: 0 };

const CASES: readonly (readonly [string, Distribution])[] = [
  ['lognormal', { kind: 'lognormal', shift: 0, factor: 300, sigma: 0.67 }],
  ['lognormal with a shift', { kind: 'lognormal', shift: 221, factor: 679, sigma: 0.81 }],
  ['lognormal that leans to the left', { kind: 'lognormal', shift: 1080, factor: -280, sigma: -0.76 }],
  ['normal', { kind: 'normal', mean: 100, sd: 40 }],
  ['logit-normal', SHARE],
  ['logit-normal that is scaled', affine({ ...SHARE, mu: 1 }, 250, -3)],
  ['logit-normal that is turned round', affine({ ...SHARE, mu: 1 }, -250, -3)],
  ['table', { kind: 'table', z: [-1.645, 0, 1.645, 2.326], values: [100, 200, 600, 1500] }],
  ['table with a flat stretch', { kind: 'table', z: [-1.645, -0.674, 0.674, 1.645], values: [10, 20, 20, 30] }],
  ['uniform', { kind: 'uniform', low: -3, high: 9 }],
  ['triangular', { kind: 'triangular', low: 1, mode: 2, high: 9 }],
  ['triangular with its mode at the end', { kind: 'triangular', low: 1, mode: 9, high: 9 }],
  ['triangular with its mode at the start', { kind: 'triangular', low: 1, mode: 1, high: 9 }],
  ['empirical', empirical([120, 180, 900, 40], [5, 3, 1, 2])],
  [
    'mixture',
    {
      kind: 'mixture',
      parts: [
        { share: 0.7, of: { kind: 'lognormal', shift: 0, factor: 300, sigma: 0.5 } },
        { share: 0.2, of: { kind: 'uniform', low: 1000, high: 2000 } },
        { share: 0.1, of: { kind: 'constant', value: 4000 } },
      ],
    },
  ],
  ['clamped lognormal', { kind: 'clamped', of: { kind: 'lognormal', shift: 0, factor: 300, sigma: 0.67 }, min: 150, max: 700 }],
  ['clamped normal, from below only', { kind: 'clamped', of: { kind: 'normal', mean: 10, sd: 40 }, min: 0, max: Infinity }],
  ['clamped logit-normal', { kind: 'clamped', of: SHARE, min: 0.05, max: 0.2 }],
];

describe.each(CASES)(`${COUNT} draws of a %s`, (_name, of) => {
  const random = lehmer(20_261_120);
  const draws = Array.from({ length: COUNT }, () => draw(of, random));
  const average = draws.reduce((sum, value) => sum + value, 0) / COUNT;

  it('have its mean, within four standard errors', () => {
    const variance = draws.reduce((sum, value) => sum + (value - average) ** 2, 0) / (COUNT - 1);
    expect(Math.abs(average - mean(of))).toBeLessThan(4 * Math.sqrt(variance / COUNT));
  });

  it('lie below a value, and sum up below it, as often as they should', () => {
    const sorted = [...draws].sort((a, b) => a - b);
    for (const p of [0.1, 0.4, 0.75, 0.98]) {
      const x = (sorted[Math.floor(p * COUNT)] ?? 0) + 1e-9;
      const { probability, mean: expectation } = below(of, x);
      const under = draws.filter((value) => value < x);
      const spread = Math.sqrt(Math.max(probability * (1 - probability), 1 / COUNT) / COUNT);
      expect(Math.abs(under.length / COUNT - probability)).toBeLessThan(4 * spread);
      const square = under.reduce((sum, value) => sum + value * value, 0) / COUNT;
      const total = under.reduce((sum, value) => sum + value, 0) / COUNT;
      expect(Math.abs(total - expectation)).toBeLessThan(4 * Math.sqrt(Math.max(square - total * total, 1e-12) / COUNT));
    }
  });
});

it('a constant is drawn as itself', () => {
  expect(draw({ kind: 'constant', value: 7 }, lehmer(1))).toBe(mean({ kind: 'constant', value: 7 }));
});
