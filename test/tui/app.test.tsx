import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { openWorkflow } from '../../src/planning/open.ts';
import { money } from '../../src/report/format.ts';
import { App } from '../../src/tui/app.tsx';
import { themeOf } from '../../src/tui/paint/theme.ts';
import { type AppWith, appWith } from './app-with.ts';

const PATH = 'test/tui/letters';
let unmount: () => void = () => undefined;

const shown = async (
  area = { columns: 100, rows: 30 },
): Promise<AppWith & { readonly frame: () => string; readonly press: (keys: string) => Promise<void> }> => {
  const app = await appWith(PATH, area);
  const { lastFrame, stdin, unmount: end } = render(<App store={app.store} theme={themeOf(false)} />);
  unmount = end;
  // React draws, and subscribes to keys, in a task of its own.
  const drawn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
  const press = (keys: string): Promise<void> => {
    stdin.write(keys);
    return drawn();
  };
  await drawn();
  return { ...app, frame: () => stripVTControlCharacters(lastFrame() ?? ''), press };
};

afterEach(() => unmount());

describe('the app', () => {
  it('shows the first month of the plan, the same figure as the command line prints', async () => {
    const { frame } = await shown();
    const [forecast] = openWorkflow({
      ...{ cwd: process.cwd(), path: PATH, pricing: null, scenarios: [], traffic: null, settings: [], asOf: null },
      ...{ today: 20_783, run: { seed: 1, runs: 200 } },
    }).forecasts;
    expect(frame()).toContain(`${money(forecast?.projection.months[0]?.spendUsd ?? 0)} first month`);
    expect(frame()).toContain('$ outlay plan test/tui/letters --scenario launch');
  });

  it('has the new figures in the frame that follows a key', async () => {
    const { frame, press } = await shown();
    const before = frame();
    await press('L');
    expect(frame()).not.toBe(before);
    expect(frame()).toContain('15k per day');
    expect(frame()).toContain('▲ 50.0 %');
    await press('u');
    expect(frame()).toContain('10k per day');
  });

  it('takes keys that are held, and arrows as terminals send them', async () => {
    const { frame, press } = await shown();
    await press('jlll');
    expect(frame()).toMatch(/› growth a month .* 7%/);
    await press('\u001b[D');
    expect(frame()).toMatch(/› growth a month .* 6%/);
    await press('\u001b[1;2C');
    expect(frame()).toMatch(/› growth a month .* 16%/);
  });

  it('takes Esc for itself where another key follows at once', async () => {
    const { frame, press } = await shown();
    await press('/growth\r');
    expect(frame()).toContain('/growth');
    await press('\u001bj');
    expect(frame()).not.toContain('/growth');
    expect(frame()).toMatch(/› growth a month/);
  });

  it('shows where each screen has its keys, and never cuts off the way to the help', async () => {
    const { frame, press } = await shown({ columns: 60, rows: 16 });
    for (const key of '1234567') {
      await press(key);
      expect(frame().split('\n').at(-1)).toMatch(/\? help {2}q back$/);
    }
  });

  it('marks what it cuts', async () => {
    const { frame } = await shown({ columns: 60, rows: 16 });
    expect(frame()).toMatch(/↓ \d+ more/);
  });
});
