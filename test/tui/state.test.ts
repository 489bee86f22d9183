import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FILE_KINDS } from '../../src/report/file/kinds.ts';
import { planFile } from '../../src/report/file/render.ts';
import { shownOf } from '../../src/tui/shell/shown.ts';
import { screenState } from '../../src/tui/state/state.ts';
import { chosenKnob } from '../../src/tui/state/turning.ts';
import { folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';
import { type AppWith, appWith } from './app-with.ts';

const PATH = 'test/tui/letters';
let app: AppWith;

const state = () => app.store.get();
const work = () => {
  const { work: found } = state();
  if (found === null) throw new Error('no workflow is open');
  return found;
};
const perLetterUsd = (): number => shownOf(state())?.forecast.projection.costUsd ?? Number.NaN;
const type = (text: string): void => app.keys(...text);

beforeEach(async () => {
  app = await appWith(PATH);
});

describe('knobs', () => {
  it('change the closed form within the key press, and leave percentiles for later', () => {
    const before = perLetterUsd();
    app.keys('j', 'j', 'L');
    expect(chosenKnob(state())?.label).toBe('output length');
    expect(perLetterUsd()).toBeGreaterThan(before);
    expect(shownOf(state())?.stale).toBe(true);
    expect(app.effects.at(-1)).toMatchObject({ do: 'plan', settings: ['traffic.launch.faults=[{ output: 110% }]'] });
  });

  it('move the means of all months at once, the bands around them in proportion', () => {
    const before = shownOf(state())?.report.scenarios[0];
    app.keys('L');
    const after = shownOf(state())?.report.scenarios[0];
    const ratio = (of: (scenario: typeof before) => number | undefined): number => (of(after) ?? 0) / (of(before) ?? 0);
    expect(ratio((scenario) => scenario?.months[0]?.spend_usd.mean)).toBeCloseTo(1.5, 10);
    expect(ratio((scenario) => scenario?.months[5]?.spend_usd.p90 ?? 0)).toBeCloseTo(1.5, 10);
    expect(ratio((scenario) => scenario?.horizon?.spend_usd.mean)).toBeCloseTo(1.5, 10);
  });

  it('may change how many months there are', () => {
    app.keys('/');
    for (const key of 'months') app.keys(key);
    app.keys('enter', 'L');
    expect(shownOf(state())?.report.scenarios[0]?.months).toHaveLength(16);
  });

  it('are undone and redone one press at a time', () => {
    const start = perLetterUsd();
    app.keys('j', 'j', 'l', 'l');
    const twice = perLetterUsd();
    app.keys('u');
    expect(perLetterUsd()).toBeLessThan(twice);
    app.keys('u', 'u', 'u');
    expect(perLetterUsd()).toBe(start);
    app.keys('C-r', 'C-r');
    expect(perLetterUsd()).toBe(twice);
  });

  it('say where they turn no further, and are put back one by one or together', () => {
    app.keys('j', 'j', 'j', 'j', 'h');
    expect(state().notice?.text).toBe('errors more turns no further');
    app.keys('l', 'k', 'l');
    expect(work().settings.now.size).toBe(2);
    app.keys('r');
    expect([...work().settings.now.keys()]).toEqual(['fault.launch.errors']);
    app.keys('R');
    expect(work().settings.now.size).toBe(0);
  });

  it('take exact values as the YAML does, and show what is wrong with one', () => {
    app.keys('enter', 'C-u');
    type('2k per day');
    app.keys('enter');
    expect(state().overlay).toBeNull();
    expect(shownOf(state())?.forecast.projection.requestsPerDay).toBe(2000);
    app.keys('enter', 'C-u');
    type('many');
    app.keys('enter');
    expect(state().overlay).toMatchObject({ kind: 'value', problem: expect.stringContaining('"many"') });
    app.keys('esc');
    expect(shownOf(state())?.forecast.projection.requestsPerDay).toBe(2000);
  });

  it('choose among words that a search finds', () => {
    app.keys('/');
    type('answer cache');
    app.keys('enter', 'enter');
    expect(state().overlay?.kind).toBe('choose');
    type('off');
    app.keys('enter');
    expect(app.effects.at(-1)).toMatchObject({ settings: ['steps.answer.cache=off'] });
  });

  it('are found by the words of a filter, in any order', () => {
    app.keys('/');
    type('output answer');
    app.keys('enter');
    expect(chosenKnob(state())?.id).toBe('steps.answer.output');
    app.keys('esc');
    expect(screenState(state()).filter).toBe('');
  });
});

describe('what is on the screen', () => {
  it('is held against the baseline once it differs, until it is made the baseline itself', () => {
    expect(shownOf(state())?.baseline).toBeNull();
    const before = perLetterUsd();
    app.keys('j', 'j', 'L');
    expect(shownOf(state())?.baseline?.projection.costUsd).toBe(before);
    app.keys('b');
    expect(shownOf(state())?.baseline).toBeNull();
  });

  it('walks through the scenarios and comes round', () => {
    app.keys('n');
    expect(work().scenario).toBe('quiet');
    expect(shownOf(state())?.forecast.projection.requestsPerDay).toBe(100);
    app.keys('l');
    expect(shownOf(state())?.forecast.projection.requestsPerDay).toBe(105);
    app.keys('n');
    expect(work().scenario).toBe('launch');
    expect(app.effects.at(-1)).toMatchObject({ settings: ['traffic.quiet.requests=105 per day'] });
    app.keys('N');
    expect(work().scenario).toBe('quiet');
  });

  it('changes with the keys of the screens, with Tab and with brackets', () => {
    app.keys('2');
    expect(state().screen).toBe('steps');
    app.keys('tab');
    expect(state().screen).toBe('latency');
    app.keys('[', '[', 'S-tab');
    expect(state().screen).toBe('prices');
  });
});

describe('the comparison', () => {
  it('takes what is on the screen in beside the scenarios once its percentiles are played, and lets it go', () => {
    app.keys('a');
    expect(work().kept.map(({ name }) => name)).toEqual(['launch: as written']);
    app.keys('l', 'a');
    expect(state().notice?.text).toBe('its percentiles are still being played: a moment');
    app.keys('5', 'd');
    expect(state().notice?.text).toBe('scenarios stay: only variants can be taken out');
    app.keys('G', 'd');
    expect(work().kept).toEqual([]);
  });
});

describe('commands', () => {
  it('are found by the help and run by it', () => {
    app.keys('?');
    type('next scenario');
    app.keys('enter');
    expect(work().scenario).toBe('quiet');
    expect(state().overlay).toBeNull();
  });

  it('are listed by the palette with knobs and scenarios', () => {
    app.keys('2', ':');
    type('knob answer output');
    app.keys('enter');
    expect(state().screen).toBe('what-if');
    expect(chosenKnob(state())?.id).toBe('steps.answer.output');
  });

  it('leave at the top only when told twice that changes are not written', () => {
    app.keys('l', 'q');
    expect(state().notice?.text).toBe('not written: 1 change. w writes, q again leaves');
    expect(app.effects.some((effect) => effect.do === 'quit')).toBe(false);
    app.keys('q');
    expect(app.effects.at(-1)).toEqual({ do: 'quit' });
  });

  it('close one level at a time', () => {
    app.keys('/', 'a', 'enter', '?', 'esc');
    expect(state().overlay).toBeNull();
    app.keys('q');
    expect(screenState(state()).filter).toBe('');
    app.keys('q');
    expect(app.effects.at(-1)).toEqual({ do: 'quit' });
  });

  it('copy the command line that prints the same', () => {
    app.keys('l', 'y');
    expect(app.effects.at(-1)).toMatchObject({
      do: 'copy',
      text: `outlay plan ${PATH} --scenario launch --set 'traffic.launch.requests=10.5k per day' --runs 200`,
    });
  });

  it('edit the file at the step that is chosen', () => {
    app.keys('2', 'j', 'e');
    expect(app.effects.at(-1)).toEqual({ do: 'edit', file: `${PATH}/workflow.yaml`, line: 9 });
  });
});

describe('writing', () => {
  it('has nothing to write before a knob is turned', () => {
    app.keys('w');
    expect(state().notice?.text).toBe('nothing to write: no knob was turned');
  });

  it('makes edits, or a scenario where the knobs are those of traffic', () => {
    app.keys('j', 'l', 'w', 'enter');
    expect(app.effects.at(-1)).toEqual({ do: 'write', settings: ['traffic.launch.growth=5% per month'] });
    app.keys('tab', 'enter');
    expect(app.effects.at(-1)).toEqual({ do: 'write', settings: ['traffic.what-if={ extends: launch, growth: 5% per month }'] });
  });

  it('refuses a scenario of knobs that belong to steps, and names that are taken or none', () => {
    const problem = (): string => (state().overlay?.kind === 'write' ? (state().overlay as { readonly problem: string }).problem : '');
    app.keys('j', 'l', 'w', 'tab', 'C-u', 'enter');
    expect(problem()).toBe('a name has small letters, digits, - and _, a letter first');
    type('quiet');
    app.keys('enter');
    expect(problem()).toBe('there is a scenario "quiet" already');
    app.keys('esc', '/');
    type('answer output');
    app.keys('enter', 'l', 'w', 'tab', 'enter');
    expect(problem()).toBe('some knobs change steps, which no scenario can hold');
  });
});

describe('saving a report', () => {
  const saved = () => {
    const effect = app.effects.findLast((one) => one.do === 'export');
    if (effect?.do !== 'export') throw new Error('nothing is saved');
    return effect;
  };
  const problem = (): string => (state().overlay?.kind === 'export' ? (state().overlay as { readonly problem: string }).problem : '');

  it('takes the name of the workflow, in the form that is chosen', () => {
    app.keys('x', 'tab', 'enter');
    expect(saved()).toMatchObject({ file: 'letters.html', ending: '.html' });
    app.keys('S-tab', 'enter');
    expect(saved()).toMatchObject({ file: 'letters.xlsx', ending: '.xlsx' });
  });

  it('takes the form that a typed name ends in, and ends a name that has none', () => {
    app.keys('x');
    type('out/plan.json');
    app.keys('enter');
    expect(saved()).toMatchObject({ file: 'out/plan.json', ending: '.json' });
    app.keys('tab', 'enter');
    expect(saved()).toMatchObject({ file: 'out/plan.txt', ending: '.txt' });
  });

  it('waits until percentiles are those of the knobs, and then writes what `report` writes of them', async () => {
    app.keys('j', 'l', 'x', 'enter');
    expect(state().overlay).toMatchObject({ kind: 'export', waits: true });
    expect(app.effects.at(-1)).toMatchObject({ do: 'plan' });
    await app.work();
    expect(app.effects.filter((effect) => effect.do === 'export')).toHaveLength(1);
    const { sources } = saved();
    const set = ['--set', 'traffic.launch.growth=5% per month'];
    const dated = ['--as-of', '2026-11-26', '--runs', '200', '--quiet'];
    const folder = folderOf();
    const files = FILE_KINDS.map(({ ending }) => join(folder.path, `plan${ending}`));
    const { code } = await command(['report', PATH, ...files.flatMap((file) => ['-o', file]), ...set, ...dated]);
    expect(code).toBe(0);
    for (const { ending } of FILE_KINDS) {
      const written = readFileSync(join(folder.path, `plan${ending}`));
      expect(Buffer.from(planFile(ending, sources)).equals(written), ending).toBe(true);
    }
    folder.remove();
  });

  it('writes nothing of percentiles that were stopped, even if it waited for them', () => {
    app.keys('j', 'l', 'x', 'enter');
    app.store.dispatch({ type: 'stopped' });
    expect(problem()).toBe('the percentiles are those of before: turn a knob to work them out');
  });
});
