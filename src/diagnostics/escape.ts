// Control, bidirectional and invisible characters, and the tag block that hides text from people but not from models.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to make visible
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: combining characters too, each by itself
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/**
 * Returns text from a file or an argument so that it can be shown anywhere: control, bidirectional and invisible
 * characters as `\u{hex}`, lone surrogates as U+FFFD. Escaping, unlike stripping, cannot join the parts of a sequence anew.
 */
export const visible = (text: string): string =>
  text.toWellFormed().replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** Returns at most `width` characters of the visible text, the last one an ellipsis where something was cut. */
export const visibleWithin = (text: string, width: number): string => {
  const characters = [...visible(text)];
  return characters.length <= width ? characters.join('') : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
};
