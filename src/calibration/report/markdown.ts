import { code, folded, table as markdownTable, prose } from '../../report/markdown/cell.ts';
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

/** Columns whose cells come from files. */
const QUOTED = new Set(['number', 'as written', 'fitted', '']);

const table = <Line>(columns: readonly LineColumn<Line>[], lines: readonly Line[], quoted: ReadonlySet<string>): readonly string[] =>
  markdownTable(
    columns.map(({ title }) => title),
    columns.map(({ align }) => align),
    lines.map((line) => columns.map(({ title, of }) => (quoted.has(title) && of(line) !== '' ? code(of(line)) : of(line)))),
  );

const NAMES: ReadonlySet<string> = new Set(['']);

const foretold = (title: string, one: ForetellingReport | null): readonly (readonly string[])[] =>
  one === null
    ? []
    : [
        [`### ${title}`],
        foretellingSentences(one).map((line) => `- ${prose(line)}`),
        table(
          FORETOLD,
          one.figures.filter(({ step }) => step === null),
          NAMES,
        ),
      ];

/** Returns a calibration as Markdown, what the logs hold folded away. */
export const calibrationMarkdown = (report: CalibrateReport): string => {
  const { quantities, effect, backtest } = report;
  const [fitted, left] = [quantities.filter(({ after }) => after !== null), quantities.filter(({ after }) => after === null)];
  const rows = comparedRows(report);
  const blocks: readonly (readonly string[])[] = [
    [`## ${code(report.workflow)} fitted to usage logs`],
    [`${prose(coveredText(report))} · outlay ${report.tool.version}`],
    ...(fitted.length === 0 ? [] : [table(FITTED, fitted, QUOTED)]),
    ...(effect.after === null ? [] : [[`### What it does to ${code(report.scenario)}`], table(EFFECT, effectLines(report), new Set())]),
    ...(rows.length === 0
      ? []
      : [
          ['### Plan and logs'],
          table(comparedColumns(effect.after !== null), rows, NAMES),
          hintSentences(report, code).map((line) => `- ${prose(line)}`),
        ]),
    ...(backtest === null ? [] : foretold('The first half foretells the second', backtest.fitted)),
    ...(backtest === null ? [] : foretold('The plan as written foretells all of it', backtest.written)),
    ...(left.length === 0 ? [] : [folded(`Left as it is: ${left.length}`, table(LEFT, left, QUOTED))]),
    folded(
      'In the logs',
      logSentences(report, code).map((line) => `- ${prose(line)}`),
    ),
    [prose(writtenSentence(report, code))],
  ];
  return `${blocks
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};
