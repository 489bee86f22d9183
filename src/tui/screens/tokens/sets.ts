import type { CountedText, TextSet, Texts, TextTokens } from '../../../planning/texts.ts';
import type { ScreenState, Shown } from '../screen.ts';

/** Which text, by its set and its place in it; `family` is whose tokenizer counts. */
export type TextPlace = { readonly set: number; readonly text: number; readonly family: number };

/** What the screen shows beside: the texts, and how the chosen one is cut up once that is known. */
export type TokensShown = Shown & { readonly texts?: Texts; readonly cut?: CutText };

/** A text with the borders of its tokens. */
export type CutText = { readonly place: TextPlace; readonly tokens: TextTokens };

/** Whether two places are the same. */
export const samePlace = (a: TextPlace, b: TextPlace): boolean => a.set === b.set && a.text === b.text && a.family === b.family;

/** A text as a row of the list. */
export type TextRow = { readonly place: TextPlace; readonly name: string; readonly file: string; readonly tokens: number };

/** Returns whose tokenizer the page of the screen counts by. */
export const familyOf = ({ families }: Texts, { page }: ScreenState): number =>
  families.length === 0 ? 0 : ((page % families.length) + families.length) % families.length;

/** A record is known by its number, a file by its name, a part of a prompt by its step and role. */
const nameOf = ({ name, kind }: TextSet, { file, record }: CountedText): string => {
  if (kind === 'prompts') return file;
  return record === 0 ? `${name} ${file.slice(file.lastIndexOf('/') + 1)}` : `${name} ${record}`;
};

/** Kept with what they were made from, since every key press asks for them. */
const known = new WeakMap<Texts, Map<string, readonly TextRow[]>>();

const rowsOf = (texts: Texts, family: number, filter: string): readonly TextRow[] => {
  const wanted = filter.toLowerCase();
  return texts.sets
    .flatMap((set, at) =>
      set.texts.map((one, text) => ({
        place: { set: at, text, family },
        name: nameOf(set, one),
        file: set.kind === 'prompts' ? '' : one.file,
        tokens: one.tokens[family] ?? 0,
      })),
    )
    .filter(({ name, file }) => `${name} ${file}`.toLowerCase().includes(wanted))
    .sort((a, b) => b.tokens - a.tokens);
};

/** Returns the texts that the filter leaves, the longest first. */
export const textRows = (texts: Texts, state: ScreenState): readonly TextRow[] => {
  const family = familyOf(texts, state);
  const key = `${family} ${state.filter}`;
  const rows = known.get(texts) ?? new Map<string, readonly TextRow[]>();
  known.set(texts, rows);
  const found = rows.get(key) ?? rowsOf(texts, family, state.filter);
  if (rows.size > 20) rows.clear();
  rows.set(key, found);
  return found;
};

/** Returns which text is chosen, so that what cuts it up can be asked for it; null where there is none. */
export const chosenText = (texts: Texts, state: ScreenState): TextPlace | null => {
  const rows = textRows(texts, state);
  return rows[Math.min(Math.max(0, state.chosen), rows.length - 1)]?.place ?? null;
};
