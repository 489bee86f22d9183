import { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { explainText } from '../report/explain/explain.ts';
import { prepare } from './command.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';

/** `outlay explain`: every figure as its formula, of the first scenario unless others are named. */
export const explain = async (path: string, step: string | undefined, options: CommonOptions): Promise<Outcome> => {
  const ready = await prepare(path, options);
  if ('code' in ready) return ready;
  const { forecasts } = ready.opened;
  const names = forecasts[0]?.projection.plan.steps.map(({ name }) => name) ?? [];
  if (step !== undefined && !names.includes(step)) {
    const problems = new Problems();
    problems.error('options', null, `no step is called "${step}"`, {
      help: [didYouMean(step, names), `steps: ${names.join(', ')}`].filter((line) => line !== ''),
    });
    return refused(problems, options);
  }
  const shown = (options.scenario ?? []).length > 0 ? forecasts : forecasts.slice(0, 1);
  const style = { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, options.color)), path };
  return {
    stdout: explainText(shown, step ?? null, style),
    stderr: ready.warnings,
    code: EXIT.ok,
  };
};
