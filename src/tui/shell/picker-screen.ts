import { money } from '../../report/format.ts';
import type { MonthFigure } from '../live/month.ts';
import { beside, framed, listed, paragraph, rule } from '../paint/frame.ts';
import type { Line } from '../paint/line.ts';
import { padLine, said, span } from '../paint/span.ts';
import type { Area } from '../screens/screen.ts';
import { rowsOfPicker } from '../state/picker-rows.ts';
import type { Entry, Picker } from '../state/state.ts';

type Figures = NonNullable<Picker['months']>;

const mistakesText = (count: number): string => `${count} ${count === 1 ? 'mistake' : 'mistakes'}`;

/** What a workflow comes to, in a cell of the list. */
const figureCell = (figure: MonthFigure | undefined): Line => {
  switch (figure?.kind) {
    case undefined:
      return said('…', 'dim');
    case 'month':
      return said(money(figure.usd));
    case 'request':
      return said('no traffic', 'dim');
    case 'mistakes':
      return said(mistakesText(figure.count), 'bad');
    default:
      return figure satisfies never;
  }
};

/** The same in words, where there is room for them. */
const figureWords = (figure: MonthFigure | undefined): string => {
  switch (figure?.kind) {
    case undefined:
      return 'being worked out …';
    case 'month':
      return `${money(figure.usd)} in ${figure.scenario}`;
    case 'request':
      return `no traffic is given; one ${figure.unit} costs ${money(figure.usd)}`;
    case 'mistakes':
      return `it has ${mistakesText(figure.count)}: Enter shows ${figure.count === 1 ? 'it' : 'them'}`;
    default:
      return figure satisfies never;
  }
};

const rowOf = (entry: Entry, figures: Figures, chosen: boolean, columns: number): Line => {
  const shown = entry.kind === 'own' ? entry.path : entry.name;
  return [
    span(chosen ? '› ' : '  ', 'chosen'),
    ...padLine([span(shown, chosen ? 'chosen' : 'plain')], Math.max(10, columns - 14)),
    ...padLine(figureCell(figures.get(entry.path)), 12, 'right'),
  ];
};

const HEADS = { own: 'Workflows here', example: 'Examples that come with outlay' } as const;

/** The list with a head for each kind; which of its rows is the chosen one. */
const listOf = (
  rows: readonly Entry[],
  figures: Figures,
  chosen: number,
  columns: number,
): { readonly lines: readonly Line[]; readonly at: number } => {
  const lines: Line[] = [];
  let at = 0;
  for (const [index, entry] of rows.entries()) {
    if (rows[index - 1]?.kind !== entry.kind)
      lines.push(...(index > 0 ? [[]] : []), rule(HEADS[entry.kind], index === 0 ? 'first month' : '', columns));
    if (index === chosen) at = lines.length;
    lines.push(rowOf(entry, figures, index === chosen, columns));
  }
  return { lines, at };
};

const chain = (steps: readonly string[], columns: number): readonly Line[] => paragraph(steps.join(' → '), columns);

/** What the chosen workflow is; `month` is what it comes to, where the list has not said it all. */
const preview = (entry: Entry | undefined, month: string | null, columns: number): readonly Line[] =>
  entry === undefined
    ? []
    : [
        rule(entry.name, entry.kind === 'example' ? 'example' : '', columns),
        ...(entry.description === '' ? [] : [...paragraph(entry.description, columns), []]),
        ...(month === null ? [] : [said('first month', 'dim'), ...paragraph(month, columns), []]),
        said('steps', 'dim'),
        ...chain(entry.steps, columns),
        [],
        said('scenarios', 'dim'),
        ...paragraph(entry.scenarios.length === 0 ? 'none: figures per request only' : entry.scenarios.join(', '), columns),
        [],
        said(entry.kind === 'example' ? 'Enter looks at it, i makes a copy of your own' : 'Enter opens it', 'dim'),
      ];

const WELCOME =
  'There is no workflow in this folder yet. i begins one: six lines are enough. Or look at one of the examples that come with outlay.';

/** Returns the list of workflows with a preview of the chosen one. */
export const pickerLines = (picker: Picker, area: Area): readonly Line[] => {
  const { columns } = area;
  if (picker.entries === null) return framed([said('looking for workflows …', 'dim')], area);
  const rows = rowsOfPicker(picker);
  const figures: Figures = picker.months ?? new Map();
  const chosen = Math.min(picker.chosen, rows.length - 1);
  const wide = columns >= 96;
  const left = wide ? Math.floor(columns * 0.48) : columns;
  const none = picker.entries.every(({ kind }) => kind !== 'own');
  const head = [
    ...(none ? [...paragraph(WELCOME, left), []] : []),
    ...(picker.filter === '' ? [] : [said(`/${picker.filter} · ${rows.length} of ${picker.entries.length}`, 'dim')]),
  ];
  const { lines, at } = listOf(rows, figures, chosen, left);
  const entry = rows[chosen];
  const month = wide && entry !== undefined ? figureWords(figures.get(entry.path)) : null;
  const about = preview(entry, month, wide ? columns - left - 3 : columns);
  const room = wide ? area.rows - head.length : Math.max(4, area.rows - head.length - about.length - 1);
  const list = [...head, ...listed(lines, at, Math.max(0, at - (room >> 1)), room)];
  if (!wide) return framed([...list, [], ...about], area);
  return framed(
    beside([
      { lines: list, columns: left },
      { lines: about, columns: columns - left - 3 },
    ]),
    area,
  );
};
