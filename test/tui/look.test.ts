import { beforeAll, describe, expect, it } from 'vitest';
import { type Looked, looker } from '../../src/tui/live/look.ts';
import { lookedAt, withLook } from '../../src/tui/state/look.ts';
import { firstState, moved, type State } from '../../src/tui/state/state.ts';
import { shownOf } from './shown.ts';

const opened = shownOf('scenarios/support-agent', process.cwd(), 20);

/** The app with the support agent computed, on one of its screens. */
const appOn = async (screen: string): Promise<State> => {
  const shown = await opened;
  const settings = new Map();
  return {
    ...firstState({ columns: 100, rows: 30 }),
    screen,
    work: {
      ...{
        path: shown.path,
        source: null,
        knobs: [],
        turnable: [],
        kept: [],
        scenarios: ['launch'],
        scenario: 'launch',
        levers: null,
        looking: null,
        varied: null,
        mistakes: [],
      },
      ...{ settings: { past: [], now: settings, future: [] }, baseline: { settings, forecasts: new Map() } },
      computed: {
        opened: shown.opened,
        report: shown.report,
        freshness: 'fresh',
        asked: shown.asked,
      },
    },
  };
};

describe('what is looked up beside a plan', () => {
  const look = looker();
  let told: Looked | null = null;

  beforeAll(async () => {
    const { asOf } = (await opened).opened;
    const request = {
      ...{ cwd: process.cwd(), path: 'scenarios/support-agent', pricing: null, scenarios: [], traffic: null, settings: [] },
      ...{ asOf, today: asOf, run: { seed: 1, runs: 20 } },
    };
    told = look({ kind: 'open', request });
  }, 60_000);

  it('is asked for by the screens that show it, once', async () => {
    expect(withLook({ state: await appOn('spend'), effects: [] }).effects).toEqual([]);
    const asked = withLook({ state: await appOn('prices'), effects: [] });
    expect(asked.effects).toEqual([{ do: 'look' }]);
    expect(withLook({ state: asked.state, effects: [] }).effects).toEqual([]);
  });

  it('is every text and every price table', () => {
    if (told?.kind !== 'opened') throw new Error('nothing was opened');
    expect(told.texts.sets.map(({ name }) => name)).toEqual(['question', 'prompts']);
    expect(told.tables.length).toBeGreaterThan(5);
  });

  it('is cut up for the chosen text, and again when another one is chosen', async () => {
    if (told === null) throw new Error('nothing was opened');
    const asked = withLook({ state: await appOn('tokens'), effects: [] }).state;
    const first = withLook({ state: lookedAt(asked, told), effects: [] });
    const [effect] = first.effects;
    if (effect?.do !== 'cut') throw new Error('nothing is cut');
    const cut = look({ kind: 'cut', place: effect.place });
    if (cut?.kind !== 'cut') throw new Error('nothing was cut');
    expect(cut.cut.tokens.ends.length).toBeGreaterThan(100);
    const shown = withLook({ state: lookedAt(first.state, cut), effects: [] });
    expect(shown.effects).toEqual([]);
    expect(shown.state.work?.looking?.cut?.place).toEqual(effect.place);
    const next = withLook({ state: moved(shown.state, { chosen: 1 }, 'tokens'), effects: [] });
    expect(next.effects.map((one) => one.do)).toEqual(['cut']);
    expect(next.effects).not.toEqual(first.effects);
  });
});
