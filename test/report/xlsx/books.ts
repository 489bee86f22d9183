import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../../cli/project.ts';
import { runOutlay } from '../../nasty/run.ts';
import type { ReadCell, ReadWorkbook } from './read.ts';

const root = join(import.meta.dirname, '../../..');

/** Writes a report into files of these names in one go, and returns what they hold. */
export const reported = async (
  path: string,
  names: readonly string[],
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly Buffer[]> => {
  const folder = folderOf();
  try {
    const files = names.map((name) => join(folder.path, name));
    const dated = ['--as-of', '2026-11-20', '--runs', '200', '--quiet'];
    const all = ['report', path, ...files.flatMap((file) => ['-o', file]), ...dated, ...args];
    const { code, stderr } = await runOutlay(all, { cwd: root, env: environment });
    if (code !== 0) throw new Error(stderr);
    return files.map((file) => readFileSync(file));
  } finally {
    folder.remove();
  }
};

/** The rows of a sheet below the line in which a heading stands: cells by the headings of that line. */
export const rowsUnder = (
  book: ReadWorkbook,
  sheet: string,
  heading: string,
): readonly Readonly<Record<string, ReadCell | undefined>>[] => {
  const cells = book.sheets.get(sheet) ?? new Map<string, ReadCell>();
  const split = [...cells].map(([address, cell]) => ({
    column: address.replace(/\d+/, ''),
    row: Number(address.replace(/\D+/, '')),
    cell,
  }));
  const head = split.find(({ cell }) => cell.text === heading)?.row ?? 0;
  const names = new Map(split.filter(({ row }) => row === head).map(({ column, cell }) => [column, cell.text ?? '']));
  const rows = new Map<number, Record<string, ReadCell>>();
  for (const { column, row, cell } of split) if (row > head) rows.set(row, { ...rows.get(row), [names.get(column) ?? column]: cell });
  return [...rows.values()];
};
