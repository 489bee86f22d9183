import { FORMATS, type Format, LOOKS, type Look, type Style } from '../style.ts';
import { DECLARATION, MAIN, xml } from './xml.ts';

const CODES = Object.keys(FORMATS) as readonly Format[];

/** Own number formats have numbers from 164 on; 0 and 49 are Excel's General and text. */
const FIRST_OWN = 164;

const formatNumber = (format: Format): number => {
  if (format === 'general') return 0;
  return format === 'text' ? 49 : FIRST_OWN + CODES.indexOf(format);
};

/** Returns the index of a cell's format; texts that a spreadsheet might compute have one of their own. */
export const styleIndex = ({ look, format }: Style, quoted = false): number =>
  ((quoted ? 1 : 0) * LOOKS.length + LOOKS.indexOf(look)) * CODES.length + CODES.indexOf(format);

const FONTS: readonly string[] = [
  '<font><sz val="10"/><name val="Calibri"/></font>',
  '<font><b/><sz val="10"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>',
  '<font><b/><sz val="14"/><name val="Calibri"/></font>',
  '<font><i/><sz val="9"/><color rgb="FF595959"/><name val="Calibri"/></font>',
  '<font><b/><sz val="10"/><name val="Calibri"/></font>',
  '<font><sz val="10"/><color rgb="FF0000FF"/><name val="Calibri"/></font>',
  '<font><sz val="10"/><color rgb="FF595959"/><name val="Calibri"/></font>',
];

const solid = (rgb: string): string => `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/></patternFill></fill>`;

const FILLS: readonly string[] = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  solid('1F4E79'),
  solid('FFF2CC'),
  solid('DDEBF7'),
  solid('EDEDED'),
];

const side = (name: string, style: string): string =>
  style === '' ? `<${name}/>` : `<${name} style="${style}"><color auto="1"/></${name}>`;

const border = (top: string, all: string): string =>
  `<border>${side('left', all)}${side('right', all)}${side('top', top)}${side('bottom', all)}<diagonal/></border>`;

const BORDERS: readonly string[] = [border('', ''), border('thin', ''), border('hair', 'hair')];

const PARTS: Readonly<Record<Look, { readonly font: number; readonly fill: number; readonly border: number }>> = {
  plain: { font: 0, fill: 0, border: 0 },
  head: { font: 1, fill: 2, border: 0 },
  title: { font: 2, fill: 0, border: 0 },
  note: { font: 3, fill: 0, border: 0 },
  total: { font: 4, fill: 0, border: 1 },
  input: { font: 5, fill: 3, border: 2 },
  model: { font: 5, fill: 4, border: 2 },
  held: { font: 6, fill: 5, border: 0 },
};

const cellFormat = (look: Look, format: Format, quoted: boolean): string => {
  const { font, fill, border: edge } = PARTS[look];
  const wraps = look === 'head' ? '<alignment vertical="top" wrapText="1"/>' : '<alignment vertical="top"/>';
  const quote = quoted ? ' quotePrefix="1"' : '';
  return `<xf numFmtId="${formatNumber(format)}" fontId="${font}" fillId="${fill}" borderId="${edge}" xfId="0"${quote} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${wraps}</xf>`;
};

const list = (name: string, items: readonly string[]): string => `<${name} count="${items.length}">${items.join('')}</${name}>`;

/** Returns the part that holds every format a cell may have. */
export const stylesXml = (): string => {
  const own = CODES.filter((format) => formatNumber(format) >= FIRST_OWN).map(
    (format) => `<numFmt numFmtId="${formatNumber(format)}" formatCode="${xml(FORMATS[format])}"/>`,
  );
  const formats = [false, true].flatMap((quoted) => LOOKS.flatMap((look) => CODES.map((format) => cellFormat(look, format, quoted))));
  return `${DECLARATION}<styleSheet xmlns="${MAIN}">${[
    list('numFmts', own),
    list('fonts', FONTS),
    list('fills', FILLS),
    list('borders', BORDERS),
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    list('cellXfs', formats),
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  ].join('')}</styleSheet>`;
};
