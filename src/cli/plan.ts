import { toJson } from '../report/json.ts';
import { type CommonOptions, prepare } from './command.ts';
import { EXIT, type Outcome } from './process.ts';

/** `outlay plan`: prints the projection of a workflow as text or JSON. */
export const plan = async (path: string, options: CommonOptions & { readonly format?: string }): Promise<Outcome> => {
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  return { stdout: toJson(ready.report), stderr: ready.warnings, code: EXIT.ok };
};
