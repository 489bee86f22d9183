import type { Key } from 'ink';

/** Keys that have a character, where they come together with others. */
const NAMED: Readonly<Record<string, string>> = { '\r': 'enter', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\u007f': 'backspace' };

/**
 * Returns what was pressed as names of keys: `left`, `S-left`, `C-r`, `enter`, or the character itself. Keys that are held, and
 * pasted text, come several at once.
 */
export const pressed = (input: string, key: Key): readonly string[] => {
  const shift = key.shift ? 'S-' : '';
  if (key.leftArrow) return [`${shift}left`];
  if (key.rightArrow) return [`${shift}right`];
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.return) return ['enter'];
  if (key.tab) return [`${shift}tab`];
  // Terminals send 0x7f for the backspace key, which Ink calls delete.
  if (key.backspace || key.delete) return ['backspace'];
  if (key.escape) return ['esc'];
  if (key.ctrl) return input.length === 1 ? [`C-${input}`] : [];
  const characters = [...input].flatMap((character) => NAMED[character] ?? (character >= ' ' ? [character] : []));
  // Esc and the key after it look like one with Alt, which means nothing here.
  return key.meta ? ['esc', ...characters] : characters;
};

/** Returns a text with a key typed into it; the same text where the key types nothing. */
export const typed = (text: string, key: string): string => {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'C-u') return '';
  if (key === 'C-w') return text.replace(/\S*\s*$/, '');
  return [...key].length === 1 && text.length < 500 ? text + key : text;
};
