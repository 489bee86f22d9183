import { render } from 'ink';
import { App } from '../app.tsx';
import { themeOf } from '../paint/theme.ts';
import type { About } from '../state/computed.ts';
import { firstState } from '../state/state.ts';
import { Store } from '../state/store.ts';
import { Effects, type Host } from './effects.ts';
import { Terminal } from './terminal.ts';

/** What a terminal app is started with. */
export type Start = Omit<Host, 'quit' | 'fail'> & {
  /** The workflow to open; null for the list of them. */
  readonly path: string | null;
  readonly about: About;
  readonly colour: boolean;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the app until it is left, and returns the exit code. Whatever ends it, a key, a signal or a bug, the terminal is given back
 * first; a bug is thrown on, for whoever reports bugs.
 */
export const startApp = (start: Start): Promise<number> => {
  const terminal = new Terminal(process.stdin, process.stdout);
  const { screen } = terminal;
  const store = new Store(firstState({ columns: screen.columns, rows: screen.rows }, start.path), start.about);
  return new Promise((done, fail) => {
    const resized = (): void => {
      screen.redraw();
      store.dispatch({ type: 'resized', area: { columns: screen.columns, rows: screen.rows } });
    };
    const crashed = (thrown: unknown): void => {
      leave();
      fail(thrown);
    };
    const woken = (): void => terminal.suspend();
    // With the terminal given back, the signal does what it does to any program.
    const signals = SIGNALS.map((name) => ({
      name,
      handler: () => {
        leave();
        process.kill(process.pid, name);
      },
    }));
    const leave = (): void => {
      process.stdout.off('resize', resized);
      process.off('uncaughtException', crashed).off('unhandledRejection', crashed).off('SIGTSTP', woken);
      for (const { name, handler } of signals) process.off(name, handler);
      effects.perform({ do: 'close' }, store.get());
      terminal.restore();
      app.unmount();
    };
    const quit = (code: number): void => {
      leave();
      done(code);
    };
    const effects = new Effects(store, terminal, { ...start, quit, fail: crashed });
    store.performing(effects.perform);
    process.stdout.on('resize', resized);
    process.on('uncaughtException', crashed).on('unhandledRejection', crashed).on('SIGTSTP', woken);
    for (const { name, handler } of signals) process.on(name, handler);
    screen.enter();
    const app = render(<App store={store} theme={themeOf(start.colour)} draw={screen.draw} />, {
      stdout: screen as unknown as NodeJS.WriteStream,
      stdin: process.stdin,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    // Ink takes what is thrown while drawing, and ends.
    app.waitUntilExit().catch(crashed);
    effects.perform(start.path === null ? { do: 'list' } : { do: 'open', path: start.path }, store.get());
  });
};
