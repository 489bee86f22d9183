import fc from 'fast-check';
import type { Distribution } from '../../src/stats/distribution.ts';

type Kind<K extends Distribution['kind']> = Extract<Distribution, { kind: K }>;

/** Decimal numbers with one digit: shrinks to readable counterexamples. */
const decimal = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min: min * 10, max: max * 10 }).map((n) => n / 10);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const rising = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const constant: fc.Arbitrary<Kind<'constant'>> = fc.record({ kind: fc.constant('constant'), value: decimal(-500, 500) });

const lognormal: fc.Arbitrary<Kind<'lognormal'>> = fc
  .record({ shift: decimal(-500, 500), factor: decimal(1, 500), sigma: decimal(0.1, 1.5), mirrored: fc.boolean() })
  .map(({ shift, factor, sigma, mirrored }) => ({
    kind: 'lognormal',
    shift,
    factor: mirrored ? -factor : factor,
    sigma: mirrored ? -sigma : sigma,
  }));

const normal: fc.Arbitrary<Kind<'normal'>> = fc.record({
  kind: fc.constant('normal'),
  mean: decimal(-500, 500),
  sd: decimal(0.1, 300),
});

const logitNormal: fc.Arbitrary<Kind<'logit_normal'>> = fc.record({
  kind: fc.constant('logit_normal'),
  mu: decimal(-4, 4),
  sigma: decimal(0.1, 2),
  times: fc.oneof(fc.constant(1), decimal(0.1, 500)),
  plus: fc.oneof(fc.constant(0), decimal(-500, 500)),
});

const table: fc.Arbitrary<Kind<'table'>> = fc.array(decimal(-500, 500), { minLength: 5, maxLength: 5 }).map((values) => ({
  kind: 'table',
  z: [-1.6448536269514722, -0.6744897501960817, 0, 1.2815515655446004, 2.3263478740408408],
  values: rising(values),
}));

const uniform: fc.Arbitrary<Kind<'uniform'>> = fc
  .tuple(decimal(-500, 500), decimal(0.1, 500))
  .map(([low, width]) => ({ kind: 'uniform', low, high: low + width }));

const triangular: fc.Arbitrary<Kind<'triangular'>> = fc
  .tuple(decimal(-500, 500), decimal(0, 300), decimal(0, 300))
  .filter(([, up, down]) => up + down > 0)
  .map(([low, up, down]) => ({ kind: 'triangular', low, mode: low + up, high: low + up + down }));

const empirical: fc.Arbitrary<Kind<'empirical'>> = fc
  .array(fc.tuple(decimal(-500, 500), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 })
  .map((records) => {
    const total = sum(records.map(([, weight]) => weight));
    return { kind: 'empirical', values: records.map(([value]) => value), weights: records.map(([, weight]) => weight / total) };
  });

const simple = fc.oneof(constant, lognormal, normal, logitNormal, table, uniform, triangular, empirical);

const mixtureOf = (parts: fc.Arbitrary<Distribution>): fc.Arbitrary<Kind<'mixture'>> =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), parts), { minLength: 1, maxLength: 3 }).map((records) => {
    const total = sum(records.map(([weight]) => weight));
    return { kind: 'mixture', parts: records.map(([weight, of]) => ({ share: weight / total, of })) };
  });

const clampedOf = (inner: fc.Arbitrary<Distribution>): fc.Arbitrary<Kind<'clamped'>> =>
  fc
    .tuple(inner, fc.option(decimal(-400, 400), { nil: -Infinity }), fc.option(decimal(0.1, 400), { nil: Infinity }))
    .map(([of, min, width]) => ({
      kind: 'clamped',
      of,
      min,
      max: min === -Infinity ? width : min + width,
    }));

const mixture = mixtureOf(simple);
const clamped = clampedOf(fc.oneof(simple, mixture));

/** One arbitrary of each kind; a kind that is added to `Distribution` and missing here does not compile. */
export const KINDS: { readonly [K in Distribution['kind']]: fc.Arbitrary<Kind<K>> } = {
  constant,
  lognormal,
  normal,
  logit_normal: logitNormal,
  table,
  uniform,
  triangular,
  empirical,
  mixture,
  clamped,
};

export const kindsAndArbitraries = Object.entries(KINDS) as readonly (readonly [Distribution['kind'], fc.Arbitrary<Distribution>])[];

/** Any distribution, mixtures of clamped ones too. */
export const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(simple, mixture, clamped, mixtureOf(clamped));

/** The greatest magnitude that a tolerance has to be measured against. */
export const scaleOf = (of: Distribution): number => {
  switch (of.kind) {
    case 'constant':
      return 1 + Math.abs(of.value);
    case 'lognormal':
      return 1 + Math.abs(of.shift) + Math.abs(of.factor) * Math.exp(of.sigma ** 2);
    case 'normal':
      return 1 + Math.abs(of.mean) + of.sd;
    case 'logit_normal':
      return 1 + of.times + Math.abs(of.plus);
    case 'uniform':
    case 'triangular':
      return 1 + Math.abs(of.low) + Math.abs(of.high);
    case 'table':
    case 'empirical':
      return 1 + Math.max(...of.values.map(Math.abs));
    case 'mixture':
      return Math.max(...of.parts.map((part) => scaleOf(part.of)));
    case 'clamped':
      return Math.max(scaleOf(of.of), ...[of.min, of.max].filter(Number.isFinite).map(Math.abs));
    default:
      return of satisfies never;
  }
};
