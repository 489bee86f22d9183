import type { Shown } from './screen.ts';

/** Returns a word as a POSIX shell takes it for one: quoted where it would be taken for something else. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Returns the command line of what a screen shows: the command, the workflow, what was changed, and options of its own. */
export const commandLine = (shown: Shown, command: string, options: readonly string[] = []): string => {
  const { settings } = shown.report;
  const changed = settings.set.flatMap((setting) => ['--set', setting]);
  return ['outlay', ...command.split(' '), shown.path, ...options, ...changed].map(shellWord).join(' ');
};

/** Returns the option that names the scenario on the screen. */
export const scenarioOption = ({ forecast }: Shown): readonly string[] => ['--scenario', forecast.projection.plan.scenario];
