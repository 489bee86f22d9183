import type { Worker } from 'node:worker_threads';
import { startThread } from '../../io/thread.ts';
import type { Request } from '../../planning/request.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Lever } from '../knobs/levers.ts';
import { knobSource } from '../knobs/read-source.ts';
import type { KnobSource } from '../knobs/source.ts';
import { PlanNow, type PlannedNow } from '../live/plan-now.ts';
import type { Ask, Told } from '../live/wire.ts';
import type { Event } from '../state/event.ts';

/** A simulation that goes on for so long after it was overtaken is cut off: its thread is ended and another one begins. */
const PATIENCE_MS = 1500;

/** Closed forms that take longer, twice in a row, would hold up the keys: from then on the worker computes them. */
const SLOW_MS = 250;

/** So long does the worker take for a forecast whose closed form is slow itself. */
const SLOW_FORECAST_MS = 3000;

type Question = Pick<Ask, 'settings' | 'scenario' | 'levers'>;

/** An open workflow: the closed form here and at once, everything that takes long in a thread of its own. */
export class Live {
  readonly #request: Request;
  readonly #dispatch: (...events: readonly Event[]) => void;
  readonly #plan: PlanNow;
  #worker: Worker | undefined;
  #source: KnobSource | null = null;
  #tables: readonly PriceTable[] = [];
  #levers: readonly Lever[] = [];
  #id = 0;
  #busy = false;
  #slow = 0;
  #readAt = 0;
  #fresh = false;
  #impatience: NodeJS.Timeout | undefined;

  constructor(request: Request, dispatch: (...events: readonly Event[]) => void) {
    this.#request = request;
    this.#dispatch = dispatch;
    this.#plan = new PlanNow(request);
  }

  /** Tells what stands in the files; what is to be planned follows from it. */
  tellFiles(): void {
    const { spec, problems } = this.#plan;
    this.#source = spec === undefined ? null : knobSource(spec, this.#tables);
    this.#dispatch({ type: 'read', path: this.#request.path, spec, source: this.#source, mistakes: problems.list });
  }

  /** Reads the files again, after they were saved. */
  reread(): void {
    this.#plan.reread();
    this.#fresh = true;
    this.#slow = 0;
    this.tellFiles();
  }

  /** Plans in closed form at once where that can be, and asks the worker for the rest. */
  plan(settings: readonly string[], scenario: string, now: boolean): void {
    if (now) this.#dispatch({ type: 'planned', planned: this.#planned(settings, scenario) });
    this.#ask({ settings, scenario, levers: null });
  }

  #planned(settings: readonly string[], scenario: string): PlannedNow {
    if (this.#slow > 1) return { kind: 'later' };
    const start = performance.now();
    const planned = this.#plan.at(settings, scenario);
    this.#slow = performance.now() - start > SLOW_MS ? this.#slow + 1 : 0;
    return planned;
  }

  /** Asks what some changes would move. */
  tryLevers(settings: readonly string[], scenario: string, levers: readonly Lever[]): void {
    this.#levers = levers;
    this.#ask({ settings, scenario, levers: levers.map(({ texts }) => texts) });
  }

  /** Ends what the worker is doing. */
  stop(): void {
    clearTimeout(this.#impatience);
    this.#id++;
    this.#busy = false;
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(question: Question): void {
    const ask: Ask = { ...question, id: ++this.#id, request: this.#request, fresh: this.#fresh };
    this.#fresh = false;
    clearTimeout(this.#impatience);
    if (this.#busy && this.#worker !== undefined) {
      this.#impatience = setTimeout(() => {
        if (this.#id !== ask.id) return;
        void this.#worker?.terminate();
        this.#worker = undefined;
        this.#thread().postMessage({ ...ask, fresh: true });
      }, PATIENCE_MS);
    }
    this.#busy = true;
    this.#thread().postMessage(ask);
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startThread('tui/live-worker');
    worker.on('message', (told: Told) => this.#hear(told));
    worker.on('error', (error: Error) => {
      if (worker === this.#worker) this.#worker = undefined;
      this.#dispatch(this.#told({ kind: 'failed', id: this.#id, message: error.message }));
    });
    this.#worker = worker;
    return worker;
  }

  #told(told: Told): Event {
    return { type: 'told', told, source: this.#source, levers: this.#levers };
  }

  #hear(told: Told): void {
    if (told.id !== this.#id) return;
    clearTimeout(this.#impatience);
    if (told.kind === 'read') {
      this.#plan.learn(told.tables, told.counted);
      if (told.tables.length > 0) this.#tables = told.tables;
      const { spec } = this.#plan;
      this.#source = spec === undefined ? null : knobSource(spec, this.#tables);
    }
    if (told.kind === 'read') this.#readAt = performance.now();
    if (told.kind === 'forecast' && this.#readAt > 0) {
      if (performance.now() - this.#readAt > SLOW_FORECAST_MS) this.#slow = 2;
      this.#readAt = 0;
    }
    if (told.kind === 'levers') this.#plan.learn([], told.counted);
    if (told.kind === 'done' || told.kind === 'levers' || told.kind === 'failed') this.#busy = false;
    this.#dispatch(this.#told(told));
  }
}
