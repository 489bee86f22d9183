import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { App } from '../../src/tui/app.tsx';
import { knobSource } from '../../src/tui/knobs/source.ts';
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
  const store = new Store(firstState(AREA), { version: '0', seed: 1, runs: 200 });
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

/** Times from a key press to the bytes of the finished frame, in the app as it runs, at 100×30. */
export const benchApp = async (path: string): Promise<string> => {
  const store = await opened(path);
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
  const order = 'llllhjllkhhlL2jjk1lh3j41H';
  const times: number[] = [];
  for (let press = 0; press < WARM + PRESSES; press++) {
    const key = order[press % order.length] ?? 'l';
    const start = performance.now();
    writtenAt = start;
    keys.press(key);
    await new Promise((resolve) => setImmediate(resolve));
    // A key that changes nothing on the screen writes nothing.
    if (press >= WARM && writtenAt > start) times.push(writtenAt - start);
  }
  app.unmount();
  const sorted = times.toSorted((a, b) => a - b);
  const [median, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
  return `| ${path} | ${median.toFixed(1)} ms | ${p99.toFixed(1)} ms | ${median < 16 && p99 < 33 ? 'yes' : 'NO'} |`;
};
