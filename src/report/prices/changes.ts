import { visibleWithin } from '../../diagnostics/escape.ts';
import type { ModelDifference } from '../../pricing/differences.ts';
import type { Import } from '../../pricing/import/compare.ts';
import { type Cell, type Column, tableLines } from '../table.ts';
import { asText, faint, type PriceStyle, priceText } from './style.ts';

const DIFF: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 12 },
  { title: 'figure', align: 'left', drop: 0, shrinkTo: 32 },
  { title: 'before', align: 'left', drop: 0, shrinkTo: 8 },
  { title: 'after', align: 'left', drop: 0, shrinkTo: 8 },
];

/** Returns what changed between two sets of tables. */
export const diffText = (differences: readonly ModelDifference[], style: PriceStyle): string => {
  if (differences.length === 0) return 'no difference\n';
  const rows = differences.flatMap((difference): readonly (readonly Cell[])[] => {
    const name = { text: difference.id };
    if (difference.kind !== 'changed') return [[name, { text: difference.kind }, { text: '' }, { text: '' }]];
    return difference.figures.map(({ figure, before, after }) => [name, { text: figure }, { text: before ?? '–' }, { text: after ?? '–' }]);
  });
  const note = `${differences.length} ${differences.length === 1 ? 'model differs' : 'models differ'}`;
  return asText([...tableLines(DIFF, rows, style.width, faint(style)), '', faint(style)(note)]);
};

const IMPORT: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 20 },
  { title: 'figure', align: 'left', drop: 0 },
  { title: 'now', align: 'right', drop: 0 },
  { title: 'listed', align: 'right', drop: 0 },
  { title: '', align: 'left', drop: 1 },
];

/** New models beyond this are counted: a catalogue may list thousands. */
const MOST_NEW = 20;

const reasonOf = ({ outcome, model }: Import): string => {
  if (outcome !== 'kept') return outcome;
  return `kept: ${model?.rows.at(-1)?.confidence ?? 'higher'} confidence`;
};

const importRows = (imports: readonly Import[]): readonly (readonly Cell[])[] =>
  imports.flatMap((one): readonly (readonly Cell[])[] => {
    const { id, outcome, moved, listing } = one;
    if (outcome === 'same') return [];
    if (outcome === 'confirmed') return [[{ text: id }, { text: 'confidence' }, { text: 'low' }, { text: 'medium' }, { text: outcome }]];
    if (outcome !== 'new') {
      return moved.map(({ figure, now, listed }) => [
        { text: id },
        { text: figure },
        { text: priceText(now) },
        { text: priceText(listed) },
        { text: reasonOf(one) },
      ]);
    }
    const prices = `${priceText(listing.prices.input)} in, ${priceText(listing.prices.output)} out`;
    return [[{ text: id }, { text: 'new' }, { text: '–' }, { text: prices }, { text: 'new' }]];
  });

/** Returns what an import would change, or has changed where files were written. */
export const importText = (format: string, imports: readonly Import[], files: readonly string[], style: PriceStyle): string => {
  const of = (outcome: Import['outcome']): readonly Import[] => imports.filter((one) => one.outcome === outcome);
  const shown = [...of('changed'), ...of('confirmed'), ...of('kept'), ...of('new').slice(0, MOST_NEW)];
  const hidden = of('new').length - MOST_NEW;
  const rows = importRows(shown);
  const counts = (['changed', 'confirmed', 'kept', 'new', 'same'] as const).map((outcome) => `${of(outcome).length} ${outcome}`);
  const written = files.map((file) => `written: ${visibleWithin(file, 200)}`);
  return asText([
    ...(rows.length === 0 ? [] : [...tableLines(IMPORT, rows, style.width, faint(style)), '']),
    ...(hidden > 0 ? [faint(style)(`and ${hidden} more new models`), ''] : []),
    faint(style)(`${format}: ${imports.length} models with a price of tokens: ${counts.join(', ')}`),
    ...(files.length > 0 ? written : [faint(style)('nothing is written; -o <folder> writes tables')]),
  ]);
};
