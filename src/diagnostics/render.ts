import type { Diagnostic } from './diagnostic.ts';
import { visible } from './escape.ts';
import { lineText, placeText, positionAt, type Span } from './source.ts';

/** How many problems are printed; the rest is counted. */
const SHOWN = 20;

/** A problem as it is printed: a diagnostic, or a finding with the id of its rule. */
export type Rendered = Omit<Diagnostic, 'code'> & { readonly code: string };

const WINDOW = 100;

/** Paints parts of a message; the identity where colour is off. */
export type Paint = (style: 'error' | 'warning' | 'dim' | 'bold' | 'accent', text: string) => string;

/** Text without colour. */
export const plain: Paint = (_style, text) => text;

/** Cuts a long line around the caret, so that a 64 KB scalar prints as one row. */
const excerpt = (line: string, from: number, to: number): { text: string; from: number; width: number } => {
  // A tab shows as one arrow, so that the caret below it stands right.
  const characters = [...line.replaceAll('\t', '→')];
  const start = characters.length <= WINDOW ? 0 : Math.max(0, from - WINDOW / 2);
  const shown = characters.slice(start, start + WINDOW);
  const head = start > 0 ? '…' : '';
  const tail = start + WINDOW < characters.length ? '…' : '';
  const before = visible(shown.slice(0, from - start).join(''));
  const marked = visible(shown.slice(from - start, to - start).join(''));
  return {
    text: head + visible(shown.join('')) + tail,
    from: head.length + columnsOf(before),
    width: Math.max(1, columnsOf(marked)),
  };
};

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/gu;

/** Latin text, arrows, frames, blocks and braille: all that a report itself is written in takes one column a character. */
const NARROW = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2030-\u22ff\u2500-\u25fc\u2800-\u28ff]*$/;

/** Returns how many terminal columns a text takes: East Asian wide characters and emoji two, combining marks none. */
export const columnsOf = (text: string): number =>
  NARROW.test(text) ? text.length : [...text.replace(/[\p{Mn}\p{Me}]/gu, '')].length + (text.match(WIDE)?.length ?? 0);

const withLine = (span: Span, label: string, severity: Diagnostic['severity'], paint: Paint): readonly string[] => {
  const { line, column } = positionAt(span.file, span.start);
  const end = positionAt(span.file, Math.max(span.start, span.end));
  const text = lineText(span.file, line);
  const lastColumn = end.line === line ? end.column : [...text].length + 1;
  const shown = excerpt(text, column - 1, Math.max(column, lastColumn - 1 + (lastColumn === column ? 1 : 0)));
  const gutter = ' '.repeat(String(line).length);
  const mark = `${'^'.repeat(Math.min(shown.width, WINDOW))}${label === '' ? '' : ` ${visible(label)}`}`;
  return [
    paint('dim', `${gutter} |`),
    `${paint('dim', `${line} |`)} ${shown.text}`,
    `${paint('dim', `${gutter} |`)} ${' '.repeat(shown.from)}${paint(severity, mark)}`,
  ];
};

/** Returns one problem as text: message, place, line with caret and label, remedies. */
const renderOne = (problem: Rendered, paint: Paint): string => {
  const lines = [`${paint(problem.severity, `${problem.severity}[${problem.code}]`)}: ${visible(problem.message)}`];
  const { span, label } = problem;
  if (span !== null) {
    lines.push(paint('dim', `  --> ${visible(placeText(span))}`));
    const whole = span.start === 0 && span.end === 0;
    if (!whole && !span.file.confidential) lines.push(...withLine(span, label, problem.severity, paint));
    else if (label !== '') lines.push(`   = ${visible(label)}`);
  }
  for (const help of problem.help) lines.push(`   = ${visible(help)}`);
  return lines.join('\n');
};

/**
 * Returns problems as text for a person, errors before warnings and by place, at most twenty unless told otherwise, then the
 * count of the rest. Text that comes from files is escaped here and nowhere else.
 */
export const renderDiagnostics = (problems: readonly Rendered[], paint: Paint = plain, most = SHOWN): string => {
  const files = [...new Set(problems.map(({ span }) => span?.file))];
  const rank = ({ severity, span }: Rendered): readonly number[] => [
    severity === 'error' ? 0 : 1,
    files.indexOf(span?.file),
    span?.start ?? 0,
  ];
  const sorted = problems
    .map((problem, index) => ({ problem, rank: [...rank(problem), index] }))
    .sort((a, b) => a.rank.map((part, at) => part - (b.rank[at] ?? 0)).find((difference) => difference !== 0) ?? 0)
    .map(({ problem }) => problem);
  const blocks = sorted.slice(0, most).map((problem) => renderOne(problem, paint));
  if (sorted.length > most) blocks.push(`… and ${sorted.length - most} more`);
  return blocks.join('\n\n');
};
