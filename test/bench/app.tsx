import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { render } from 'ink';
import { App } from '../../src/tui/app.tsx';
import { knobSource } from '../../src/tui/knobs/read-source.ts';
import { PlanNow } from '../../src/tui/live/plan-now.ts';
import type { Told } from '../../src/tui/live/wire.ts';
import { Work } from '../../src/tui/live/work.ts';
import { themeOf } from '../../src/tui/paint/theme.ts';
import { ScreenWriter } from '../../src/tui/rim/screen-writer.ts';
import { firstState } from '../../src/tui/state/state.ts';
import { Store } from '../../src/tui/state/store.ts';

const AREA = { columns: 100, rows: 30 };
const WARM = 60;
const PRESSES = 400;
const MANY = 10_000;

/** Keys that come in without a terminal. */
class Keys extends EventEmitter {
  readonly isTTY = true;
  #data: string | null = null;
  press(data: string): void {
    this.#data = data;
    this.emit('readable');
  }
  read(): string | null {
    const data = this.#data;
    this.#data = null;
    return data;
  }
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

/** Opens a workflow as the app does, its worker's part done here, and returns the store that is ready for keys. */
const opened = async (path: string): Promise<Store> => {
  const request = { cwd: process.cwd(), path, pricing: null, scenarios: [], traffic: null, settings: [], asOf: null, today: 20_783 };
  const live = { ...request, run: { seed: 1, runs: 200 } };
  const store = new Store(firstState(AREA), { version: '0', seed: 1, runs: 200, asked: { ...request, environmentDay: null } });
  const plan = new PlanNow(live);
  let source = knobSource(plan.spec as NonNullable<typeof plan.spec>, []);
  const hear = (told: Told): void => {
    if (told.kind === 'read') {
      plan.learn(told.tables, told.counted);
      source = knobSource(plan.spec as NonNullable<typeof plan.spec>, told.tables);
    }
    store.dispatch({ type: 'told', told, source, levers: [] });
  };
  store.performing((effect) => {
    if (effect.do === 'plan' && effect.now) store.dispatch({ type: 'planned', planned: plan.at(effect.settings, effect.scenario) });
  });
  store.dispatch({ type: 'read', path, spec: plan.spec, source, mistakes: [] });
  const work = new Work(hear, async () => false);
  await work.answer({ id: 1, request: live, settings: [], scenario: null, fresh: false, levers: null });
  return store;
};

type Running = { readonly press: (key: string) => Promise<number | null>; readonly end: () => void };

/** The app as it runs, its keys and its terminal held in hand. */
const running = (store: Store): Running => {
  const keys = new Keys();
  let writtenAt = 0;
  const write = (): boolean => {
    writtenAt = performance.now();
    return true;
  };
  const sink = Object.assign(new EventEmitter(), { ...AREA, write, writableNeedDrain: false });
  const screen = new ScreenWriter(sink as unknown as NodeJS.WriteStream);
  screen.enter();
  const app = render(<App store={store} theme={themeOf(true)} draw={screen.draw} />, {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: keys as unknown as NodeJS.ReadStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const press = async (key: string): Promise<number | null> => {
    const start = performance.now();
    writtenAt = start;
    keys.press(key);
    await new Promise((resolve) => setImmediate(resolve));
    // A key that changes nothing on the screen writes nothing.
    return writtenAt > start ? writtenAt - start : null;
  };
  return { press, end: app.unmount };
};

const ORDER = 'llllhjllkhhlL2jjk1lh3j41H';

/** Times from a key press to the bytes of the finished frame, at 100×30. */
const frameRow = async (path: string): Promise<string> => {
  const { press, end } = running(await opened(path));
  const times: number[] = [];
  for (let index = 0; index < WARM + PRESSES; index++) {
    const time = await press(ORDER[index % ORDER.length] ?? 'l');
    if (index >= WARM && time !== null) times.push(time);
  }
  end();
  const sorted = times.toSorted((a, b) => a - b);
  const [median, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
  return `| key to frame, ${path} | median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms | 16 and 33 ms | ${median < 16 && p99 < 33 ? 'yes' : 'NO'} |`;
};

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const heapMb = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** What ten thousand key presses leave behind. */
const memoryRow = async (path: string): Promise<string> => {
  const { press, end } = running(await opened(path));
  for (let index = 0; index < 1000; index++) await press(ORDER[index % ORDER.length] ?? 'l');
  const before = heapMb();
  for (let index = 0; index < MANY; index++) await press(ORDER[index % ORDER.length] ?? 'l');
  const grown = heapMb() - before;
  end();
  return `| memory after ${MANY.toLocaleString('en-US')} keys, ${path} | ${grown < 0 ? '' : '+'}${grown.toFixed(1)} MB | 5 MB | ${grown < 5 ? 'yes' : 'NO'} |`;
};

/** Times a program in a pseudo-terminal from its start until it has written a text. */
const UNTIL_WRITTEN = `
import os, pty, signal, sys, time
start = time.perf_counter()
child, terminal = pty.fork()
if child == 0: os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
while sys.argv[1].encode() not in seen: seen += os.read(terminal, 65536)
print((time.perf_counter() - start) * 1000)
os.kill(child, signal.SIGKILL)
`;

const untilWrittenMs = (text: string, args: readonly string[]): number => {
  const run = spawnSync('python3', ['-c', UNTIL_WRITTEN, text, process.execPath, ...args], {
    env: { PATH: process.env['PATH'], TERM: 'xterm' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (run.status !== 0) throw new Error(`the first paint cannot be timed: ${run.stderr}`);
  return Number(run.stdout);
};

/** The first frame of the app over an empty Node process, each timed beside the other. */
const firstPaintRow = (path: string): string => {
  const main = join(process.cwd(), 'dist', 'cli', 'main.js');
  const rounds = Array.from({ length: 15 }, () => ({
    empty: untilWrittenMs('.', ['-e', "process.stdout.write('.')"]),
    own: untilWrittenMs('reading', [main, path]),
  }));
  const ratio = at(
    rounds.map(({ own, empty }) => own / empty).toSorted((a, b) => a - b),
    0.5,
  );
  return `| first paint ÷ empty Node | ${ratio.toFixed(2)} | 4 | ${ratio <= 4 ? 'yes' : 'NO'} |`;
};

/** Times the app: from its start to its first frame, from a key to its frame, and what many keys leave in memory. */
export const benchApp = async (largest: string): Promise<void> => {
  process.stdout.write('| the app, 100×30 | measured | limit | within |\n|---|---|---|---|\n');
  process.stdout.write(`${firstPaintRow(largest)}\n`);
  for (const path of ['test/golden/workflows/smallest.yaml', 'scenarios/support-agent', largest])
    process.stdout.write(`${await frameRow(path)}\n`);
  process.stdout.write(`${await memoryRow('test/golden/workflows/smallest.yaml')}\n`);
};
