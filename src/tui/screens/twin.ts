import { dayText } from '../../pricing/day.ts';
import { DEFAULT_RUN } from '../../projection/default-run.ts';
import type { Shown } from './screen.ts';

/** Returns a word as a POSIX shell takes it for one: quoted where it would be taken for something else. */
const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Returns words as one command line. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ');

const option = (name: string, value: string | null): readonly string[] => (value === null ? [] : [name, value]);

/** Returns the options that name the prices of a plan, where a command would by itself take others. */
export const priceOptions = ({ opened: { asOf, ownDay }, asked: { environmentDay, pricing } }: Shown): readonly string[] => {
  const otherwise = environmentDay ?? ownDay;
  return [...option('--as-of', asOf === otherwise ? null : dayText(asOf)), ...option('--pricing', pricing)];
};

const runOption = (name: 'seed' | 'runs', { report: { settings } }: Shown): readonly string[] =>
  option(`--${name}`, settings[name] === DEFAULT_RUN[name] ? null : String(settings[name]));

/** Returns the command line of what a screen shows: options of its own, what was changed, and where it matters what the app was started with. */
export const commandLine = (shown: Shown, command: string, options: readonly string[] = []): string => {
  const given = [
    ...priceOptions(shown),
    ...option('--traffic', shown.asked.traffic),
    ...runOption('seed', shown),
    ...runOption('runs', shown),
  ];
  const changed = shown.report.settings.set.flatMap((setting) => ['--set', setting]);
  return shellLine(['outlay', command, shown.path, ...options, ...changed, ...given]);
};

/** Returns the option that names the scenario on the screen. */
export const scenarioOption = ({ forecast }: Shown): readonly string[] => ['--scenario', forecast.projection.plan.scenario];
