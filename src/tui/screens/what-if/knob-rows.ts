import type { Knob } from '../../knobs/knob.ts';
import { inlineYaml, type Plain } from '../../knobs/scale.ts';
import { positionOf, setTo } from '../../knobs/turn.ts';
import { track } from '../../paint/bars.ts';
import { listed, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { fitLine, padLine, said, span } from '../../paint/span.ts';
import type { Turned } from '../turned.ts';

/** Returns a knob's value as its row shows it: a model without its provider, percentiles without their braces. */
export const valueText = (value: Plain): string =>
  (typeof value === 'string' ? value : inlineYaml(value))
    .replace(/^[a-z][\w-]*\/(?=[\w.:-]+$)/, '')
    .replace(/^\{ (.*) \}$/, '$1')
    .replace(/ per month$/, '')
    .replace(/ per /g, '/');

const isTurned = (knob: Knob, shown: Turned): boolean =>
  JSON.stringify(setTo(knob, shown.settings)) !== JSON.stringify(setTo(knob, shown.against));

/** The cells of a row: its mark and star, its label, its track, its value. */
type Widths = { readonly label: number; readonly track: number; readonly value: number };

const widthsOf = (columns: number): Widths => {
  const free = Math.max(20, columns - 6);
  const label = Math.min(30, Math.max(14, Math.floor(free * 0.45)));
  const value = Math.min(30, Math.max(10, Math.floor(free * 0.4)));
  return { label, value, track: Math.max(3, free - label - value) };
};

const knobRow = (knob: Knob, shown: Turned, chosen: boolean, widths: Widths): Line => {
  const away = isTurned(knob, shown);
  return [
    span(chosen ? '› ' : '  ', 'chosen'),
    ...padLine([span(knob.label, chosen ? 'chosen' : 'plain')], widths.label),
    span(' '),
    ...track(positionOf(knob, shown.settings), widths.track, away ? 'accent' : 'bar'),
    span(' '),
    ...padLine([span(valueText(setTo(knob, shown.settings)), away ? 'strong' : 'plain')], widths.value, 'right'),
    span(away ? ' *' : '  ', 'accent'),
  ];
};

const HEADS: Readonly<Record<Knob['group'], string>> = {
  traffic: '',
  calls: 'models and caches',
  steps: 'what steps write and take',
  everything: 'everything else in the YAML',
};

/** Rows with a faint head where another part of the list begins. */
const rowsOf = (
  knobs: readonly Knob[],
  shown: Turned,
  chosen: number,
  columns: number,
): { readonly lines: readonly Line[]; readonly at: number } => {
  const widths = widthsOf(columns);
  const lines: Line[] = [];
  let at = 0;
  for (const [index, knob] of knobs.entries()) {
    if (index > 0 && knobs[index - 1]?.group !== knob.group) lines.push(said(`  ${HEADS[knob.group]}`, 'dim'));
    if (index === chosen) at = lines.length;
    lines.push(knobRow(knob, shown, index === chosen, widths));
  }
  return { lines, at };
};

/** What the chosen knob was written as, and how it turns. */
const noteOf = (knob: Knob | undefined, columns: number): Line => {
  if (knob === undefined) return said('no knob has this word', 'dim');
  const written = `written ${inlineYaml(knob.written)}`;
  return fitLine([span(`  ${knob.target.kind === 'path' ? `${knob.id} · ` : ''}${written}`, 'dim')], columns);
};

/** Returns the knobs that pass the filter, as many rows as there are; `chosen` is in sight. */
export const knobRows = (
  shown: Turned,
  knobs: readonly Knob[],
  chosen: number,
  filter: string,
  columns: number,
  rows: number,
): readonly Line[] => {
  const { lines, at } = rowsOf(knobs, shown, chosen, columns);
  const note = filter === '' ? `${shown.settings.size} turned` : `/${filter} · ${knobs.length} of ${shown.knobs.length}`;
  const room = Math.max(1, rows - 2);
  return [
    rule('Knobs', shown.settings.size === 0 && filter === '' ? `${knobs.length}` : note, columns),
    ...Array.from({ length: room }, (_, row) => listed(lines, at, Math.max(0, at - (room >> 1)), room)[row] ?? []),
    noteOf(knobs[chosen], columns),
  ];
};
