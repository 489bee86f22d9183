import { version } from '../../src/cli/process.ts';
import type { Request } from '../../src/planning/request.ts';
import { knobSource } from '../../src/tui/knobs/read-source.ts';
import type { KnobSource } from '../../src/tui/knobs/source.ts';
import { PlanNow } from '../../src/tui/live/plan-now.ts';
import type { Told } from '../../src/tui/live/wire.ts';
import { Work } from '../../src/tui/live/work.ts';
import type { Area } from '../../src/tui/screens/screen.ts';
import type { Asked } from '../../src/tui/state/computed.ts';
import type { Effect } from '../../src/tui/state/event.ts';
import { firstState } from '../../src/tui/state/state.ts';
import { textsOf } from '../../src/tui/state/step.ts';
import { Store } from '../../src/tui/state/store.ts';

/** A store with a workflow open, as the app has it, and the effects that nobody carried out. */
export type AppWith = {
  readonly store: Store;
  readonly effects: Effect[];
  readonly keys: (...keys: readonly string[]) => void;
  /** Plays the worker's part for where the knobs stand. */
  readonly work: () => Promise<void>;
};

/**
 * Returns the app with a workflow open. Closed forms are computed as in the app; the worker's part is played once, here, and when
 * it is asked for, so that nothing waits. What goes to the terminal, to files or to the editor is only noted.
 */
export const appWith = async (
  path: string,
  area: Area = { columns: 100, rows: 30 },
  started: Partial<Request & Asked> = {},
): Promise<AppWith> => {
  const request = {
    ...{ cwd: process.cwd(), path, pricing: null, scenarios: [], traffic: null, settings: [], asOf: null },
    ...{ today: 20_783, run: { seed: 1, runs: 200 } },
    ...started,
  };
  const store = new Store(firstState(area), { version: version(), ...request.run, asked: { environmentDay: null, ...request } });
  const effects: Effect[] = [];
  const plan = new PlanNow(request);
  const { spec } = plan;
  if (spec === undefined) throw new Error(`${path} cannot be read`);
  let source: KnobSource = knobSource(spec, []);
  const hear = (told: Told): void => {
    if (told.kind === 'read') {
      plan.learn(told.tables, told.counted);
      source = knobSource(spec, told.tables);
    }
    store.dispatch({ type: 'told', told, source, levers: [] });
  };
  store.performing((effect) => {
    effects.push(effect);
    if (effect.do === 'plan' && effect.now) store.dispatch({ type: 'planned', planned: plan.at(effect.settings, effect.scenario) });
  });
  store.dispatch({ type: 'read', path, spec, source, mistakes: [] });
  const worker = new Work(hear, async () => false);
  const work = (): Promise<void> => {
    const now = store.get().work;
    const settings = now === null ? [] : textsOf(now);
    return worker.answer({ id: 1, request, settings, scenario: now?.scenario ?? null, fresh: false, levers: null });
  };
  await work();
  return { store, effects, work, keys: (...keys) => store.dispatch(...keys.map((key) => ({ type: 'key', key }) as const)) };
};
