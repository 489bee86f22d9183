import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Workbook } from '../grid.ts';
import { chartXml, drawingXml } from './chart.ts';
import { sheetXml } from './sheet.ts';
import { stylesXml } from './styles.ts';
import { DECLARATION, foreign, MAIN, RELATIONS, xml } from './xml.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument';

type Part = { readonly path: string; readonly type: string; readonly content: string };
type Relation = { readonly id: string; readonly kind: string; readonly target: string };

const relations = (path: string, list: readonly Relation[]): Part => ({
  path,
  type: '',
  content: `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${list
    .map(({ id, kind, target }) => `<Relationship Id="${id}" Type="${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`,
});

const workbookXml = ({ sheets, names }: Workbook): string => {
  const list = sheets.map(({ grid }, index) => `<sheet name="${xml(grid.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const defined = names.map(({ name, target }) => `<definedName name="${xml(name)}">${xml(target)}</definedName>`);
  return `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets>${defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`}<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`;
};

/** Parts of the sheets; charts are numbered through the whole workbook. */
const sheetParts = ({ sheets }: Workbook): readonly Part[] => {
  let charts = 0;
  return sheets.flatMap(({ grid, charts: mine }, index): readonly Part[] => {
    const number = index + 1;
    const sheet = {
      path: `xl/worksheets/sheet${number}.xml`,
      type: `${TYPE}.spreadsheetml.worksheet+xml`,
      content: sheetXml(grid, index === 0, mine.length > 0),
    };
    if (mine.length === 0) return [sheet];
    const first = charts + 1;
    charts += mine.length;
    return [
      sheet,
      relations(`xl/worksheets/_rels/sheet${number}.xml.rels`, [
        { id: 'rId1', kind: `${RELATIONS}/drawing`, target: `../drawings/drawing${number}.xml` },
      ]),
      { path: `xl/drawings/drawing${number}.xml`, type: `${TYPE}.drawing+xml`, content: drawingXml(mine) },
      relations(
        `xl/drawings/_rels/drawing${number}.xml.rels`,
        mine.map((_, at) => ({ id: `rId${at + 1}`, kind: `${RELATIONS}/chart`, target: `../charts/chart${first + at}.xml` })),
      ),
      ...mine.map((chart, at) => ({
        path: `xl/charts/chart${first + at}.xml`,
        type: `${TYPE}.drawingml.chart+xml`,
        content: chartXml(chart),
      })),
    ];
  });
};

const coreXml = ({ title, date }: Workbook): string =>
  `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${foreign(title)}</dc:title><dc:creator>outlay</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created></cp:coreProperties>`;

const parts = (workbook: Workbook): readonly Part[] => [
  relations('_rels/.rels', [
    { id: 'rId1', kind: `${RELATIONS}/officeDocument`, target: 'xl/workbook.xml' },
    { id: 'rId2', kind: `${PACKAGE}/relationships/metadata/core-properties`, target: 'docProps/core.xml' },
  ]),
  { path: 'docProps/core.xml', type: 'application/vnd.openxmlformats-package.core-properties+xml', content: coreXml(workbook) },
  { path: 'xl/workbook.xml', type: `${TYPE}.spreadsheetml.sheet.main+xml`, content: workbookXml(workbook) },
  relations('xl/_rels/workbook.xml.rels', [
    ...workbook.sheets.map((_, index) => ({
      id: `rId${index + 1}`,
      kind: `${RELATIONS}/worksheet`,
      target: `worksheets/sheet${index + 1}.xml`,
    })),
    { id: `rId${workbook.sheets.length + 1}`, kind: `${RELATIONS}/styles`, target: 'styles.xml' },
  ]),
  { path: 'xl/styles.xml', type: `${TYPE}.spreadsheetml.styles+xml`, content: stylesXml() },
  ...sheetParts(workbook),
];

const typesXml = (list: readonly Part[]): string => {
  const overrides = list.filter(({ type }) => type !== '').map(({ path, type }) => `<Override PartName="/${path}" ContentType="${type}"/>`);
  return `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
};

/** The earliest time that a zip file can hold, as local clock figures: the same bytes whenever and wherever it is made. */
const ZIP_TIME = '1980-01-01T12:00:00';

/** Returns a workbook as the bytes of an .xlsx file (ECMA-376). The same workbook gives the same bytes. */
export const workbookBytes = (workbook: Workbook): Uint8Array => {
  const list = parts(workbook);
  const files: Zippable = { '[Content_Types].xml': strToU8(typesXml(list)) };
  for (const { path, content } of list) files[path] = strToU8(content);
  return zipSync(files, { level: 6, mtime: ZIP_TIME });
};
