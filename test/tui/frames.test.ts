import { beforeAll, describe, expect, it } from 'vitest';
import type { Shown } from '../../src/tui/screens/screen.ts';
import type { TokensShown } from '../../src/tui/screens/tokens/sets.ts';
import { frameOf, LOOKING, STATE, withTexts } from './screens.ts';
import { SIX_LINES, shownOf, shownOfText } from './shown.ts';

/** The room of a screen in a terminal of 60×16, where all is scarce, and of 100×30. */
const SIZES = [
  [60, 12],
  [100, 26],
] as const;

/** Which row is chosen in the frames: one that has something to say. */
const CHOSEN: Readonly<Record<string, number>> = { latency: 3, spend: 1, compare: 3, tokens: 2, prices: 1 };

/** `npx vitest run test/tui/frames.test.ts -u` draws the frames anew. */
describe('frames', () => {
  let agent: Shown;
  let smallest: TokensShown;

  beforeAll(async () => {
    const opened = await shownOf('scenarios/support-agent');
    agent = withTexts({ ...opened, baseline: opened.opened.forecasts[3] ?? null }, { ...STATE, chosen: 2 });
    smallest = { ...(await shownOfText(SIX_LINES)), texts: { families: [], sets: [] } };
  }, 60_000);

  for (const screen of LOOKING) {
    for (const [columns, rows] of SIZES) {
      it(`shows the support agent's ${screen.id} on ${columns}×${rows}`, async () => {
        const frame = frameOf(screen, agent, { ...STATE, chosen: CHOSEN[screen.id] ?? 0 }, columns, rows);
        await expect(frame).toMatchFileSnapshot(`../golden/frames/support-agent-${screen.id}-${columns}.txt`);
      });

      it(`shows the ${screen.id} of a workflow of six lines on ${columns}×${rows}`, async () => {
        const frame = frameOf(screen, smallest, STATE, columns, rows);
        await expect(frame).toMatchFileSnapshot(`../golden/frames/six-lines-${screen.id}-${columns}.txt`);
      });
    }
  }
});
