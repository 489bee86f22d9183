import type { Problems } from '../diagnostics/diagnostic.ts';
import { readAnywhere } from './confined.ts';

/** A text and what was billed for it, and the model where the record names one. */
export type BilledText = { readonly model: string | null; readonly text: string; readonly tokens: number };

const MOST_BYTES = 256 << 20;

const pairOf = (line: string): BilledText | undefined => {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null) return undefined;
  const { model, text, tokens } = record as Record<string, unknown>;
  if (typeof text !== 'string' || typeof tokens !== 'number' || !Number.isInteger(tokens) || tokens < 1 || tokens > 1e9) return undefined;
  return { model: typeof model === 'string' ? model : null, text, tokens };
};

/** Returns the pairs of a JSON Lines file, `{"text": "…", "tokens": 812}` a line, `model` if there are several; bad lines are reported. */
export const readPairs = (path: string, problems: Problems): readonly BilledText[] => {
  const read = readAnywhere(path, MOST_BYTES);
  if ('problem' in read) return problems.error('file-unreadable', null, `"${path}" cannot be read: ${read.problem}`) ?? [];
  return new TextDecoder()
    .decode(read.bytes)
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const pair = pairOf(line);
      if (pair !== undefined) return [pair];
      return (
        problems.error('no-samples', null, `${path}:${index + 1} is no pair of a text and its billed tokens`, {
          help: ['one a line: {"text": "…", "tokens": 812}'],
        }) ?? []
      );
    });
};
