import { resolve } from 'node:path';
import { writeWhole } from '../../io/write.ts';
import type { Request } from '../../planning/request.ts';
import type { Effect } from '../state/event.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { clipboardSequence } from './clipboard.ts';
import { editorCommand, runEditor } from './editor.ts';
import { findEntries } from './find.ts';
import { Live } from './live.ts';
import type { Terminal } from './terminal.ts';
import { Watch } from './watch.ts';
import { writeBack } from './write-back.ts';

/** What the app asks of those who start it. */
export type Host = {
  /** What is asked for a path. */
  readonly request: (path: string) => Request;
  /** Makes a workflow from a template; returns why it cannot, or null. */
  readonly init: (folder: string, template: string) => string | null;
  readonly quit: (code: number) => void;
};

/** Carries out what the reducer wants done. */
export class Effects {
  readonly #store: Store;
  readonly #terminal: Terminal;
  readonly #host: Host;
  #live: Live | undefined;
  #request: Request | undefined;
  #watch: Watch | undefined;

  constructor(store: Store, terminal: Terminal, host: Host) {
    this.#store = store;
    this.#terminal = terminal;
    this.#host = host;
  }

  readonly perform = (effect: Effect, state: State): void => {
    switch (effect.do) {
      case 'list':
        return void setImmediate(() => this.#store.dispatch({ type: 'listed', entries: findEntries(this.#host.request('.').cwd) }));
      case 'open':
        return void setImmediate(() => this.#open(effect.path));
      case 'close':
        return this.#close();
      case 'plan':
        this.#live?.plan(effect.settings, effect.scenario, effect.now);
        return this.#watchInputs(state);
      case 'try':
        this.#live?.tryLevers(effect.settings, effect.scenario, effect.levers);
        return this.#watchInputs(state);
      case 'stop':
        this.#live?.stop();
        return this.#store.dispatch({ type: 'stopped' });
      case 'edit':
        return this.#edit(effect.file, effect.line);
      case 'copy':
        return this.#copy(effect.text, effect.what);
      case 'export':
        return this.#export(effect.file, effect.text);
      case 'write':
        return this.#write(effect.settings);
      case 'init':
        return this.#init(effect.folder, effect.template);
      case 'redraw':
        return this.#terminal.screen.redraw();
      case 'suspend':
        return this.#terminal.suspend();
      case 'quit':
        return this.#host.quit(0);
      default:
        return effect satisfies never;
    }
  };

  #open(path: string): void {
    this.#close();
    this.#request = this.#host.request(path);
    this.#watch = new Watch(() => this.#live?.reread());
    this.#live = new Live(this.#request, this.#store.dispatch);
    this.#live.tellFiles();
  }

  /** Ends the threads of an open workflow. */
  #close(): void {
    this.#live?.stop();
    this.#watch?.end();
    this.#live = undefined;
  }

  /** What went into a plan is watched; so is the workflow itself while it cannot be planned. */
  #watchInputs({ work }: State): void {
    const { cwd } = this.#request ?? {};
    if (cwd === undefined) return;
    const files = (work?.computed?.opened.inputs ?? []).map(({ file }) => file);
    const mistaken = (work?.mistakes ?? []).flatMap(({ span }) => (span === null ? [] : [span.file.name]));
    this.#watch?.files([...files, ...mistaken].map((file) => resolve(cwd, file)));
  }

  #edit(file: string, line: number): void {
    const path = resolve(this.#request?.cwd ?? '.', file);
    const problem = this.#terminal.lend(() => runEditor(editorCommand(process.env, path, line)));
    if (problem !== null) this.#store.dispatch({ type: 'refused', problem });
  }

  #copy(text: string, what: string): void {
    const sequence = clipboardSequence(text, process.env['TMUX'] !== undefined);
    if (sequence === null) return this.#store.dispatch({ type: 'refused', problem: `${what} is too long for the clipboard: x saves it` });
    this.#terminal.screen.send(sequence);
    this.#store.dispatch({ type: 'noticed', notice: { text: `copied ${what}`, tone: 'good' } });
  }

  #export(file: string, text: string): void {
    const failed = writeWhole([{ path: resolve(this.#request?.cwd ?? '.', file), content: text }]);
    if (failed !== null) return this.#store.dispatch({ type: 'refused', problem: `"${file}" was not written: ${failed.why}` });
    this.#store.dispatch({ type: 'settled', notice: { text: `saved ${file}`, tone: 'good' } });
  }

  #write(settings: readonly string[]): void {
    if (this.#request === undefined) return;
    const done = writeBack(this.#request, settings);
    if ('problem' in done) return this.#store.dispatch({ type: 'refused', problem: done.problem });
    this.#store.dispatch({ type: 'settled', notice: { text: `written into ${done.files.join(' and ')}`, tone: 'good' } });
    this.#live?.reread();
  }

  #init(folder: string, template: string): void {
    const problem = this.#host.init(folder, template);
    if (problem !== null) return this.#store.dispatch({ type: 'refused', problem });
    this.#store.dispatch({ type: 'settled', notice: { text: `made ${folder}: e edits it`, tone: 'good' } });
    this.#open(folder);
  }
}
