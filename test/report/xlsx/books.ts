import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folderOf } from '../../cli/project.ts';
import { runOutlay } from '../../nasty/run.ts';
import { type ReadCell, type ReadWorkbook, readWorkbook } from './read.ts';

const root = join(import.meta.dirname, '../../..');

/** A file that `outlay report` wrote. */
export const reported = async (
  path: string,
  name: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Buffer> => {
  const folder: Folder = folderOf();
  try {
    const file = join(folder.path, name);
    const all = ['report', path, '-o', file, '--as-of', '2026-11-20', '--runs', '200', '--quiet', ...args];
    const { code, stderr } = await runOutlay(all, { cwd: root, env: environment });
    if (code !== 0) throw new Error(stderr);
    return readFileSync(file);
  } finally {
    folder.remove();
  }
};

/** A workbook that `outlay report` wrote, read. */
export const bookOf = async (path: string, args: readonly string[] = []): Promise<ReadWorkbook> =>
  readWorkbook(await reported(path, 'plan.xlsx', args));

/** The rows of a sheet: cells by the headings of the line that names the given ones. */
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
