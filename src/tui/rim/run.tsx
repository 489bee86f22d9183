import { render } from 'ink';
import { App } from '../app.tsx';
import type { Theme } from '../paint/theme.ts';
import type { About } from '../state/computed.ts';
import type { State } from '../state/state.ts';
import { Store } from '../state/store.ts';
import { Effects, type Host } from './effects.ts';
import type { Terminal } from './terminal.ts';

/** What a terminal app is started with. */
export type Start = Omit<Host, 'quit' | 'fail'> & {
  /** The workflow to open; null for the list of them. */
  readonly path: string | null;
  readonly about: About;
  readonly colour: boolean;
};

/** An app that runs. */
export type Running = { readonly resized: () => void; readonly end: () => void };

type Stage = { readonly start: Start & Host; readonly terminal: Terminal; readonly first: State; readonly theme: Theme };

/** Runs the app from its first state on, in a terminal that was taken for it. */
export const runApp = ({ start, terminal, first, theme }: Stage): Running => {
  const { screen } = terminal;
  const store = new Store(first, start.about);
  const effects = new Effects(store, terminal, start);
  store.performing(effects.perform);
  const app = render(<App store={store} theme={theme} draw={screen.draw} />, {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: process.stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  // Ink takes what is thrown while drawing, and ends.
  app.waitUntilExit().catch(start.fail);
  const resized = (): void => store.dispatch({ type: 'resized', area: { columns: screen.columns, rows: screen.rows } });
  resized();
  effects.perform(start.path === null ? { do: 'list' } : { do: 'open', path: start.path }, store.get());
  return {
    resized,
    end: () => {
      effects.perform({ do: 'close' }, store.get());
      app.unmount();
    },
  };
};
