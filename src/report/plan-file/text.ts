import { visibleWithin } from '../../diagnostics/escape.ts';
import type { Comparison, Moved } from './compare.ts';

const MOST_SHOWN = 20;
const LONGEST = 100;

const shown = (value: unknown): string => {
  if (value === undefined) return 'none';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : visibleWithin(String(value), LONGEST);
};

const share = ({ before, now }: Moved): string => {
  if (typeof before !== 'number' || typeof now !== 'number' || before === 0) return '';
  const percent = Number((100 * (now / before - 1)).toPrecision(2));
  return percent === 0 ? '' : `  (${percent > 0 ? '+' : ''}${percent} %)`;
};

const movedLine = (moved: Moved, width: number): string =>
  `  ${visibleWithin(moved.figure, LONGEST).padEnd(width)}  ${shown(moved.before)} → ${shown(moved.now)}${share(moved)}`;

const movedLines = (list: readonly Moved[]): readonly string[] => {
  const first = list.slice(0, MOST_SHOWN);
  const width = Math.max(...first.map(({ figure }) => visibleWithin(figure, LONGEST).length));
  const more = list.length > MOST_SHOWN ? [`  and ${list.length - MOST_SHOWN} more`] : [];
  return ['What moved:', ...first.map((moved) => movedLine(moved, width)), ...more];
};

const changedLines = (changed: readonly string[], moved: boolean): readonly string[] => {
  if (changed.length > 0) return ['What went in and is another now:', ...changed.map((line) => `  ${visibleWithin(line, 200)}`)];
  return moved ? ['Nothing that went in has changed: this outlay computes otherwise.'] : [];
};

/** Returns what has become of a plan on file, for people. */
export const comparisonText = (name: string, { figures, moved, changed }: Comparison): string => {
  const all = figures.toLocaleString('en-US');
  const verdict =
    moved.length === 0
      ? `The same inputs still give the same ${all} figures.`
      : `${moved.length.toLocaleString('en-US')} of ${all} figures moved.`;
  const lines = [
    `${visibleWithin(name, 200)}: ${verdict}`,
    ...changedLines(changed, moved.length > 0),
    ...(moved.length === 0 ? [] : movedLines(moved)),
  ];
  return `${lines.join('\n')}\n`;
};
