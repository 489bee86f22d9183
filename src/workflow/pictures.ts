import type { Span } from '../diagnostics/source.ts';
import { imageTokens } from '../tokens/image.ts';
import type { Reader, Resolving } from './resolving.ts';

/** Returns the tokens of a picture for a model, or reports that its price table does not say. */
export const tokensOfImage = (
  resolving: Resolving,
  reader: Reader | null,
  { width, height, at }: { readonly width: number; readonly height: number; readonly at: Span },
): number => {
  const rule = reader?.model.image ?? null;
  if (rule !== null) return imageTokens(rule, width, height);
  const who =
    reader === null ? 'a picture has tokens only for a model' : `the price table of ${reader.model.id} does not say what a picture costs`;
  resolving.problems.error('bad-value', at, who, { label: 'state the tokens: { tokens: 1600 }' });
  return 0;
};
