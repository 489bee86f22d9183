import { type CommonOptions, prepare } from './command.ts';
import { EXIT, type Outcome } from './process.ts';

export const explain = async (path: string, step: string | undefined, options: CommonOptions): Promise<Outcome> => {
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  return { stdout: String(step), stderr: ready.warnings, code: EXIT.ok };
};
