import { visible } from '../../../diagnostics/escape.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 has no place for; control characters are written out before. */
const NO_XML = /[\ufffe\uffff]/g;

/** Excel reads `_x000D_` in a text as a carriage return; with its underscore written out it stays what it is. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** What a cell may hold. */
const LONGEST = 32_767;

/** Returns outlay's own words so that they can stand in XML. */
export const xml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Returns text from files so that it can stand in XML, with what is invisible written out. */
export const foreign = (text: string): string =>
  xml(visible(text).slice(0, LONGEST).toWellFormed().replace(NO_XML, '\ufffd').replace(ESCAPE_LIKE, '_x005F_'));

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
