import { moneyDecimals } from '../../format.ts';
import type { Chart, Series } from '../grid.ts';
import { DECLARATION, foreign, RELATIONS, xml } from './xml.ts';

const CHART = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const PLACED = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing';

const COLOURS = ['1F4E79', 'C55A11', '7F7F7F', '70AD47'] as const;

const points = (values: readonly string[]): string =>
  `<c:ptCount val="${values.length}"/>${values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join('')}`;

const paint = (colour: string, line: boolean): string => {
  const fill = `<a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`;
  return `<c:spPr>${line ? `<a:ln w="19050">${fill}</a:ln>` : fill}</c:spPr>`;
};

const seriesXml = ({ labels }: Chart, { title, values, line }: Series, index: number): string => {
  const name = `<c:tx><c:v>${xml(title)}</c:v></c:tx>`;
  const marker = line ? '<c:marker><c:symbol val="none"/></c:marker>' : '<c:invertIfNegative val="0"/>';
  const categories = `<c:cat><c:strRef><c:f>${xml(labels.text)}</c:f><c:strCache>${points(labels.words.map(foreign))}</c:strCache></c:strRef></c:cat>`;
  const numbers = `<c:val><c:numRef><c:f>${xml(values.text)}</c:f><c:numCache><c:formatCode>General</c:formatCode>${points(values.values.map(String))}</c:numCache></c:numRef></c:val>`;
  const smooth = line ? '<c:smooth val="0"/>' : '';
  return `<c:ser><c:idx val="${index}"/><c:order val="${index}"/>${name}${paint(COLOURS[index % COLOURS.length] ?? '000000', line)}${marker}${categories}${numbers}${smooth}</c:ser>`;
};

const AXES = '<c:axId val="1"/><c:axId val="2"/>';

const plotXml = (chart: Chart): string => {
  const all = chart.series.map((series, index) => ({ series, xml: seriesXml(chart, series, index) }));
  const bars = all.filter(({ series }) => !series.line).map((one) => one.xml);
  const lines = all.filter(({ series }) => series.line).map((one) => one.xml);
  const direction = chart.kind === 'bars' ? 'bar' : 'col';
  const barChart = `<c:barChart><c:barDir val="${direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>${bars.join('')}<c:gapWidth val="60"/>${AXES}</c:barChart>`;
  const lineChart = `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${lines.join('')}<c:marker val="1"/>${AXES}</c:lineChart>`;
  return `${bars.length === 0 ? '' : barChart}${lines.length === 0 ? '' : lineChart}`;
};

const axesXml = ({ kind, series }: Chart): string => {
  const [across, up] = kind === 'bars' ? ['l', 'b'] : ['b', 'l'];
  const shared = '<c:delete val="0"/>';
  const order = (value: string): string => `<c:scaling><c:orientation val="${value}"/></c:scaling>`;
  const category = `<c:catAx><c:axId val="1"/>${order(kind === 'bars' ? 'maxMin' : 'minMax')}${shared}<c:axPos val="${across}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>`;
  const decimals = moneyDecimals(Math.max(...series.flatMap(({ values }) => values.values), 0));
  const format = `&quot;$&quot;#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`;
  const value = `<c:valAx><c:axId val="2"/>${order('minMax')}${shared}<c:axPos val="${up}"/><c:majorGridlines/><c:numFmt formatCode="${format}" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="${kind === 'bars' ? 'max' : 'autoZero'}"/></c:valAx>`;
  return category + value;
};

/** Returns the part of one chart. */
export const chartXml = (chart: Chart): string => {
  const title = `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-US" sz="1200" b="1"/><a:t>${foreign(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
  const legend = chart.series.length > 1 ? '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' : '';
  return `${DECLARATION}<c:chartSpace xmlns:c="${CHART}" xmlns:a="${DRAWING}" xmlns:r="${RELATIONS}"><c:roundedCorners val="0"/><c:chart>${title}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>${plotXml(chart)}${axesXml(chart)}</c:plotArea>${legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`;
};

const [WIDTH, HEIGHT] = [6_400_000, 3_200_000];

const frame = ({ title, at }: Chart, index: number): string =>
  `<xdr:oneCellAnchor><xdr:from><xdr:col>${at.column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${at.row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="${WIDTH}" cy="${HEIGHT}"/><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" descr="${foreign(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${CHART}"><c:chart xmlns:c="${CHART}" r:id="rId${index + 1}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>`;

/** Returns the part that places some charts on their sheet. */
export const drawingXml = (charts: readonly Chart[]): string =>
  `${DECLARATION}<xdr:wsDr xmlns:xdr="${PLACED}" xmlns:a="${DRAWING}" xmlns:r="${RELATIONS}">${charts.map(frame).join('')}</xdr:wsDr>`;
