import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDay } from '../../src/pricing/day.ts';
import { toJson } from '../../src/report/json.ts';
import { SCREENS } from '../../src/tui/screens/all.ts';
import { shellLine } from '../../src/tui/screens/twin.ts';
import { shownOf } from '../../src/tui/shell/shown.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { cleanEnvironment } from '../support/command.ts';
import { type AppWith, appWith } from './app-with.ts';

const DAY = parseDay('2026-11-20') ?? 0;
const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** Dearer than the shipped table, so that a command that forgets it finds another figure. */
const PRICES = `
provider: anthropic
source: https://prices.example
models:
  claude-sonnet-5:
    context_window: 1M
    tokenizer: claude-2
    prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 30, output: 150 }]
`;

const TRAFFIC = `
busy: { requests: 900 per day, revenue: $1 per request }
calm: { requests: 3 to 9 per day }
`;

const WORKFLOW = `
steps:
  answer:
    model: anthropic/claude-sonnet-5
    candidates: [anthropic/claude-haiku-4-5]
    prompt: [{ user: { input: question } }]
    output: 100 to 400
inputs: { question: { samples: questions.jsonl, field: text } }
traffic: 10 per day
`;

let folder: Folder;
beforeAll(() => {
  folder = folderOf({
    "it's $HOME/workflow.yaml": WORKFLOW,
    "it's $HOME/questions.jsonl": '{"text":"Where is my parcel?"}\n{"text":"May I send it back after a week?"}\n',
    'own prices/anthropic.yaml': PRICES,
    'traffic (busy).yaml': TRAFFIC,
    'outlay.yaml': 'as_of: 2026-11-20\n',
  });
});
afterAll(() => folder.remove());

const started = () => ({
  ...{ cwd: folder.path, pricing: 'own prices', traffic: 'traffic (busy).yaml', settings: ['steps.answer.max_output=500'] },
  ...{ asOf: DAY + 3, run: { seed: 7, runs: 150 } },
});

const twins = ({ store }: AppWith): ReadonlyMap<string, string> => {
  const shown = shownOf(store.get());
  if (shown === null) throw new Error('nothing is shown');
  return new Map(SCREENS.map(({ id, twin }) => [id, twin(shown)]));
};

/** What a POSIX shell makes of a command line. */
const inShell = (line: string): string =>
  execFileSync('sh', ['-c', `outlay() { '${process.execPath}' '${MAIN}' "$@"; }; ${line}`], {
    ...{ cwd: folder.path, env: cleanEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  });

const scenariosIn = (json: string) => JSON.parse(json).scenarios;

describe('the command line of a screen', () => {
  it('is quoted where a shell would take a word for something else', () => {
    expect(shellLine(['plan', 'scenarios/support-agent'])).toBe('plan scenarios/support-agent');
    expect(shellLine(["a b; rm -rf '~'"])).toBe("'a b; rm -rf '\\''~'\\'''");
  });

  it('names what was changed, then what the app was started with', async () => {
    const app = await appWith("it's $HOME", undefined, started());
    const given = "--as-of 2026-11-23 --pricing 'own prices' --traffic 'traffic (busy).yaml' --seed 7 --runs 150";
    const set = '--set steps.answer.max_output=500';
    expect(twins(app).get('what-if')).toBe(`outlay plan 'it'\\''s $HOME' --scenario busy ${set} ${given}`);
    expect(twins(app).get('prices')).toBe("outlay prices list --as-of 2026-11-23 --pricing 'own prices'");
  });

  it('is silent about what the command takes by itself', async () => {
    const app = await appWith("it's $HOME", undefined, { cwd: folder.path, asOf: DAY, run: { seed: 1, runs: 20_000 } });
    expect(twins(app).get('what-if')).toBe("outlay plan 'it'\\''s $HOME' --scenario base");
    expect(twins(app).get('prices')).toBe('outlay prices list');
  });

  it('names a day that the environment would change', async () => {
    const on = { cwd: folder.path, asOf: DAY, environmentDay: DAY + 9, run: { seed: 1, runs: 20_000 } };
    const app = await appWith("it's $HOME", undefined, on);
    expect(twins(app).get('what-if')).toBe("outlay plan 'it'\\''s $HOME' --scenario base --as-of 2026-11-20");
  });

  it.skipIf(process.platform === 'win32')('finds the same figures, the knobs turned', async () => {
    const app = await appWith("it's $HOME", undefined, started());
    app.keys('l', 'l');
    await app.work();
    const shown = shownOf(app.store.get());
    const set = shown?.report.settings.set ?? [];
    expect(set).toEqual(['steps.answer.max_output=500', 'traffic.busy.requests=990 per day']);
    const [busy] = scenariosIn(toJson(shown?.report ?? {}));
    expect(scenariosIn(inShell(`${twins(app).get('what-if')} --format json`))).toEqual([busy]);
  });

  it.skipIf(process.platform === 'win32')('runs, whichever screen it is of', async () => {
    const app = await appWith("it's $HOME", undefined, started());
    for (const line of new Set(twins(app).values())) expect(inShell(line), line).not.toBe('');
  });
});
