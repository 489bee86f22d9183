import { existsSync } from 'node:fs';
import { Problems } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { plan } from './plan.ts';
import type { Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';

/** `outlay <path>`: the plan, until there is an app to open. A mistyped command is told from a missing file. */
export const open = async (path: string, commands: readonly string[], options: CommonOptions): Promise<Outcome> => {
  const [command] = nearest(path, commands);
  if (path === '-' || existsSync(path) || command === undefined) return plan(path, options);
  const problems = new Problems();
  problems.error('options', null, `no command and no file is called "${path}"`, { help: [`did you mean "outlay ${command}"?`] });
  return refused(problems, options);
};
