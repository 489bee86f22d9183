/** Where a command works: on every screen of a workflow, in the picker, in both, or on some screens alone. */
type Where = 'everywhere' | 'workflow' | 'picker' | readonly string[];

/** What keys do: one table for the keys themselves, the footer, the help, the palette and the README. */
export type Command = {
  readonly id: string;
  readonly keys: readonly string[];
  readonly title: string;
  readonly where: Where;
  /** How the footer calls it; null where it would only take room. */
  readonly foot: string | null;
  /** Keys that move a list or a value make no sense in a list of commands. */
  readonly listed: boolean;
};

const command = (id: string, keys: string, title: string, where: Where, foot: string | null = null, listed = true): Command => ({
  id,
  keys: keys.split(' '),
  title,
  where,
  foot,
  listed,
});

const WHAT_IF = ['what-if'];

/** Every command; the footer shows those of a screen in this order. */
export const COMMANDS: readonly Command[] = [
  command('turn-down', 'left h', 'turn the knob down', WHAT_IF, 'turn', false),
  command('turn-up', 'right l', 'turn the knob up', WHAT_IF, null, false),
  command('turn-down-ten', 'S-left H', 'turn the knob down ten notches', WHAT_IF, 'by ten', false),
  command('turn-up-ten', 'S-right L', 'turn the knob up ten notches', WHAT_IF, null, false),
  command('exact', 'enter', 'set the knob to an exact value', WHAT_IF, 'exact'),
  command('open', 'enter', 'open the workflow', 'picker', 'open'),
  command('init', 'i', 'begin a workflow of your own', 'picker', 'new'),
  command('undo', 'u', 'undo the last change', 'workflow', 'undo'),
  command('filter', '/', 'show only rows with a word', 'everywhere', 'filter'),
  command('turn-page', 'v', 'another view of this screen', ['latency', 'spend', 'compare', 'tokens', 'prices', 'steps'], 'view'),
  command('scenario-next', 'n', 'next scenario', 'workflow', 'scenario'),
  command('scenario-previous', 'N', 'previous scenario', 'workflow'),
  command('baseline', 'b', 'make this the baseline', 'workflow', 'baseline'),
  command('add', 'a', 'add this to the comparison', 'workflow', null),
  command('drop', 'd', 'take the variant out of the comparison', ['compare'], 'drop'),
  command('redo', 'C-r', 'redo what was undone', 'workflow'),
  command('reset', 'r', 'put the knob back', WHAT_IF, 'reset'),
  command('reset-all', 'R', 'put all knobs back', 'workflow'),
  command('write', 'w', 'write the what-if into the YAML', 'workflow', 'write'),
  command('edit', 'e', 'edit the file in $EDITOR', 'workflow', 'edit'),
  command('copy', 'y', 'copy the command line of this screen', 'workflow', 'copy'),
  command('copy-screen', 'Y', 'copy this screen as text', 'workflow'),
  command('export', 'x', 'save a report', 'workflow', 'export'),
  command('mistakes', 'm', 'show mistakes and warnings', 'workflow'),
  command('pick', 'o', 'open another workflow', 'workflow'),
  command('stop', 'C-g', 'stop the simulation', 'workflow'),
  command('up', 'up k', 'one row up', 'everywhere', null, false),
  command('down', 'down j', 'one row down', 'everywhere', null, false),
  command('page-up', 'pageup C-b', 'one page up', 'everywhere', null, false),
  command('page-down', 'pagedown C-f', 'one page down', 'everywhere', null, false),
  command('first', 'g home', 'first row', 'everywhere', null, false),
  command('last', 'G end', 'last row', 'everywhere', null, false),
  command('screen-next', 'tab ]', 'next screen', 'workflow', null, false),
  command('screen-previous', 'S-tab [', 'previous screen', 'workflow', null, false),
  command('scroll-down', 'J', 'scroll what stands below the table', ['steps'], 'scroll', false),
  command('scroll-up', 'K', 'scroll it back', ['steps'], null, false),
  command('palette', ': C-p', 'all commands', 'everywhere'),
  command('redraw', 'C-l', 'draw the screen anew', 'everywhere'),
  command('suspend', 'C-z', 'go back to the shell for a while', 'everywhere'),
  command('help', '?', 'keys, with a search that runs them', 'everywhere'),
  command('back', 'q esc', 'one level back; at the top: leave', 'everywhere'),
  command('quit', 'C-c', 'leave at once', 'everywhere'),
];

/** Returns whether a command works on a screen; null is the picker. */
export const worksOn = ({ where }: Command, screen: string | null): boolean => {
  if (where === 'everywhere') return true;
  if (screen === null) return where === 'picker';
  return where === 'workflow' || (typeof where !== 'string' && where.includes(screen));
};

/** Returns the command of a key on a screen. */
export const commandOf = (key: string, screen: string | null): Command | undefined =>
  COMMANDS.find((one) => one.keys.includes(key) && worksOn(one, screen));

const NAMES: Readonly<Record<string, string>> = {
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  'S-tab': 'Shift-Tab',
  'S-left': 'Shift-←',
  'S-right': 'Shift-→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** Returns a key as its cap reads. */
export const keyCap = (key: string): string => NAMES[key] ?? key.replace(/^C-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
