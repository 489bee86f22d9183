import type { ImageRule } from '../tokens/image.ts';
import type { Path } from '../yaml/read.ts';
import { number, type Reading } from './reading.ts';
import type { RawImage } from './shape.ts';

type Figure = 'tokens' | 'base' | 'per_tile' | 'budget' | 'long_edge';

/** Which keys each rule needs and which it may have. */
const KEYS: Readonly<Record<RawImage['rule'], { readonly needs: readonly Figure[]; readonly may: readonly (keyof RawImage)[] }>> = {
  flat: { needs: ['tokens'], may: [] },
  openai_tiles: { needs: ['base', 'per_tile'], may: [] },
  openai_patches: { needs: [], may: ['budget', 'long_edge', 'multiplier'] },
  anthropic_patches: { needs: ['budget', 'long_edge'], may: [] },
  gemini_tiles: { needs: ['per_tile'], may: [] },
};

const checkKeys = (reading: Reading, raw: RawImage, path: Path): void => {
  const { needs, may } = KEYS[raw.rule];
  for (const key of needs) {
    if (raw[key] !== undefined || !reading.whole) continue;
    reading.problems.error('missing-key', reading.doc.spanOf([...path, 'rule']), `the image rule ${raw.rule} needs \`${key}\``, {
      label: `add ${key}`,
    });
  }
  const fitting: readonly string[] = ['rule', ...needs, ...may];
  for (const key of Object.keys(raw)) {
    if (fitting.includes(key)) continue;
    reading.problems.error('unknown-key', reading.doc.keySpanOf([...path, key]), `the image rule ${raw.rule} has no \`${key}\``, {
      label: `keys here: ${fitting.join(', ')}`,
    });
  }
};

/** Returns how a model counts images, or null where its table does not say. */
export const readImage = (reading: Reading, raw: RawImage | undefined, path: Path): ImageRule | null => {
  if (raw === undefined) return null;
  checkKeys(reading, raw, path);
  const figure = (key: Figure): number => number(reading, raw[key], [...path, key], 'tokens') ?? 0;
  const limit = (key: Figure): number | null => number(reading, raw[key], [...path, key], 'tokens');
  switch (raw.rule) {
    case 'flat':
      return { kind: 'flat', tokens: figure('tokens') };
    case 'openai_tiles':
      return { kind: 'openai_tiles', base: figure('base'), perTile: figure('per_tile') };
    case 'openai_patches':
      return { kind: 'openai_patches', budget: limit('budget'), longEdge: limit('long_edge'), multiplier: raw.multiplier ?? 1 };
    case 'anthropic_patches':
      return { kind: 'anthropic_patches', longEdge: figure('long_edge'), budget: figure('budget') };
    case 'gemini_tiles':
      return { kind: 'gemini_tiles', perTile: figure('per_tile') };
    default:
      return raw.rule satisfies never;
  }
};
