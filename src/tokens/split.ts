import { DeepseekScanner } from './deepseek-scanner.ts';
import { Scanner, SPLITS } from './scanner.ts';

/** The ways of splitting text into pieces that are known, by the encoding that brought them. */
export type SplitName = keyof typeof SPLITS | 'deepseek';

/** Whether a name is that of a way of splitting. */
export const isSplitName = (name: string): name is SplitName => name === 'deepseek' || Object.hasOwn(SPLITS, name);

/** Finds pieces in valid UTF-8. */
export type PieceScanner = Pick<Scanner, 'next' | 'reach'>;

/** Returns what splits text in a way; `kinds` is the table of `kindTable`. */
export const scannerFor = (split: SplitName, kinds: Uint8Array): PieceScanner =>
  split === 'deepseek' ? new DeepseekScanner(kinds) : new Scanner(SPLITS[split], kinds);
