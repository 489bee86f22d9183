import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../src/stats/normal.ts';

/** |actual ÷ wanted − 1|: the tails are as exact as the middle. */
const relativeError = (actual: number, wanted: number): number => Math.abs(actual / wanted - 1);

describe('P(Z ≤ z) of a standard normal', () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1: P(x) to 15 decimals.
  it.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.5, 0.933192798731142],
    [2, 0.977249868051821],
    [2.5, 0.993790334674224],
    [3, 0.99865010196837],
  ])('at %d is %d, as in the table', (z, probability) => {
    expect(Math.abs(normalCdf(z) - probability)).toBeLessThan(1.1e-15);
  });

  // mpmath 1.3.0 with 30 digits.
  it.each([
    [-1, 0.15865525393145705],
    [-3, 0.0013498980316300946],
    [-6, 9.865876450376981e-10],
    [-8, 6.220960574271784e-16],
  ])('keeps its digits in the lower tail: at %d it is %d', (z, probability) => {
    expect(relativeError(normalCdf(z), probability)).toBeLessThan(1e-13);
  });

  it('reaches 0 and 1 at the ends', () => {
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(-40)).toBe(0);
    expect(normalCdf(40)).toBe(1);
  });

  it('never falls and mirrors itself, also where one approximation ends and the next begins', () => {
    let last = 0;
    for (let z = -9; z <= 9; z += 1 / 512) {
      const at = normalCdf(z);
      expect(at).toBeGreaterThanOrEqual(last - 2e-16);
      expect(Math.abs(at + normalCdf(-z) - 1)).toBeLessThan(3e-16);
      last = at;
    }
  });

  it('is the integral of the density', () => {
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += normalDensity(-1 + (i + 0.5) / 10_000);
    expect(normalCdf(1) - normalCdf(-1)).toBeCloseTo(sum / 10_000, 9);
  });
});

describe('the density of a standard normal', () => {
  // Abramowitz and Stegun, table 26.1: Z(x).
  it.each([
    [0, 0.398942280401433],
    [1, 0.241970724519143],
    [2, 0.053990966513188],
    [3, 0.004431848411938],
  ])('at %d is %d', (z, density) => {
    expect(normalDensity(z)).toBeCloseTo(density, 14);
    expect(normalDensity(-z)).toBe(normalDensity(z));
  });
});

describe('z with P(Z ≤ z) = p', () => {
  // mpmath 1.3.0 with 30 digits; they round to the critical values of the NIST/SEMATECH e-Handbook, section 1.3.6.7.1
  // (1.282, 1.645, 1.960, 2.326, 2.576, 3.090).
  it.each([
    [0.75, 0.6744897501960817],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.9599639845400545],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
    [0.999, 3.0902323061678132],
    [0.9999, 3.7190164854556804],
    [1e-10, -6.361340902404056],
  ])('at p = %d is %d', (p, z) => {
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(2e-13);
  });

  // The check values that Wichura printed with algorithm AS 241, one for each of its three branches.
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
  ])('at p = %d is %d, as printed with the algorithm', (p, z) => {
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-14);
  });

  it('is 0 in the middle and infinite at the ends and beyond', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(-0.1)).toBe(-Infinity);
    expect(normalQuantile(1.1)).toBe(Infinity);
  });

  it('leads back: P(Z ≤ quantile of p) = p', () => {
    for (let i = 1; i < 4096; i++) {
      const p = i / 4096;
      expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(4e-16);
    }
    for (let exponent = -15; exponent < -4; exponent++) {
      const p = 10 ** exponent;
      expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-13);
    }
  });
});
