import { themeOf } from '../paint/theme.ts';
import { frameOf } from '../shell/frame.ts';
import { firstState } from '../state/state.ts';
import type { Running, Start } from './run.tsx';
import { Terminal } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the app until it is left, and returns the exit code. Its first frame is drawn before Ink is even loaded. Whatever ends it, a
 * key, a signal or a bug, the terminal is given back first; a bug is thrown on, for whoever reports bugs.
 */
export const startApp = (start: Start): Promise<number> => {
  const terminal = new Terminal(process.stdin, process.stdout);
  const { screen } = terminal;
  const theme = themeOf(start.colour);
  const first = firstState({ columns: screen.columns, rows: screen.rows }, start.path);
  let running: Running | undefined;
  let left = false;
  return new Promise((done, fail) => {
    const resized = (): void => {
      screen.redraw();
      running?.resized();
    };
    const sleep = (): void => terminal.suspend();
    const crashed = (thrown: unknown): void => {
      leave();
      fail(thrown);
    };
    const quit = (code: number): void => {
      leave();
      done(code);
    };
    // With the terminal given back, the signal does what it does to any program.
    const signals = SIGNALS.map((name) => ({
      name,
      handler: () => {
        leave();
        process.kill(process.pid, name);
      },
    }));
    const leave = (): void => {
      left = true;
      process.stdout.off('resize', resized);
      process.off('uncaughtException', crashed).off('unhandledRejection', crashed).off('SIGTSTP', sleep);
      for (const { name, handler } of signals) process.off(name, handler);
      running?.end();
      terminal.restore();
    };
    process.stdout.on('resize', resized);
    process.on('uncaughtException', crashed).on('unhandledRejection', crashed).on('SIGTSTP', sleep);
    for (const { name, handler } of signals) process.on(name, handler);
    terminal.take();
    screen.draw(frameOf(first).map(theme));
    import('./run.tsx')
      .then(({ runApp }) => {
        if (!left) running = runApp({ start: { ...start, quit, fail: crashed }, terminal, first, theme });
      })
      .catch(crashed);
  });
};
