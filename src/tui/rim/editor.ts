import { spawnSync } from 'node:child_process';

/** How an editor is told the line, by the name of its program; most take `+12`. */
const argumentsFor = (program: string, file: string, line: number): readonly string[] => {
  const name =
    program
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(?:exe|cmd)$/, '') ?? program;
  if (/^(?:code|code-insiders|codium|cursor|windsurf)$/.test(name)) return ['--wait', '--goto', `${file}:${line}`];
  if (/^(?:subl|zed|hx|helix)$/.test(name)) return [...(name === 'subl' || name === 'zed' ? ['--wait'] : []), `${file}:${line}`];
  if (/^notepad/.test(name)) return [file];
  return [`+${line}`, file];
};

/** Returns the command that edits a file at a line: `$VISUAL`, else `$EDITOR`, else what every system has. */
export const editorCommand = (environment: NodeJS.ProcessEnv, file: string, line: number): readonly string[] => {
  const stated = environment['VISUAL'] || environment['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi');
  const [program = 'vi', ...own] = stated.split(/\s+/).filter((word) => word !== '');
  return [program, ...own, ...argumentsFor(program, file, line)];
};

/** Runs an editor until it ends; returns why it could not, or null. The terminal must have been given back before. */
export const runEditor = (command: readonly string[]): string | null => {
  const [program = 'vi', ...rest] = command;
  const { error } = spawnSync(program, rest, { stdio: 'inherit' });
  return error === undefined ? null : `"${program}" cannot be run: set EDITOR to your editor`;
};
