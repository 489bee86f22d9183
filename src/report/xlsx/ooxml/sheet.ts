import { type Cell, type Grid, letters } from '../grid.ts';
import { styleIndex } from './styles.ts';
import { DECLARATION, foreign, MAIN, RELATIONS, xml } from './xml.ts';

/** What a spreadsheet takes for a formula when a text is entered anew, full-width forms too. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

const cellXml = (cell: Cell, at: string): string => {
  switch (cell.kind) {
    case 'text': {
      const style = styleIndex({ look: cell.look, format: 'general' }, FORMULA.test(cell.text));
      return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${foreign(cell.text)}</t></is></c>`;
    }
    case 'number':
      return `<c r="${at}" s="${styleIndex(cell)}"><v>${cell.value}</v></c>`;
    case 'formula': {
      const { text, value } = cell.formula;
      const kept = Number.isNaN(value) ? ' t="str"' : '';
      return `<c r="${at}" s="${styleIndex(cell)}"${kept}><f>${xml(text)}</f><v>${Number.isNaN(value) ? 'none' : value}</v></c>`;
    }
    default:
      return cell satisfies never;
  }
};

const LINE_HEIGHT = 13.5;

/** Programs do not stretch a row for a larger font or for headings on several lines by themselves. */
const heightOf = (cells: readonly (Cell | null)[], widths: readonly number[]): string => {
  const lines = cells.map((cell, column) =>
    cell?.kind === 'text' && cell.look === 'head' ? Math.ceil((1.1 * cell.text.length) / (widths[column] ?? 10)) : 1,
  );
  const most = cells.some((cell) => cell?.look === 'title') ? 1.6 : Math.max(1, ...lines);
  return most === 1 ? '' : ` ht="${LINE_HEIGHT * most}" customHeight="1"`;
};

const rowXml = (cells: readonly (Cell | null)[], row: number, widths: readonly number[]): string =>
  `<row r="${row + 1}"${heightOf(cells, widths)}>${cells.map((cell, column) => (cell === null ? '' : cellXml(cell, `${letters(column)}${row + 1}`))).join('')}</row>`;

const viewXml = ({ frozen }: Grid, first: boolean): string => {
  const pane = frozen === 0 ? '' : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`;
  return `<sheetViews><sheetView showGridLines="0"${first ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView></sheetViews>`;
};

/** Returns the part of one sheet; `drawn` where a drawing belongs to it. */
export const sheetXml = (grid: Grid, first: boolean, drawn: boolean): string => {
  const columns = grid.widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`);
  return `${DECLARATION}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}">${[
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    viewXml(grid, first),
    '<sheetFormatPr defaultRowHeight="13.5"/>',
    `<cols>${columns.join('')}</cols>`,
    `<sheetData>${grid.rows.map((cells, row) => rowXml(cells, row, grid.widths)).join('')}</sheetData>`,
    '<pageSetup orientation="landscape" fitToHeight="0"/>',
    drawn ? '<drawing r:id="rId1"/>' : '',
  ].join('')}</worksheet>`;
};
