/** How a provider turns an image into input tokens. Sides are in pixels. */
export type ImageRule =
  /** The same for every image. */
  | { readonly kind: 'flat'; readonly tokens: number }
  /** Fit 2048 × 2048, then the shorter side to 768, then count squares of 512. */
  | { readonly kind: 'openai_tiles'; readonly base: number; readonly perTile: number }
  /** Squares of 32, shrunk to a budget of them; null: no limit. */
  | {
      readonly kind: 'openai_patches';
      readonly budget: number | null;
      readonly longEdge: number | null;
      readonly multiplier: number;
    }
  /** Squares of 28 after shrinking to a longest side, at most a budget of them. */
  | { readonly kind: 'anthropic_patches'; readonly longEdge: number; readonly budget: number }
  /** Both sides up to 384 count once, else squares of 768. */
  | { readonly kind: 'gemini_tiles'; readonly perTile: number };

type Size = readonly [width: number, height: number];

const shrunk = ([width, height]: Size, scale: number): Size => (scale < 1 ? [width * scale, height * scale] : [width, height]);

const squares = ([width, height]: Size, side: number): number => Math.ceil(width / side) * Math.ceil(height / side);

/** 1024 × 1024 becomes 768 × 768, four squares: 85 + 4 × 170 = 765 on gpt-4o. */
const openaiTiles = (size: Size): number => {
  const fitted = shrunk(size, 2048 / Math.max(...size));
  return squares(shrunk(fitted, 768 / Math.min(...fitted)), 512);
};

/**
 * 1800 × 2400 has 57 × 75 = 4,275 squares, over a budget of 1,536. A scale of √(32² · 1536 ÷ (1800 · 2400)) gives 33.9 × 45.3
 * squares; shrunk on until the width holds 33 whole ones it is 1056 × 1408: 33 × 44 = 1,452.
 */
const openaiPatches = (size: Size, budget: number | null, longEdge: number | null): number => {
  const [width, height] = longEdge === null ? size : shrunk(size, longEdge / Math.max(...size));
  const all = squares([width, height], 32);
  if (budget === null || all <= budget) return all;
  const scale = Math.sqrt((32 * 32 * budget) / (width * height));
  const [across, down] = [(width * scale) / 32, (height * scale) / 32];
  const whole = Math.min(Math.floor(across) / across, Math.floor(down) / down);
  if (whole === 0) return budget;
  return Math.ceil(across * whole - 1e-9) * Math.ceil(down * whole - 1e-9);
};

/** 1920 × 1080 keeps its size where 2,576 pixels and 4,784 tokens are allowed: 69 × 39 = 2,691. */
const anthropicPatches = (size: Size, longEdge: number, budget: number): number =>
  Math.min(budget, squares(shrunk(size, longEdge / Math.max(...size)), 28));

/** Returns the input tokens of an image by its provider's published rule. */
export const imageTokens = (rule: ImageRule, width: number, height: number): number => {
  const size: Size = [width, height];
  switch (rule.kind) {
    case 'flat':
      return rule.tokens;
    case 'openai_tiles':
      return rule.base + rule.perTile * openaiTiles(size);
    case 'openai_patches':
      return Math.ceil(openaiPatches(size, rule.budget, rule.longEdge) * rule.multiplier - 1e-9);
    case 'anthropic_patches':
      return anthropicPatches(size, rule.longEdge, rule.budget);
    case 'gemini_tiles':
      return rule.perTile * (Math.max(width, height) <= 384 ? 1 : squares(size, 768));
    default:
      return rule satisfies never;
  }
};
