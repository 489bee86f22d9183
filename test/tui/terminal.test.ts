import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPty, InTerminal, type Setting } from './in-terminal.ts';

const WORKFLOW = `# Our first idea.
workflow: letters
unit: letter
steps:
  answer:
    model: openai/gpt-6-luna        # the cheap one
    prompt: 4k
    output: 800 to 1200             # measured in May
traffic:
  launch:
    requests: 10k per day
    growth: 4% per month
    months: 6
  quiet:
    requests: 100 per day
`;

let folder = '';
let open: InTerminal[] = [];

const outlay = (setting: Partial<Setting> = {}): InTerminal => {
  const app = new InTerminal({ cwd: folder, args: ['.', '--runs', '300'], ...setting });
  open.push(app);
  return app;
};

/** Whether everything that was taken was given back: the screen, the cursor, the wrapping of long lines. */
const givenBack = ({ written, alternate }: InTerminal): boolean =>
  !alternate &&
  ['?1049', '?25', '?7'].every(
    (mode) =>
      written.lastIndexOf(`\u001b[${mode}${mode === '?1049' ? 'l' : 'h'}`) >=
      Math.max(0, written.lastIndexOf(`\u001b[${mode}${mode === '?1049' ? 'h' : 'l'}`)),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlay-app-'));
  writeFileSync(join(folder, 'workflow.yaml'), WORKFLOW);
});

afterEach(() => {
  for (const app of open) app.close();
  open = [];
  rmSync(folder, { recursive: true });
});

describe.skipIf(!hasPty)('the app in a terminal (skipped without python3)', () => {
  it('shows the month, turns a knob, undoes it, and gives the terminal back', async () => {
    const app = outlay();
    await app.shows(/letters · launch/);
    await app.shows('growth a month');
    expect(app.alternate).toBe(true);
    app.press('jll');
    await app.shows(/growth a month .* 6% \*/);
    await app.shows('against the baseline');
    app.press('uu');
    await app.shows(/growth a month .* 4%/);
    app.press('n');
    await app.shows('letters · quiet');
    app.press('q');
    expect(await app.ended()).toBe(0);
    expect(givenBack(app)).toBe(true);
  });

  it('fits every size that the terminal is drawn to', async () => {
    const app = outlay();
    await app.shows('growth a month');
    for (const [columns, rows] of [
      [60, 16],
      [250, 70],
      [40, 10],
      [80, 24],
    ] as const) {
      app.resize(columns, rows);
      const last = columns < 60 ? /40×10/ : /help .*back/;
      await app.until('filled the screen', () => /letters/.test(app.screen[0] ?? '') && last.test(app.screen.slice(1).join('\n')));
      await app.until('had all rows', () => columns < 60 || /help .*back/.test(app.screen.at(-1) ?? ''));
    }
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('gives the terminal back on Ctrl-C and on signals', async () => {
    const interrupted = outlay();
    await interrupted.shows('growth a month');
    interrupted.press('\u0003');
    expect(await interrupted.ended()).toBe(0);
    expect(givenBack(interrupted)).toBe(true);
    for (const [signal, code] of [
      ['SIGTERM', -15],
      ['SIGHUP', -1],
    ] as const) {
      const app = outlay();
      await app.shows('letters');
      app.signal(signal);
      expect(await app.ended()).toBe(code);
      expect(givenBack(app)).toBe(true);
    }
  });

  it('goes to sleep on Ctrl-Z with the terminal given back, and takes it again when woken', async () => {
    const app = outlay();
    await app.shows('growth a month');
    app.press('\u001a');
    await app.until('slept', () => app.stopped && !app.alternate);
    app.signal('SIGCONT');
    await app.until('woke', () => app.alternate);
    await app.shows('growth a month');
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('gives the terminal back when outlay itself fails, and says so', async () => {
    const crash = "process.on('SIGUSR2', () => { throw new Error('boom'); });";
    writeFileSync(join(folder, 'crash.mjs'), crash);
    const app = outlay({ environment: { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'crash.mjs'))}` } });
    await app.shows('growth a month');
    app.signal('SIGUSR2');
    expect(await app.ended()).toBe(70);
    expect(givenBack(app)).toBe(true);
    expect(app.written).toContain('outlay has a bug: boom');
  });

  it('writes the what-if into the YAML where its comments stay, and reads it again', async () => {
    const app = outlay();
    await app.shows('growth a month');
    app.press('jlw');
    await app.shows('Write the what-if');
    app.press('\r');
    await app.shows('written into workflow.yaml');
    expect(readFileSync(join(folder, 'workflow.yaml'), 'utf8')).toBe(WORKFLOW.replace('growth: 4% per month', 'growth: 5% per month'));
    app.press('kLw\t');
    await app.shows('as a scenario of its own');
    app.press('\r');
    await app.shows('letters · what-if');
    const text = readFileSync(join(folder, 'workflow.yaml'), 'utf8');
    expect(text).toContain('what-if: { extends: launch, requests: 15k per day }');
    expect(text).toContain('# measured in May');
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('reads a saved file by itself, and shows its mistakes until they are mended', async () => {
    const app = outlay();
    await app.shows('growth a month');
    writeFileSync(join(folder, 'workflow.yaml'), WORKFLOW.replace('output:', 'ouput:'));
    await app.shows('mistakes');
    app.press('m');
    await app.shows('unknown key "ouput"');
    await app.shows('did you mean "output"?');
    app.press('\u001b');
    writeFileSync(join(folder, 'workflow.yaml'), WORKFLOW.replace('growth: 4%', 'growth: 9%'));
    await app.shows(/growth a month .* 9%/);
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('opens the editor at the line of the step, and comes back', async () => {
    const note = join(folder, 'called');
    const editor = join(folder, 'vim');
    writeFileSync(editor, `#!/bin/sh\necho "$@" > ${note}\n`, { mode: 0o755 });
    const app = outlay({ environment: { EDITOR: editor } });
    await app.shows('growth a month');
    app.press('2e');
    await app.until('came back', () => {
      try {
        return readFileSync(note, 'utf8') !== '' && app.alternate;
      } catch {
        return false;
      }
    });
    expect(readFileSync(note, 'utf8')).toMatch(/^\+5 .*workflow\.yaml\n$/);
    await app.shows('Steps · one letter');
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('saves a report, copies the command line, and runs what its help finds', async () => {
    const app = outlay();
    await app.shows('growth a month');
    app.press('x');
    for (const letter of 'letters.md\r') app.press(letter);
    await app.shows('saved letters.md');
    expect(readFileSync(join(folder, 'letters.md'), 'utf8')).toContain('Plan of `letters`');
    app.press('y');
    await app.shows('copied the command line');
    const [, copied = ''] = /\]52;c;([\w+/=]+)/.exec(app.written) ?? [];
    expect(Buffer.from(copied, 'base64').toString('utf8')).toBe('outlay plan . --scenario launch --runs 300');
    app.press('?');
    await app.shows('type to search');
    app.press('next scenario\r');
    await app.shows('letters · quiet');
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('lists workflows and examples without a path, and begins a workflow of one', async () => {
    rmSync(join(folder, 'workflow.yaml'));
    const app = outlay({ args: ['--runs', '300'] });
    await app.shows('Examples that come with outlay');
    await app.shows(/coding-agent +\$[\d,]+/);
    app.press('i');
    await app.shows('A workflow of your own');
    app.press('\u001b[Z');
    await app.shows(/template .*smallest/);
    app.press('\r');
    await app.shows(/my-feature · base .* first month/);
    app.press('q');
    await app.shows('Choose a workflow');
    app.press('q');
    expect(await app.ended()).toBe(0);
  });

  it('has no colour where NO_COLOR says so', async () => {
    const app = outlay({ environment: { NO_COLOR: '1' } });
    await app.shows('growth a month');
    app.press('q');
    await app.ended();
    expect(app.written).toContain('\u001b[1m');
    expect(app.written).not.toMatch(/\[(?:\d+;)*3[0-7]m/);
  });

  it('prints the plan as plain text for build servers, simple terminals and readers that speak', async () => {
    for (const environment of [{ CI: 'true' }, { TERM: 'dumb' }, { INK_SCREEN_READER: 'true' }, { ACCESSIBLE: '1' }]) {
      const app = outlay({ environment });
      expect(await app.ended()).toBe(0);
      expect(app.written).toContain('One letter costs');
      expect(app.written).not.toContain('\u001b[?1049h');
    }
  });

  it('shows names from files without the sequences that are in them', async () => {
    writeFileSync(join(folder, 'workflow.yaml'), WORKFLOW.replace('workflow: letters', 'workflow: "let\\e[2Jters\\u202e"'));
    const app = outlay();
    await app.shows('let\\u{1b}[2Jters\\u{202e}');
    app.press('q');
    await app.ended();
    expect(app.written).not.toContain('let\u001b[2J');
  });
});
