import { toJson } from '../report/json.ts';
import { toText } from '../report/text/text.ts';
import { type CommonOptions, prepare } from './command.ts';
import { EXIT, type Outcome } from './process.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

/** `outlay plan`: the projection of a workflow, as text or JSON. */
export const plan = async (path: string, options: CommonOptions & { readonly format?: string }): Promise<Outcome> => {
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  const style = { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, options.color)), path };
  const stdout = options.format === 'json' ? toJson(ready.report) : toText(ready.report, style);
  return { stdout, stderr: ready.warnings, code: EXIT.ok };
};
