import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readQuantity } from '../quantity/read.ts';
import { readScalar, type Unit } from '../quantity/scalar.ts';
import type { RawQuantity } from '../quantity/shape.ts';
import type { Path, YamlDocument } from '../yaml/read.ts';
import type { Named, Stated } from './spec.ts';

/** What the rim hands to the core for reading the files that a workflow names; problems are reported at `at`. */
export type Loader = {
  /** A text file, by its path relative to the file that names it. */
  readonly text: (path: string, from: SourceFile, at: Span) => SourceFile | undefined;
  /** The files that paths and globs match, in the order of their names. */
  readonly matching: (patterns: readonly string[], from: SourceFile, at: Span) => readonly SourceFile[] | undefined;
  /** Whether a path names a file, to catch a path given as text. */
  readonly exists: (path: string, from: SourceFile) => boolean;
};

/** One YAML file being read: its positions, where problems go, and how other files are had. */
export type Reading = { readonly doc: YamlDocument; readonly problems: Problems; readonly loader: Loader };

const oneLine = (span: Span): string => span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, ' ').trim();

/** Returns a quantity with its place and text; its problems are reported at their own places. */
export const stated = (reading: Reading, raw: RawQuantity | undefined, unit: Unit, path: Path): Stated | null => {
  if (raw === undefined) return null;
  const at = reading.doc.spanOf(path);
  const quantity = readQuantity(raw, unit, (inner, problem, label) =>
    reading.problems.error('bad-quantity', reading.doc.spanOf([...path, ...inner]), problem, { label }),
  );
  return quantity === undefined ? null : { quantity, at, text: oneLine(at), unit };
};

/** Returns a plain number in the unit's measure, or null where it is absent or reported. */
export const scalarAt = (reading: Reading, raw: number | string | undefined, unit: Unit, path: Path): number | null => {
  if (raw === undefined) return null;
  const scalar = readScalar(raw, unit);
  if ('value' in scalar) return scalar.value;
  reading.problems.error('bad-quantity', reading.doc.spanOf(path), scalar.problem, { label: scalar.label });
  return null;
};

/** `12k per day`: returns the quantity and what it is per, or reports what is missing. */
export const statedRate = (
  reading: Reading,
  raw: number | string,
  unit: Unit,
  periods: readonly string[],
  path: Path,
): { readonly stated: Stated; readonly per: string } | null => {
  const text = String(raw).trim();
  const match = /^(.*?\S)\s+per\s+([a-z ]+)$/.exec(text);
  const per = match?.[2];
  if (match === null || per === undefined || !periods.includes(per)) {
    reading.problems.error(
      'bad-quantity',
      reading.doc.spanOf(path),
      per === undefined ? `"${text.slice(0, 60)}" does not say per what` : `"${text.slice(0, 60)}": it cannot be per ${per.slice(0, 40)}`,
      {
        label: `write ${/ per /.test(text) ? '…' : text} per ${periods[0]}`,
        help: [`it may be per ${periods.join(', ')}`],
      },
    );
    return null;
  }
  const quantity = stated(reading, match[1], unit, path);
  return quantity === null ? null : { stated: { ...quantity, text }, per };
};

/** `1024x768`: returns the sides of a picture in pixels, or reports what is wrong. */
export const readSize = (reading: Reading, raw: string, path: Path): { readonly width: number; readonly height: number } | null => {
  const match = /^\s*([1-9]\d{0,5})\s*[x×]\s*([1-9]\d{0,5})\s*$/.exec(raw);
  if (match) return { width: Number(match[1]), height: Number(match[2]) };
  reading.problems.error('bad-value', reading.doc.spanOf(path), `"${visibleWithin(raw, 40)}" is no size of a picture`, {
    label: 'write width x height in pixels: 1024x768',
  });
  return null;
};

/** Returns names with their places. */
export const namesAt = (reading: Reading, names: readonly string[], path: Path): readonly Named[] =>
  names.map((name, index) => ({ name, at: reading.doc.spanOf([...path, index]) }));

/** Reports a name that is not known, with the nearest one. */
export const unknownName = (reading: Reading, kind: string, name: string, at: Span, known: Iterable<string>): undefined =>
  reading.problems.error('unknown-name', at, `no ${kind} is called "${visibleWithin(name, 60)}"`, { label: didYouMean(name, known) });
