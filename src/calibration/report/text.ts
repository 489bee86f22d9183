import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { cutTo, tableLines, wrapped } from '../../report/table.ts';
import { dim, heading, type TextStyle } from '../../report/text/style.ts';
import {
  comparedColumns,
  comparedRows,
  EFFECT,
  effectLines,
  FITTED,
  FORETOLD,
  foretellingSentences,
  LEFT,
  type LineColumn,
} from './cells.ts';
import type { CalibrateReport, ForetellingReport } from './report.ts';
import { coveredText, hintSentences, logSentences, writtenSentence } from './sentences.ts';

/** Columns whose texts are of any length. */
const LONG: readonly string[] = ['as written', 'fitted', 'why'];

const table = <Line>(columns: readonly LineColumn<Line>[], lines: readonly Line[], style: TextStyle): readonly string[] =>
  tableLines(
    columns.map(({ title, align, drop }) => ({
      ...{ title, align, drop },
      ...(align === 'left' && LONG.includes(title) ? { shrinkTo: 14, wraps: true } : {}),
    })),
    lines.map((line) => columns.map(({ of }) => ({ text: of(line) }))),
    style.width,
    dim(style),
  );

const section = (title: string, note: string, lines: readonly string[], style: TextStyle): readonly (readonly string[])[] =>
  lines.length === 0 ? [] : [[heading(title, note, style), ...lines]];

const foretold = (title: string, one: ForetellingReport | null, style: TextStyle): readonly (readonly string[])[] =>
  one === null
    ? []
    : section(
        title,
        '',
        [
          ...foretellingSentences(one).flatMap((line) => wrapped(line, style.width)),
          ...table(
            FORETOLD,
            one.figures.filter(({ step }) => step === null),
            style,
          ),
        ],
        style,
      );

const backtest = ({ backtest: found }: CalibrateReport, style: TextStyle): readonly (readonly string[])[] => {
  if (found === null) return [];
  const blocks = [
    ...foretold('The first half foretells the second', found.fitted, style),
    ...foretold('The plan as written foretells all of it', found.written, style),
  ];
  return blocks.length > 0 ? blocks : section('Back-test', '', ['There is too little in the logs to foretell anything.'], style);
};

/** Returns a calibration as a text report: what the logs hold, what is fitted, what it does, how well it foretells. */
export const calibrationText = (report: CalibrateReport, style: TextStyle): string => {
  const { settings, tool, quantities } = report;
  const facts = [coveredText(report), `prices as of ${settings.as_of}`, `outlay ${tool.version}`];
  const blocks: readonly (readonly string[])[] = [
    [style.paint('bold', visibleWithin(report.workflow, style.width)), dim(style)(cutTo(facts.join(' · '), style.width))],
    ...section(
      'In the logs',
      '',
      logSentences(report, (text) => visible(text)).flatMap((line) => wrapped(line, style.width)),
      style,
    ),
    ...section('Fitted', report.scenario, fittedTable(report, style), style),
    ...section('Left as it is', '', leftTable(quantities, style), style),
    ...section('What it does', report.scenario, report.effect.after === null ? [] : table(EFFECT, effectLines(report), style), style),
    ...section('Plan and logs', 'people and tools left out', comparedTable(report, style), style),
    ...backtest(report, style),
    [writtenSentence(report, (text) => visible(text))],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

const fittedTable = ({ quantities }: CalibrateReport, style: TextStyle): readonly string[] => {
  const fitted = quantities.filter(({ after }) => after !== null);
  const notes = fitted.flatMap(({ what, note }) => (note === null ? [] : wrapped(`${what}: ${note}.`, style.width).map(dim(style))));
  return fitted.length === 0 ? [] : [...table(FITTED, fitted, style), ...notes];
};

const leftTable = (quantities: CalibrateReport['quantities'], style: TextStyle): readonly string[] => {
  const left = quantities.filter(({ after }) => after === null);
  return left.length === 0 ? [] : table(LEFT, left, style);
};

const comparedTable = (report: CalibrateReport, style: TextStyle): readonly string[] => {
  const rows = comparedRows(report);
  if (rows.length === 0) return [];
  const hints = hintSentences(report, (text) => visible(text)).flatMap((line) => wrapped(line, style.width));
  return [...table(comparedColumns(report.effect.after !== null), rows, style), ...hints];
};
