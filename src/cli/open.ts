import { existsSync } from 'node:fs';
import { Problems } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/suggest.ts';
import type { Request } from '../planning/request.ts';
import { statedDay } from './day.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';
import { requestFor, statedIn } from './request.ts';
import { colourOn, hasScreen } from './terminal.ts';

/** Makes a workflow as `outlay init` does; returns why it cannot, or null. */
const makeWorkflow = async (folder: string, template: string): Promise<string | null> => {
  const { init } = await import('./init.ts');
  const { code, stderr } = init(folder, { template });
  return code === EXIT.ok ? null : (stderr.split('\n')[0] ?? '').replace(/^error\[[\w-]+\]: /, '');
};

const app = async (path: string | null, options: CommonOptions): Promise<Outcome> => {
  const problems = new Problems();
  const stated = statedIn(options, problems);
  if (problems.failed) return refused(problems, options);
  const { startApp } = await import('../tui/rim/start.ts');
  const request = (opened: string): Request => requestFor(opened, options, stated);
  const asked = { ...request('.'), environmentDay: statedDay({}, problems) };
  const about = { version: version(), ...stated.run, asked };
  const code = await startApp({ path, about, request, init: makeWorkflow, colour: colourOn(process.stdout, options.color) });
  return { stdout: '', stderr: '', code };
};

/**
 * `outlay [path]`: the app where there is a terminal to show it, else the plan as text; null where there is neither a terminal nor a
 * path. A mistyped command is told from a missing file.
 */
export const open = async (path: string | undefined, commands: readonly string[], options: CommonOptions): Promise<Outcome | null> => {
  const [command] = path === undefined ? [] : nearest(path, commands);
  if (path !== undefined && path !== '-' && !existsSync(path) && command !== undefined) {
    const problems = new Problems();
    problems.error('options', null, `no command and no file is called "${path}"`, { help: [`did you mean "outlay ${command}"?`] });
    return refused(problems, options);
  }
  if (path !== '-' && hasScreen()) return app(path ?? null, options);
  return path === undefined ? null : (await import('./plan.ts')).plan(path, options);
};
