import type { Texts } from '../../../planning/texts.ts';
import { count } from '../../../report/format.ts';
import { type Bin, histogramOf, quantileOf } from '../../../tokens/summary.ts';
import { barLine } from '../../paint/bars.ts';
import { rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { said } from '../../paint/span.ts';
import { type Column, table } from '../../paint/table.ts';
import type { ScreenState } from '../screen.ts';
import { familyOf } from './sets.ts';

const BINS: readonly Column[] = [
  { title: '', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 0, stretch: { least: 6, most: 48 } },
  { title: '', align: 'right', drop: 0 },
];

/** As few bins as there are rows: neighbours stand together. */
const fewer = (bins: readonly Bin[], rows: number): readonly Bin[] => {
  if (bins.length <= Math.max(1, rows)) return bins;
  const pairs = bins.flatMap((bin, index) => {
    const next = bins[index + 1];
    return index % 2 === 1 ? [] : [next === undefined ? bin : { from: bin.from, to: next.to, texts: bin.texts + next.texts }];
  });
  return fewer(pairs, rows);
};

/** How many texts have how many tokens, a line for each stretch of tokens; few texts make no histogram. */
const histogram = (values: readonly number[], columns: number, rows: number): readonly Line[] => {
  const bins = values.length < 6 || rows < 2 ? [] : fewer(histogramOf(values), rows);
  const most = Math.max(1, ...bins.map(({ texts }) => texts));
  const laid = table(
    BINS,
    bins.map(({ from, to, texts }) => [
      said(`${count(from)} to ${count(to)}`, 'dim'),
      (cells: number) => barLine(texts / most, cells),
      said(count(texts)),
    ]),
    { columns, chosen: null },
  );
  return laid.rows;
};

/** Returns how the tokens of the texts of a set are spread; nothing where there is no room. */
export const spreadPanel = (
  texts: Texts,
  state: ScreenState,
  set: number,
  room: { readonly columns: number; readonly rows: number },
): readonly Line[] => {
  const own = texts.sets[set];
  if (own === undefined || room.rows < 5) return [];
  const family = familyOf(texts, state);
  const sorted = Float64Array.from(own.texts, ({ tokens }) => tokens[family] ?? 0).sort();
  const at = (p: number): number => quantileOf(sorted, p);
  const mean = sorted.reduce((sum, tokens) => sum + tokens, 0) / sorted.length;
  const figures = `p50 ${count(at(0.5))} · p95 ${count(at(0.95))} · max ${count(at(1))} · mean ${count(mean)}`;
  return [
    rule(`${own.name}: ${own.texts.length} ${own.texts.length === 1 ? 'text' : 'texts'}`, '', room.columns),
    said(figures),
    ...histogram([...sorted], room.columns, room.rows - 2),
  ];
};
