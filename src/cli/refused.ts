import type { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { EXIT, type Outcome } from './process.ts';
import { colourOn, painter } from './terminal.ts';

/** The common options as commander hands them over. */
export type CommonOptions = {
  readonly scenario?: readonly string[];
  readonly asOf?: string;
  readonly pricing?: string;
  readonly traffic?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly runs?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
};

/** Returns the outcome of a command that cannot go on: all problems, and exit code 2. */
export const refused = (problems: Problems, options: CommonOptions): Outcome => ({
  stdout: '',
  stderr: `${renderDiagnostics(problems.list, painter(colourOn(process.stderr, options.color)))}\n`,
  code: EXIT.unusable,
});
