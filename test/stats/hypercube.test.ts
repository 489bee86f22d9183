import { describe, expect, it } from 'vitest';
import { normalStratified, stratified } from '../../src/stats/hypercube.ts';

describe('a column of a Latin hypercube', () => {
  it('has one number in each part', () => {
    const parts = [...stratified(1, 'growth', 100)].map((u) => Math.floor(u * 100));
    expect(parts.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, part) => part));
  });

  it('is in an order of its own name, and the same each time', () => {
    expect(stratified(1, 'growth', 50)).toEqual(stratified(1, 'growth', 50));
    expect(stratified(1, 'growth', 50)).not.toEqual(stratified(1, 'requests', 50));
    expect(stratified(1, 'growth', 50)).not.toEqual(stratified(2, 'growth', 50));
  });

  it('pairs any two columns without a trend', () => {
    const [a, b] = [stratified(1, 'a', 2000), stratified(1, 'b', 2000)];
    const product = a.reduce((sum, u, at) => sum + (u - 0.5) * ((b[at] ?? 0) - 0.5), 0) / 2000;
    expect(Math.abs(product * 12)).toBeLessThan(0.08);
  });

  it('of normal numbers has mean 0 and variance 1', () => {
    const column = normalStratified(1, 'days', 2000);
    const mean = column.reduce((sum, z) => sum + z, 0) / 2000;
    expect(mean).toBeCloseTo(0, 10);
    expect(column.reduce((sum, z) => sum + z * z, 0) / 2000).toBeCloseTo(1, 2);
    expect(normalStratified(1, 'days', 2000)).toEqual(column);
    expect(normalStratified(1, 'other days', 2000)).not.toEqual(column);
  });
});
