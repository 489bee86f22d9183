import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROGRAM = process.env['SOFFICE'] ?? 'soffice';

/**
 * Lets LibreOffice open some workbooks, compute them and save them again. Throws where it is missing: a check that was not
 * made is no pass.
 */
export const recalculated = (workbooks: readonly Uint8Array[]): readonly Uint8Array[] => {
  const folder = mkdtempSync(join(tmpdir(), 'outlay-office-'));
  try {
    const names = workbooks.map((bytes, index) => {
      writeFileSync(join(folder, `book${index}.xlsx`), bytes);
      return `book${index}.xlsx`;
    });
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    const run = spawnSync(
      PROGRAM,
      [profile, '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(folder, 'out'), ...names],
      { cwd: folder, encoding: 'utf8', timeout: 280_000 },
    );
    if (run.error !== undefined) throw new Error(`LibreOffice cannot be run (${PROGRAM}): ${run.error.message}. Install libreoffice-calc.`);
    if (run.status !== 0) throw new Error(`LibreOffice ended with ${run.status}: ${run.stderr}`);
    return names.map((name) => readFileSync(join(folder, 'out', name)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
