import { beside, framed, listed, paragraph, rule } from '../paint/frame.ts';
import type { Line } from '../paint/line.ts';
import { padLine, said, span } from '../paint/span.ts';
import type { Area } from '../screens/screen.ts';
import { rowsOfPicker } from '../state/picker-rows.ts';
import type { Entry, Picker } from '../state/state.ts';

const rowOf = (entry: Entry, chosen: boolean, columns: number): Line => {
  const shown = entry.kind === 'own' ? entry.path : entry.name;
  const steps = `${entry.steps.length} ${entry.steps.length === 1 ? 'step' : 'steps'}`;
  return [
    span(chosen ? '› ' : '  ', 'chosen'),
    ...padLine([span(shown, chosen ? 'chosen' : 'plain')], Math.max(10, columns - 14)),
    ...padLine([span(steps, 'dim')], 12, 'right'),
  ];
};

const HEADS = { own: 'Workflows here', example: 'Examples that come with outlay' } as const;

/** The list with a head for each kind; which of its rows is the chosen one. */
const listOf = (rows: readonly Entry[], chosen: number, columns: number): { readonly lines: readonly Line[]; readonly at: number } => {
  const lines: Line[] = [];
  let at = 0;
  for (const [index, entry] of rows.entries()) {
    if (rows[index - 1]?.kind !== entry.kind) lines.push(...(index > 0 ? [[]] : []), rule(HEADS[entry.kind], '', columns));
    if (index === chosen) at = lines.length;
    lines.push(rowOf(entry, index === chosen, columns));
  }
  return { lines, at };
};

const chain = (steps: readonly string[], columns: number): readonly Line[] => paragraph(steps.join(' → '), columns);

const preview = (entry: Entry | undefined, columns: number): readonly Line[] =>
  entry === undefined
    ? []
    : [
        rule(entry.name, entry.kind === 'example' ? 'example' : '', columns),
        ...(entry.description === '' ? [] : [...paragraph(entry.description, columns), []]),
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
  const chosen = Math.min(picker.chosen, rows.length - 1);
  const wide = columns >= 96;
  const left = wide ? Math.floor(columns * 0.48) : columns;
  const none = picker.entries.every(({ kind }) => kind !== 'own');
  const head = [
    ...(none ? [...paragraph(WELCOME, left), []] : []),
    ...(picker.filter === '' ? [] : [said(`/${picker.filter} · ${rows.length} of ${picker.entries.length}`, 'dim')]),
  ];
  const { lines, at } = listOf(rows, chosen, left);
  const about = preview(rows[chosen], wide ? columns - left - 3 : columns);
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
