import type { TextFamily, Texts } from '../../../planning/texts.ts';
import { count, fixed } from '../../../report/format.ts';
import { barLine } from '../../paint/bars.ts';
import { beside, framed, paragraph, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said, span } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import type { Area, Screen, ScreenState } from '../screen.ts';
import { commandLine, priceOptions, scenarioOption, shellLine } from '../twin.ts';
import { partRows } from './parts.ts';
import { partsPanel } from './parts-panel.ts';
import { tokenLines } from './pieces.ts';
import { chosenText, familyOf, samePlace, type TextRow, type TokensShown, textRows } from './sets.ts';
import { spreadPanel } from './spread.ts';

/** From here on the chosen text stands beside the list. */
const TWO_COLUMNS = 90;

const LIST: readonly Column[] = [
  { title: 'text', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'tokens', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 2, stretch: { least: 4, most: 16 } },
];

const exactness = ({ band }: TextFamily): string => (band === null ? 'exact' : `±${fixed(band * 100, 0)} %`);

const list = (
  texts: Texts,
  state: ScreenState,
  rows: readonly TextRow[],
  room: { readonly columns: number; readonly rows: number; readonly chosen: number },
): readonly Line[] => {
  const family = texts.families[familyOf(texts, state)];
  const most = Math.max(Number.EPSILON, rows[0]?.tokens ?? 0);
  const laid = table(
    LIST,
    rows.map(({ name, tokens }) => [said(name), said(count(tokens)), (cells: number) => barLine(tokens / most, cells)]),
    { columns: room.columns, chosen: room.chosen, list: { rows: Math.max(2, room.rows - 3), scroll: state.scroll } },
  );
  const all = texts.sets.reduce((sum, { texts: own }) => sum + own.length, 0);
  const note = state.filter === '' ? 'longest first' : `match "${state.filter}"`;
  const by =
    family === undefined ? 'no model here counts texts' : `counted as ${family.name}, ${exactness(family)}: ${family.models.join(', ')}`;
  return [rule(`${rows.length} of ${all} texts`, note, room.columns), said(by, 'dim'), laid.head, ...laid.rows];
};

/** The chosen text with the borders of its tokens. */
const textPanel = (
  shown: TokensShown,
  texts: Texts,
  state: ScreenState,
  row: TextRow,
  room: { readonly columns: number; readonly rows: number },
): readonly Line[] => {
  const family = texts.families[row.place.family];
  const estimated = family !== undefined && family.band !== null;
  const note = estimated ? `borders of the public encoding nearest to ${family.name}` : 'borders as the model sees them';
  const where = row.file === '' ? '' : ` · ${row.file}`;
  const head = rule(`${row.name} · ${count(row.tokens)} tokens`, `${note}${where}`, room.columns);
  const chosen = chosenText(texts, state);
  const { cut } = shown;
  const known = cut !== undefined && chosen !== null && samePlace(cut.place, chosen);
  return [head, ...(known ? tokenLines(cut.tokens, room.columns, room.rows - 1) : [said('its tokens are being looked up …', 'dim')])];
};

const wide = (
  shown: TokensShown,
  texts: Texts,
  state: ScreenState,
  rows: readonly TextRow[],
  area: Area,
  chosen: number,
): readonly Line[] => {
  const side = Math.min(64, Math.floor(area.columns * 0.42));
  const main = area.columns - side - 3;
  const row = rows[chosen];
  const low = area.rows < 18 ? 0 : Math.floor(area.rows * 0.36);
  const spread = row === undefined ? [] : spreadPanel(texts, state, row.place.set, { columns: side, rows: low });
  const top = list(texts, state, rows, { columns: side, rows: area.rows - spread.length - (spread.length > 0 ? 1 : 0), chosen });
  const parts = partsPanel(shown, { columns: main, rows: low + 2, chosen: null, scroll: 0 });
  const text =
    row === undefined
      ? []
      : textPanel(shown, texts, state, row, { columns: main, rows: area.rows - parts.length - (parts.length > 0 ? 1 : 0) });
  const padded = (lines: readonly Line[], below: readonly Line[]): readonly Line[] =>
    below.length === 0 ? lines : [...lines, ...Array.from({ length: area.rows - lines.length - below.length }, (): Line => []), ...below];
  return beside([
    { lines: padded(top, spread), columns: side },
    { lines: padded(text, parts), columns: main },
  ]);
};

const narrow = (
  shown: TokensShown,
  texts: Texts,
  state: ScreenState,
  rows: readonly TextRow[],
  area: Area,
  chosen: number,
): readonly Line[] => {
  const row = rows[chosen];
  const half = Math.max(5, Math.floor(area.rows * 0.5));
  const top = list(texts, state, rows, { columns: area.columns, rows: half, chosen });
  const left = area.rows - top.length;
  const spread =
    row === undefined || left < 10 ? [] : spreadPanel(texts, state, row.place.set, { columns: area.columns, rows: 5 }).slice(0, 2);
  const text = row === undefined ? [] : textPanel(shown, texts, state, row, { columns: area.columns, rows: left - spread.length });
  return [...top, ...spread, ...text];
};

/** Without texts there is still what the prompts are made of. */
const untexted = (shown: TokensShown, state: ScreenState, { columns, rows }: Area): readonly Line[] => {
  const words =
    shown.texts === undefined
      ? 'The texts of this workflow are being counted …'
      : 'This workflow names no text: its tokens are stated. Count real ones with inputs: { question: { samples: samples/*.txt } }.';
  const head = paragraph(words, columns, 'dim');
  const parts = partRows(shown.forecast.projection).length;
  const chosen = parts === 0 ? null : Math.min(Math.max(0, state.chosen), parts - 1);
  return [...partsPanel(shown, { columns, rows: rows - head.length - 1, chosen, scroll: state.scroll }), [], ...head];
};

const draw = (shown: TokensShown, state: ScreenState, area: Area): readonly Line[] => {
  const { texts } = shown;
  if (texts === undefined || texts.sets.length === 0) return framed(untexted(shown, state, area), area);
  const rows = textRows(texts, state);
  const chosen = Math.min(Math.max(0, state.chosen), rows.length - 1);
  const none = rows.length === 0 ? [span(`No text matches "${state.filter}".`, 'warn')] : null;
  const drawn = (area.columns >= TWO_COLUMNS ? wide : narrow)(shown, texts, state, rows, area, chosen);
  return framed(none === null ? drawn : [none, ...drawn], area);
};

/** The samples of the first set, as the command that counts them takes them. */
const twin = (shown: TokensShown): string => {
  const set = shown.texts?.sets.find(({ kind }) => kind === 'samples');
  if (set === undefined) return commandLine(shown, 'explain', scenarioOption(shown));
  const files = new Set(set.texts.map(({ file }) => file));
  const field = set.field === null ? [] : ['--field', set.field];
  const models = (shown.texts?.families ?? []).flatMap(({ models: [first] }) => (first === undefined ? [] : ['--model', first]));
  return shellLine(['outlay', 'tokens', ...files, ...field, ...models, ...priceOptions(shown)]);
};

export const tokensScreen: Screen = {
  id: 'tokens',
  title: 'Tokens',
  key: '6',
  says: 'The texts that are counted, how long they are, where tokens end, and what one request sends.',
  twin,
  count: (shown: TokensShown, state) => {
    const { texts } = shown;
    return texts === undefined || texts.sets.length === 0 ? partRows(shown.forecast.projection).length : textRows(texts, state).length;
  },
  draw,
};
