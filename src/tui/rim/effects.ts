import { dirname, join, resolve } from 'node:path';
import { type InputFile, placeOf } from '../../io/disk.ts';
import { writeWhole } from '../../io/write.ts';
import type { Request } from '../../planning/request.ts';
import type { Effect } from '../state/event.ts';
import type { PlanExport } from '../state/exported.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { clipboardSequence } from './clipboard.ts';
import { editorCommand, runEditor } from './editor.ts';
import type { Live } from './live.ts';
import type { Look } from './look.ts';
import { Months } from './months.ts';
import type { Terminal } from './terminal.ts';
import { Variants } from './variants.ts';
import { Watch } from './watch.ts';

/** What the app asks of those who start it. */
export type Host = {
  /** What is asked for a path. */
  readonly request: (path: string) => Request;
  /** Makes a workflow from a template; returns why it cannot, or null. */
  readonly init: (folder: string, template: string) => Promise<string | null>;
  readonly quit: (code: number) => void;
  /** Ends the app because of a bug. */
  readonly fail: (thrown: unknown) => void;
};

type Does = { readonly [Do in Effect['do']]: (effect: Extract<Effect, { readonly do: Do }>, state: State) => void };

/** Carries out what the reducer wants done. */
export class Effects {
  readonly #store: Store;
  readonly #terminal: Terminal;
  readonly #host: Host;
  readonly #months: Months;
  #live: Live | undefined;
  #look: Look | undefined;
  #variants: Variants | undefined;
  #request: Request | undefined;
  #watch: Watch | undefined;
  #inputs: readonly InputFile[] = [];

  constructor(store: Store, terminal: Terminal, host: Host) {
    this.#store = store;
    this.#terminal = terminal;
    this.#host = host;
    this.#months = new Months(store.dispatch);
    store.subscribe(() => this.#watchInputs());
  }

  readonly #does: Does = {
    list: () => this.#later(() => this.#list()),
    months: ({ paths }) => this.#months.ask(paths.map(this.#host.request)),
    open: ({ path }) => this.#later(() => this.#open(path)),
    close: () => this.#close(),
    plan: ({ settings, scenario, now }) => this.#live?.plan(settings, scenario, now),
    try: ({ settings, scenario, levers }) => this.#live?.tryLevers(settings, scenario, levers),
    look: () => this.#look?.open(),
    cut: ({ place }) => this.#look?.cut(place),
    vary: ({ settings, scenario }) => this.#variants?.ask(settings, scenario),
    stop: () => {
      this.#variants?.stop();
      this.#live?.stop();
      this.#store.dispatch({ type: 'stopped' });
    },
    edit: ({ file, line }) => this.#edit(file, line),
    copy: ({ text, what }) => this.#copy(text, what),
    export: (plan) => this.#later(() => this.#export(plan)),
    write: ({ settings }) => this.#later(() => this.#write(settings)),
    init: ({ folder, template }) => this.#later(() => this.#init(folder, template)),
    redraw: () => this.#terminal.screen.redraw(),
    suspend: () => this.#terminal.suspend(),
    quit: () => this.#host.quit(0),
  };

  readonly perform = (effect: Effect, state: State): void => {
    (this.#does[effect.do] as (effect: Effect, state: State) => void)(effect, state);
  };

  /** Does what needs more of outlay than a first frame does, once that frame is drawn; what goes wrong there is a bug. */
  #later(run: () => Promise<void>): void {
    setImmediate(() => run().catch(this.#host.fail));
  }

  async #list(): Promise<void> {
    const { findEntries } = await import('./find.ts');
    this.#store.dispatch({ type: 'listed', entries: findEntries(this.#host.request('.').cwd) });
  }

  async #open(path: string): Promise<void> {
    this.#close();
    const [{ Live }, { Look }] = [await import('./live.ts'), await import('./look.ts')];
    this.#request = this.#host.request(path);
    this.#watch = new Watch(() => this.#live?.reread());
    const { cwd, traffic } = this.#request;
    const { file, root } = placeOf(cwd, path);
    const beside = [join(dirname(file), 'traffic.yaml'), join(root, 'outlay.yaml'), ...(traffic === null ? [] : [traffic])];
    this.#watch.files([file, ...beside].map((one) => resolve(cwd, one)));
    this.#live = new Live(this.#request, this.#store.dispatch);
    this.#look = new Look(this.#request, this.#store.dispatch);
    this.#variants = new Variants(this.#request, this.#store.dispatch);
    this.#live.tellFiles();
  }

  /** Ends the threads of an open workflow, or of the list. */
  #close(): void {
    this.#months.stop();
    this.#live?.stop();
    this.#look?.stop();
    this.#variants?.stop();
    this.#watch?.end();
    this.#live = undefined;
    this.#look = undefined;
    this.#variants = undefined;
  }

  /** What went into a plan is watched: prompts and samples too. */
  #watchInputs(): void {
    const inputs = this.#store.get().work?.computed?.opened.inputs;
    const cwd = this.#request?.cwd;
    if (inputs === undefined || inputs === this.#inputs || cwd === undefined) return;
    this.#inputs = inputs;
    this.#watch?.files(inputs.map(({ file }) => resolve(cwd, file)));
  }

  #edit(file: string, line: number): void {
    const path = resolve(this.#request?.cwd ?? '.', file);
    const problem = this.#terminal.lend(() => runEditor(editorCommand(process.env, path, line)));
    if (problem !== null) this.#store.dispatch({ type: 'refused', problem });
  }

  #copy(text: string, what: string): void {
    const sequence = clipboardSequence(text, process.env['TMUX'] !== undefined);
    if (sequence === null) {
      this.#store.dispatch({ type: 'refused', problem: `${what} is too long for the clipboard: x saves it` });
      return;
    }
    this.#terminal.screen.send(sequence);
    this.#store.dispatch({ type: 'noticed', notice: { text: `copied ${what}`, tone: 'good' } });
  }

  async #export({ file, ending, sources }: PlanExport): Promise<void> {
    const { planFile } = await import('../../report/file/render.ts');
    const failed = writeWhole([{ path: resolve(this.#request?.cwd ?? '.', file), content: planFile(ending, sources) }]);
    if (failed !== null) {
      this.#store.dispatch({ type: 'refused', problem: `"${file}" was not written: ${failed.why}` });
      return;
    }
    this.#store.dispatch({ type: 'settled', notice: { text: `saved ${file}`, tone: 'good' } });
  }

  async #write(settings: readonly string[]): Promise<void> {
    if (this.#request === undefined) return;
    const { writeBack } = await import('../../planning/write-back.ts');
    const done = writeBack(this.#request, settings);
    if ('problem' in done) {
      this.#store.dispatch({ type: 'refused', problem: done.problem });
      return;
    }
    this.#store.dispatch({ type: 'settled', notice: { text: `written into ${done.files.join(' and ')}`, tone: 'good' } });
    this.#watch?.seen();
    this.#live?.reread();
  }

  async #init(folder: string, template: string): Promise<void> {
    const problem = await this.#host.init(folder, template);
    if (problem !== null) {
      this.#store.dispatch({ type: 'refused', problem });
      return;
    }
    this.#store.dispatch({ type: 'settled', notice: { text: `made ${folder}: e edits it`, tone: 'good' } });
    await this.#open(folder);
  }
}
