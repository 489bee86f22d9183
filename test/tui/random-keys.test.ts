import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/tui/keys/commands.ts';
import { cellsIn } from '../../src/tui/paint/span.ts';
import { frameOf } from '../../src/tui/shell/frame.ts';
import { appWith } from './app-with.ts';

const PRESSES = 10_000;

/** Keys that do something, and some that type; not those that leave the workflow for good. */
const KEYS = [...new Set([...COMMANDS.flatMap(({ keys }) => keys), ...'1234567890abcxyz. %/{}:,', 'backspace', 'C-u', 'C-w'])].filter(
  (key) => !['C-c', 'C-z', 'o'].includes(key),
);

const AREAS = [
  { columns: 100, rows: 30 },
  { columns: 60, rows: 16 },
  { columns: 250, rows: 70 },
  { columns: 80, rows: 24 },
  { columns: 41, rows: 9 },
  { columns: 133, rows: 41 },
];

/** A linear congruential generator: the same keys on every machine. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

describe('random keys', () => {
  it(`never make a row too wide, a screen too tall, or a crash: ${PRESSES} of them`, async () => {
    const app = await appWith('test/golden/workflows/smallest.yaml');
    const next = numbers(20_261_126);
    const trail: string[] = [];
    for (let press = 0; press < PRESSES; press++) {
      if (press % 50 === 0) app.store.dispatch({ type: 'resized', area: AREAS[next(AREAS.length)] ?? { columns: 80, rows: 24 } });
      // Whatever lies over a screen would take most keys: one in eight closes it.
      const key = next(8) === 0 ? 'esc' : (KEYS[next(KEYS.length)] ?? 'j');
      trail.push(key);
      app.keys(key);
      const state = app.store.get();
      const { columns, rows } = state.area;
      const frame = frameOf(state);
      const widest = Math.max(...frame.map(cellsIn));
      if (frame.length !== rows || widest > columns) {
        expect({ columns, rows, widest, height: frame.length, keys: trail.slice(-20) }).toBe('a frame that fits');
      }
    }
    expect(app.effects.length).toBeGreaterThan(1000);
  });
});
