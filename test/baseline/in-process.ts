import type { Outcome } from '../../src/cli/process.ts';
import type { TestRepository } from '../support/repository.ts';

/** Runs a command of the command line in this process: in the repository's folder, with nothing of this one's environment. */
export const inside = async (
  { root }: TestRepository,
  command: () => Promise<Outcome>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> => {
  const [cwd, kept] = [process.cwd(), process.env];
  process.env = { PATH: kept['PATH'], OUTLAY_AS_OF: '2026-11-20', COLUMNS: '100', ...environment };
  process.chdir(root);
  try {
    return await command();
  } finally {
    process.chdir(cwd);
    process.env = kept;
  }
};
