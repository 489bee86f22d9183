import { describe, expect, it } from 'vitest';
import { type ImageRule, imageTokens } from '../../src/tokens/image.ts';

const GPT_4O: ImageRule = { kind: 'openai_tiles', base: 85, perTile: 170 };
const MINI: ImageRule = { kind: 'openai_patches', budget: 1536, longEdge: 2048, multiplier: 1 };
const STANDARD: ImageRule = { kind: 'anthropic_patches', longEdge: 1568, budget: 1568 };
const HIGH: ImageRule = { kind: 'anthropic_patches', longEdge: 2576, budget: 4784 };
const GEMINI_2: ImageRule = { kind: 'gemini_tiles', perTile: 258 };

describe('the tokens of an image', () => {
  it.each([
    ['1024 × 1024 becomes 768 × 768: four tiles', GPT_4O, 1024, 1024, 765],
    ['2048 × 4096 becomes 1024 × 2048, then 768 × 1536: six tiles', GPT_4O, 2048, 4096, 85 + 6 * 170],
    ['a small image is not enlarged: one tile', GPT_4O, 300, 200, 255],
    ['1024 × 1024 fits the budget of 1,536 patches', MINI, 1024, 1024, 1024],
    ['1800 × 2400 shrinks to 1056 × 1408: 33 × 44 patches', MINI, 1800, 2400, 1452],
    ['patches count 1.62 times where the model says so', { ...MINI, multiplier: 1.62 }, 1024, 1024, 1659],
    ['no budget, no shrinking', { ...MINI, budget: null, longEdge: null }, 6400, 3200, 200 * 100],
    ['1000 × 1000 is 36 × 36 squares of 28', STANDARD, 1000, 1000, 1296],
    ['1920 × 1080 stops at 1,568 tokens in the standard tier', STANDARD, 1920, 1080, 1568],
    ['1920 × 1080 is 69 × 39 in the high-resolution tier', HIGH, 1920, 1080, 2691],
    ['both sides up to 384 are one tile', GEMINI_2, 384, 384, 258],
    ['1000 × 700 is two tiles of 768', GEMINI_2, 1000, 700, 516],
    ['a flat price of tokens knows no size', { kind: 'flat', tokens: 1120 }, 10, 9000, 1120],
  ] satisfies [string, ImageRule, number, number, number][])('%s', (_what, rule, width, height, tokens) => {
    expect(imageTokens(rule, width, height)).toBe(tokens);
  });

  it('never exceeds the budget, whatever the shape', () => {
    for (const [width, height] of [
      [9000, 40],
      [40, 9000],
      [5000, 5000],
      [2049, 1999],
    ] as const) {
      expect(imageTokens(MINI, width, height)).toBeLessThanOrEqual(1536);
      expect(imageTokens(HIGH, width, height)).toBeLessThanOrEqual(4784);
    }
  });
});
